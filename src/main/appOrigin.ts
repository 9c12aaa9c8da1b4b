// The console's own address in the desktop app, and who may speak to the engine from it.
import type { IpcMainInvokeEvent } from 'electron';

export const appOrigin = 'app://bundle';

/** `URL.origin` of a custom scheme is "null", so the parts are compared. */
export const isAppAddress = (address: string): boolean => {
  const url = URL.parse(address);
  return url !== null && url.protocol === 'app:' && url.host === 'bundle' && url.username === '' && url.password === '';
};

/** Only the main frame of the console's own window: no frame within it, no other window, no page that took its place. */
export const isTrustedSender = (event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>, consoleContentsId: number | undefined): boolean =>
  event.senderFrame !== null && event.senderFrame.parent === null && event.sender.id === consoleContentsId && isAppAddress(event.senderFrame.url);
