// A small HTTP server for tests: answers each request as the script says, faults of the connection included, and records what came.
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * `reset`: the request is read whole, then the connection is cut. `cut`: cut within the body. `hang`: no answer.
 * `stall`: head and half a body, then nothing. `not_http`: bytes that are no HTTP answer.
 */
export type Script = Answer | 'reset' | 'cut' | 'hang' | 'stall' | 'not_http';

export interface RecordedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface ScriptedServer {
  readonly base: string;
  readonly requests: RecordedRequest[];
  /** For every request from now on; a function may look at the request. */
  answerWith(script: Script | ((request: RecordedRequest) => Script | Promise<Script>)): void;
  close(): Promise<void>;
}

export const json = (value: unknown, more: Omit<Answer, 'body'> = {}): Answer => ({
  ...more,
  headers: { 'content-type': 'application/json', ...more.headers },
  body: JSON.stringify(value),
});

export async function startScriptedServer(): Promise<ScriptedServer> {
  const requests: RecordedRequest[] = [];
  let choose: (request: RecordedRequest) => Script | Promise<Script> = () => json({});
  const server = createServer((request, response) => {
    const serve = async (): Promise<void> => {
      const body = await readAll(request);
      const recorded: RecordedRequest = {
        method: request.method ?? '',
        url: new URL(request.url ?? '/', 'http://server'),
        headers: request.headers,
        body,
      };
      requests.push(recorded);
      play(await choose(recorded), request, response);
    };
    void serve();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    base: `http://127.0.0.1:${port}`,
    requests,
    answerWith: (script) => {
      choose = typeof script === 'function' ? script : () => script;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function play(script: Script, request: IncomingMessage, response: ServerResponse): void {
  if (script === 'hang') return;
  if (script === 'reset') {
    request.socket.resetAndDestroy();
    return;
  }
  if (script === 'not_http') {
    request.socket.end('SMTP ready\r\n\r\n');
    return;
  }
  if (script === 'cut' || script === 'stall') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"object":"list","data":[{"id":"in_1"', () => {
      if (script === 'cut') request.socket.destroy();
    });
    return;
  }
  response.writeHead(script.status ?? 200, script.headers ?? {});
  response.end(script.body ?? '');
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** A loopback address on which nothing listens. */
export async function refusingBase(): Promise<string> {
  const server = await startScriptedServer();
  await server.close();
  return server.base;
}
