// The one way out of the page: the desktop app's bridge where there is one, else the browser host on the same origin.
import type { Bridge, EngineEvent, RpcRequest, RpcResponse } from '../../contract/rpc.ts';
import { OperationFailure, transportFailure } from './OperationFailure.ts';

declare global {
  interface Window {
    readonly bridge?: Bridge;
  }
}

/** `signed-out`: a Tieout answers at this address, but it is a later start, which does not know this page. */
export type LinkState = 'up' | 'down' | 'signed-out';

const linkListeners = new Set<(state: LinkState) => void>();
let linkState: LinkState = 'up';
function setLinkState(state: LinkState): void {
  if (state === linkState) return;
  linkState = state;
  for (const listener of linkListeners) listener(state);
}
export const currentLinkState = (): LinkState => linkState;
export function onLinkState(listener: (state: LinkState) => void): () => void {
  linkListeners.add(listener);
  return () => linkListeners.delete(listener);
}

async function rpcOverHttp(request: RpcRequest): Promise<RpcResponse> {
  const response = await fetch('/rpc', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    credentials: 'same-origin',
    body: JSON.stringify(request),
  });
  return (await response.json()) as RpcResponse;
}

/**
 * Sends one operation.
 * @throws OperationFailure with the contract's error, or a transport failure when no answer came
 */
export async function sendRpc(request: RpcRequest): Promise<unknown> {
  let response: RpcResponse;
  try {
    response = await (window.bridge === undefined ? rpcOverHttp(request) : window.bridge.rpc(request));
  } catch {
    if (window.bridge === undefined) setLinkState('down');
    throw transportFailure();
  }
  setLinkState(!response.ok && response.error.code === 'NOT_AUTHENTICATED' ? 'signed-out' : 'up');
  if (response.ok) return response.output;
  throw new OperationFailure(response.error);
}

/** Engine events, for as long as the page lives. EventSource reconnects by itself; `onReopened` says that some may have been missed. */
export function listenToEngine(onEvent: (event: EngineEvent) => void, onReopened: () => void): () => void {
  if (window.bridge !== undefined) return window.bridge.onEvent(onEvent);
  let hasFailed = false;
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const open = (): void => {
    source = new EventSource('/events');
    source.addEventListener('message', (message: MessageEvent<string>) =>
      onEvent(JSON.parse(message.data) as EngineEvent),
    );
    source.addEventListener('open', () => {
      setLinkState('up');
      if (hasFailed) onReopened();
      hasFailed = false;
    });
    source.addEventListener('error', () => {
      hasFailed = true;
      if (linkState !== 'signed-out') setLinkState('down');
      if (source.readyState !== EventSource.CLOSED) return;
      // After an HTTP error EventSource gives up for good; asked in the other way, the program says why. Then start a new one.
      sendRpc({ operation: 'status.get', input: {} }).catch(() => undefined);
      timer = setTimeout(open, 3000);
    });
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}

/** Opens a vendor's page: through the shell (which checks its allow-list), else in a new tab. */
export function openExternal(url: string): void {
  if (window.bridge !== undefined) void window.bridge.openExternal(url);
  else window.open(url, '_blank', 'noopener,noreferrer');
}
