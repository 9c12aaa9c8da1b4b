// The desktop app's webhook listener: one path on 127.0.0.1, open only while it is switched on in Settings.
import { createServer, type Server } from 'node:http';
import type { RpcRequest, RpcResponse } from '../contract/rpc.ts';
import type { SettingsOutput } from '../contract/settings.ts';
import { shellRequest } from './shellRequest.ts';
import { takeWebhook, webhookPath } from './takeWebhook.ts';

type Handle = (request: RpcRequest) => Promise<RpcResponse>;

export interface WebhookWatch {
  /** In front of the engine: hears of the switch in Settings. */
  readonly handle: Handle;
  /** Opens the listener if it was left switched on. */
  start(): Promise<void>;
  close(): void;
}

export interface WebhookWatchOptions {
  readonly handle: Handle;
  /** Tells the person that the port is taken. */
  readonly report: (sentence: string) => void;
}

export const watchWebhook = ({ handle, report }: WebhookWatchOptions): WebhookWatch => {
  let server: Server | undefined;
  const close = (): void => {
    server?.close();
    server?.closeAllConnections();
    server = undefined;
  };

  const open = (port: number): Promise<void> =>
    new Promise((resolve) => {
      close();
      const made = createServer({ requestTimeout: 10_000, headersTimeout: 5_000 }, (request, response) => {
        const host = (request.headers.host ?? '').toLowerCase();
        // Against names that were rebound to this machine, and pages of other sites.
        const isOurs = (host === `127.0.0.1:${port}` || host === `localhost:${port}`) && request.headers.origin === undefined && request.url === webhookPath;
        if (!isOurs) {
          response.writeHead(404, { connection: 'close' }).end();
          return;
        }
        takeWebhook(handle, request, response).catch(() => response.destroy());
      });
      made.once('error', () => {
        report(`Tieout could not listen for webhooks on port ${port}, because another program uses it. Choose another port under Settings, Connections.`);
        resolve();
      });
      made.listen(port, '127.0.0.1', () => {
        server = made;
        resolve();
      });
    });

  const follow = async (): Promise<void> => {
    const answer = await handle(shellRequest('settings.get', {}));
    if (!answer.ok) return;
    const { isOn, port } = (answer.output as SettingsOutput).stripe.webhook.listener;
    if (isOn) await open(port);
    else close();
  };

  return {
    handle: async (request) => {
      const response = await handle(request);
      if (request.operation === 'settings.setWebhookListener' && response.ok) await follow();
      return response;
    },
    start: follow,
    close,
  };
};
