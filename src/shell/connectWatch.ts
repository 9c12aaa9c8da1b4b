// Stands between a shell and the engine: when a QuickBooks connection begins, opens the listener that its sign-in returns to.
import type { EngineClient } from './engineClient.ts';
import { isLoopbackAddress, openCallbackListener } from './callbackListener.ts';
import type { CallbackListener } from './callbackListener.ts';
import { shellRequest } from './shellRequest.ts';
import type { RpcRequest, RpcResponse } from '../contract/rpc.ts';

export interface ConnectWatch {
  handle(request: RpcRequest): Promise<RpcResponse>;
  close(): void;
}

export interface ConnectWatchOptions {
  readonly engine: Pick<EngineClient, 'handle'>;
  readonly redirectUri: string | null;
  /** Origins the shell answers itself; no listener is needed for them. */
  readonly ownOrigins: readonly string[];
  readonly report: (sentence: string) => void;
}

/** A connection that was begun ends after ten minutes, as its `state` does. */
const lifetimeMs = 600_000;

export const watchConnect = (options: ConnectWatchOptions): ConnectWatch => {
  let listener: CallbackListener | undefined;
  const needsListener =
    options.redirectUri !== null && isLoopbackAddress(options.redirectUri) && !options.ownOrigins.includes(new URL(options.redirectUri).origin);

  const open = async (redirectUri: string): Promise<void> => {
    if (listener !== undefined) return listener.renew();
    try {
      listener = await openCallbackListener({
        redirectUri,
        lifetimeMs,
        onCallback: (input) => options.engine.handle(shellRequest('quickbooks.callback', input)),
        onClose: () => {
          listener = undefined;
        },
      });
    } catch {
      options.report(`Tieout could not listen on ${redirectUri}, because another program uses that port. After signing in to QuickBooks, paste the address you land on into the QuickBooks screen.`);
    }
  };

  return {
    handle: async (request) => {
      const response = await options.engine.handle(request);
      if (request.operation === 'quickbooks.connect' && response.ok && needsListener && options.redirectUri !== null) await open(options.redirectUri);
      if (request.operation === 'quickbooks.callback' && response.ok) listener?.close();
      return response;
    },
    close: () => listener?.close(),
  };
};
