// The window for QuickBooks' sign-in: its own memory-only partition, no preload, Intuit's pages only; it catches the way back.
import { BrowserWindow, session } from 'electron';
import type { CallbackInput } from '../shell/callbackInput.ts';
import { callbackInput } from '../shell/callbackInput.ts';
import { denyPermissions } from './hardenContents.ts';
import { isRedirect, isSignInPage } from './signInAddresses.ts';

export interface SignInParts {
  readonly authorizeUrl: string;
  readonly redirectUri: string;
  /** Origin of the sign-in page: Intuit's, or the simulator's in the demo. */
  readonly signInOrigin: string;
  readonly parent: BrowserWindow | undefined;
  readonly onCallback: (input: CallbackInput) => void;
}

/** A name without `persist:` lives in memory; a new one each time means nobody is still signed in from before. */
let openedCount = 0;

export const openSignInWindow = (parts: SignInParts): BrowserWindow => {
  openedCount += 1;
  const partition = `sign-in-${openedCount}`;
  denyPermissions(session.fromPartition(partition));
  const window = new BrowserWindow({
    width: 720,
    height: 820,
    title: 'Connect QuickBooks',
    ...(parts.parent === undefined ? {} : { parent: parts.parent }),
    webPreferences: { partition, sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true, webviewTag: false },
  });

  const judge = (event: { preventDefault(): void }, address: string): void => {
    if (isRedirect(address, parts.redirectUri)) {
      event.preventDefault();
      parts.onCallback(callbackInput(new URL(address).searchParams));
      window.destroy();
      return;
    }
    if (!isSignInPage(address, parts.signInOrigin)) event.preventDefault();
  };
  const { webContents: contents } = window;
  contents.on('will-navigate', (event) => judge(event, event.url));
  contents.on('will-redirect', (event) => {
    if (event.isMainFrame) judge(event, event.url);
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  void window.loadURL(parts.authorizeUrl);
  return window;
};
