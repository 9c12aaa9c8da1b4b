// What runs in every frame before its page: `require('electron')` for the preload script, and the asking for new windows, over a DevTools binding.
// It reaches embedded frames too, where Electron would not run the preload: the refusal of frames must come from the main process.

/** Turned into text and sent to the page: it may use nothing from outside itself. */
const installShim = (runPreload: (require: (name: string) => unknown, module: { exports: object }, exports: object) => void): void => {
  const page = globalThis as unknown as Record<string, unknown> & { tieoutDoubleCall: (message: string) => void };
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const listeners = new Map<string, Set<(event: object, ...args: unknown[]) => void>>();
  let lastId = 0;
  page['tieoutDoubleAnswer'] = (id: number, isGood: boolean, value: unknown) => {
    if (isGood) waiting.get(id)?.resolve(value);
    else waiting.get(id)?.reject(new Error(String(value)));
    waiting.delete(id);
  };
  page['tieoutDoubleEvent'] = (channel: string, args: unknown[]) => {
    for (const listener of listeners.get(channel) ?? []) listener({}, ...args);
  };
  const electron = {
    contextBridge: { exposeInMainWorld: (name: string, value: unknown) => Object.defineProperty(page, name, { value: Object.freeze(value) }) },
    ipcRenderer: {
      invoke: (channel: string, ...args: unknown[]) =>
        new Promise((resolve, reject) => {
          lastId += 1;
          waiting.set(lastId, { resolve, reject });
          page.tieoutDoubleCall(JSON.stringify({ id: lastId, channel, args }));
        }),
      on: (channel: string, listener: (event: object, ...args: unknown[]) => void) => {
        listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener));
      },
      off: (channel: string, listener: (event: object, ...args: unknown[]) => void) => listeners.get(channel)?.delete(listener),
    },
  };
  // Electron asks the main process before a window opens and answers null where it is refused. Asking Chromium afterwards would
  // race with whoever else is attached to it.
  const askToOpen = (address: unknown): null => {
    page.tieoutDoubleCall(JSON.stringify({ id: 0, channel: 'tieout-double-window-open', args: [new URL(String(address), document.baseURI).href] }));
    return null;
  };
  Object.defineProperty(page, 'open', { value: askToOpen });
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[target=_blank]') : null;
    if (link === null || event.defaultPrevented) return;
    event.preventDefault();
    askToOpen(link.href);
  });
  const require = (name: string): unknown => {
    if (name === 'electron') return electron;
    throw new Error(`a sandboxed preload can not require ${name}`);
  };
  const module = { exports: {} };
  runPreload(require, module, module.exports);
};

/** The script for a page, with its preload (CommonJS text) inside. */
export const pageShim = (preload = ''): string => `(${installShim.toString()})((require, module, exports) => {${preload}\n});`;
