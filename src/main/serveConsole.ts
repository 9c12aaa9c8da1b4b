// The desktop app's two channels, `rpc` and `event`, and the opening of links: nothing else crosses to the page.
import { ipcMain } from 'electron';
import type { BrowserWindow, IpcMainInvokeEvent } from 'electron';
import { AppError } from '../contract/errors.ts';
import { rpcRequest } from '../contract/rpc.ts';
import type { EngineEvent, RpcRequest, RpcResponse } from '../contract/rpc.ts';
import { isTrustedSender } from './appOrigin.ts';

export interface ConsoleParts {
  readonly consoleWindow: () => BrowserWindow | undefined;
  /** Waits for the engine while it starts. */
  readonly handle: (request: RpcRequest) => Promise<RpcResponse>;
  readonly openLink: (address: string) => void;
}

const refusal = (code: 'FORBIDDEN_ORIGIN' | 'BAD_INPUT'): RpcResponse => ({ ok: false, error: new AppError(code).toOperationError() });

export const answerRpc = async (parts: ConsoleParts, event: IpcMainInvokeEvent, message: unknown): Promise<RpcResponse> => {
  if (!isTrustedSender(event, parts.consoleWindow()?.webContents.id)) return refusal('FORBIDDEN_ORIGIN');
  const request = rpcRequest.safeParse(message);
  return request.success ? parts.handle(request.data) : refusal('BAD_INPUT');
};

export const serveConsole = (parts: ConsoleParts): void => {
  ipcMain.handle('rpc', (event, message: unknown) => answerRpc(parts, event, message));
  ipcMain.handle('open-external', (event, address: unknown) => {
    if (isTrustedSender(event, parts.consoleWindow()?.webContents.id) && typeof address === 'string') parts.openLink(address);
  });
};

export const publishTo = (window: BrowserWindow | undefined, event: EngineEvent): void => {
  if (window !== undefined && !window.isDestroyed()) window.webContents.send('event', event);
};
