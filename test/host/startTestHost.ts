// The real host server over the tiny engine, on a free port, with a client that sends exactly the headers a case names.
import { request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeEventStream } from '../../src/host/eventStream.ts';
import type { EventStream } from '../../src/host/eventStream.ts';
import { makeHostServer } from '../../src/host/hostServer.ts';
import { makeSession } from '../../src/host/session.ts';
import type { Session } from '../../src/host/session.ts';
import type { StaticFiles } from '../../src/shell/staticFiles.ts';
import { makeTinyEngine } from '../shell/tinyEngine.ts';
import type { TinyEngine } from '../shell/tinyEngine.ts';

export interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface TestHost {
  readonly port: number;
  readonly origin: string;
  readonly engine: TinyEngine;
  readonly events: EventStream;
  readonly bugs: unknown[];
  /** Sends the path as it stands: fetch would tidy `..` away. */
  send(sent: Sent): Promise<Received>;
  /** As the console's page sends it: own origin, cookie, JSON. */
  asConsole(sent: Sent): Promise<Received>;
  readonly cookie: string;
  readonly startToken: string;
  close(): Promise<void>;
}

export const apiToken = 'api-token-of-the-test-0123456789';
const startToken = 'start-token-of-the-test';
const cookieValue = 'cookie-value-of-the-test';

export const consolePage = '<!doctype html><title>Tieout</title>';

const files: StaticFiles = new Map(
  [
    ['/', 'text/html; charset=utf-8', consolePage, false],
    ['/index.html', 'text/html; charset=utf-8', consolePage, false],
    ['/assets/app-1a2b.js', 'text/javascript; charset=utf-8', 'export {};', true],
  ].map(([address, type, body, isImmutable]) => [address as string, { type: type as string, body: Buffer.from(body as string), isImmutable: isImmutable as boolean }]),
);

const sendTo = (port: number, sent: Sent): Promise<Received> =>
  new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port, method: sent.method ?? 'GET', path: sent.path, headers: { host: `127.0.0.1:${port}`, ...sent.headers }, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString('utf8') }));
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end(sent.body);
  });

export const startTestHost = async (): Promise<TestHost> => {
  const events = makeEventStream('test');
  const engine = makeTinyEngine(events.publish);
  const bugs: unknown[] = [];
  let port = 0;
  let session: Session | undefined;
  const server = makeHostServer(
    {
      files,
      events,
      session: () => session ?? makeSession({ startToken, cookieValue, apiToken }, port),
      port: () => port,
      handle: () => engine.handle,
      failure: () => undefined,
      callbackPath: '/api/integrations/quickbooks/callback',
    },
    (bug) => bugs.push(bug),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
  session = makeSession({ startToken, cookieValue, apiToken }, port);
  const origin = `http://127.0.0.1:${port}`;
  const cookie = `tieout_${port}=${cookieValue}`;
  return {
    port,
    origin,
    engine,
    events,
    bugs,
    cookie,
    startToken,
    send: (sent) => sendTo(port, sent),
    asConsole: (sent) =>
      sendTo(port, { ...sent, headers: { origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json', cookie, ...sent.headers } }),
    close: async () => {
      events.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
