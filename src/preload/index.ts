// The only thing the page of the desktop app is given: three functions. Runs sandboxed, built as CommonJS.
import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge, EngineEvent } from '../contract/rpc.ts';

const bridge: Bridge = {
  rpc: (request) => ipcRenderer.invoke('rpc', request),
  onEvent: (listener) => {
    const receive = (_event: unknown, message: EngineEvent): void => listener(message);
    ipcRenderer.on('event', receive);
    return () => {
      ipcRenderer.off('event', receive);
    };
  },
  openExternal: (url) => ipcRenderer.invoke('open-external', url),
};

contextBridge.exposeInMainWorld('bridge', bridge);
