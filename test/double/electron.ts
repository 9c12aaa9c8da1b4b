// The face of the double: the part of the `electron` module that the shell uses, and what it did, for the tests to look at.
import { EventEmitter } from 'node:events';
import { app } from './app.ts';
import { BrowserWindow, webContents } from './browserWindow.ts';
import { invokeHandlers, schemeHandlers } from './stage.ts';
import type { InvokeHandler, SchemeHandler } from './stage.ts';

/** What the program asked of the system. Nothing leaves the machine. */
const asked = { openedExternally: [] as string[], openedPaths: [] as string[], messageBoxes: [] as object[], menu: undefined as unknown };

const ipcMain = {
  handle: (channel: string, handler: InvokeHandler): void => void invokeHandlers.set(channel, handler),
  removeHandler: (channel: string): void => void invokeHandlers.delete(channel),
};

const protocol = {
  registerSchemesAsPrivileged: (): void => {
    if (app.isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
  },
  handle: (scheme: string, handler: SchemeHandler): void => void schemeHandlers.set(scheme, handler),
};

class Session {
  permissionRequest: unknown;
  permissionCheck: unknown;
  devicePermission: unknown;
  setPermissionRequestHandler(handler: unknown): void {
    this.permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: unknown): void {
    this.permissionCheck = handler;
  }
  setDevicePermissionHandler(handler: unknown): void {
    this.devicePermission = handler;
  }
}
const partitions = new Map<string, Session>();
const session = {
  defaultSession: new Session(),
  fromPartition: (name: string): Session => {
    const known = partitions.get(name) ?? new Session();
    partitions.set(name, known);
    return known;
  },
};

const shell = {
  openExternal: async (address: string): Promise<void> => void asked.openedExternally.push(address),
  openPath: async (place: string): Promise<string> => {
    asked.openedPaths.push(place);
    return '';
  },
};
const dialog = {
  showMessageBox: async (...args: object[]): Promise<{ response: number }> => {
    asked.messageBoxes.push(args.at(-1) ?? {});
    return { response: 0 };
  },
};
const Menu = {
  buildFromTemplate: (template: unknown): unknown => template,
  setApplicationMenu: (menu: unknown): void => {
    asked.menu = menu;
  },
};
const nativeTheme = { shouldUseDarkColors: false };
const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] };
const powerMonitor = new EventEmitter();

export { app, asked, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, powerMonitor, protocol, screen, session, shell, webContents };
export default { app, asked, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, powerMonitor, protocol, screen, session, shell, webContents };
