// Serves the built renderer with sample answers, under the same content security policy as the real hosts, for looking at it:
//   node test/renderer/sample/serve.ts [port] [invoices]
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { AppError } from '../../../src/contract/errors.ts';
import { operationNames, operations, type OperationName } from '../../../src/contract/operations.ts';
import { rpcRequest, type EngineEvent } from '../../../src/contract/rpc.ts';
import { sampleAnswers } from './sampleAnswers.ts';
import { createSampleWorld } from './sampleWorld.ts';

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

const root = join(import.meta.dirname, '../../../src/renderer');
const outDir = mkdtempSync(join(tmpdir(), 'renderer-sample-'));
await build({
  root,
  base: './',
  plugins: [react()],
  logLevel: 'warn',
  configFile: false,
  build: { outDir, emptyOutDir: true, target: 'chrome140', modulePreload: { polyfill: false } },
});

const listeners = new Set<ServerResponse>();
const emit = (event: EngineEvent): void => {
  for (const listener of listeners) listener.write(`data: ${JSON.stringify(event)}\n\n`);
};
const world = createSampleWorld(Number(process.argv[3] ?? 3980), emit);
const answers = sampleAnswers(world);

function answer(body: string): unknown {
  const request = rpcRequest.parse(JSON.parse(body));
  const name = operationNames.find((known) => known === request.operation);
  if (name === undefined) return { ok: false, error: new AppError('UNKNOWN_OPERATION').toOperationError() };
  const input = operations[name].input.safeParse(request.input);
  if (!input.success) return { ok: false, error: new AppError('BAD_INPUT', input.error.message).toOperationError() };
  const run = answers[name] as ((parsed: unknown) => unknown) | undefined;
  if (run === undefined)
    return {
      ok: false,
      error: new AppError('NOT_ALLOWED_NOW', 'The sample does not act this out.').toOperationError(),
    };
  return { ok: true, output: operations[name as OperationName].output.parse(run(input.data)) };
}

const server = createServer((request, response) => {
  response.setHeader('content-security-policy', policy);
  if (request.url === '/events') {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(': hello\n\n');
    listeners.add(response);
    request.on('close', () => listeners.delete(response));
    return;
  }
  if (request.method === 'POST') {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
    request.on('end', () => {
      response.setHeader('content-type', 'application/json');
      try {
        response.end(JSON.stringify(answer(body)));
      } catch (thrown) {
        process.stderr.write(`${String(thrown)}\n`);
        response.end(
          JSON.stringify({
            ok: false,
            error: new AppError('INTERNAL', 'The sample made a mistake.').toOperationError(),
          }),
        );
      }
    });
    return;
  }
  const path = normalize(new URL(request.url ?? '/', 'http://sample').pathname);
  const file = join(outDir, path === '/' ? 'index.html' : path);
  readFile(file).then(
    (content) =>
      response
        .writeHead(200, { 'content-type': contentTypes[extname(file)] ?? 'application/octet-stream' })
        .end(content),
    () => response.writeHead(404).end(),
  );
});
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : ''}/\n`);
});
