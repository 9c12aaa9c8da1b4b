// What no page in the app may do: leave its address, open windows, embed others, ask for devices.
import { session } from 'electron';
import type { Session, WebContents } from 'electron';
import { isAppAddress } from './appOrigin.ts';

/** `openLink` decides about addresses outside; a new window is refused either way. */
export const hardenConsole = (contents: WebContents, openLink: (address: string) => void): void => {
  contents.on('will-frame-navigate', (event) => {
    if (!isAppAddress(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!isAppAddress(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    openLink(url);
    return { action: 'deny' };
  });
};

/** Copying figures is the one thing the console asks the system for. */
export const denyPermissions = (target: Session = session.defaultSession): void => {
  target.setPermissionRequestHandler((contents, permission, answer) => answer(permission === 'clipboard-sanitized-write' && isAppAddress(contents.getURL())));
  target.setPermissionCheckHandler((contents, permission) => permission === 'clipboard-sanitized-write' && contents !== null && isAppAddress(contents.getURL()));
  target.setDevicePermissionHandler(() => false);
};
