// The tiny engine in a thread of its own; `workerData.mode` says how it misbehaves.
import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../src/contract/errors.ts';
import { serveEngine } from '../../src/shell/serveEngine.ts';
import { makeTinyEngine } from './tinyEngine.ts';

const { mode } = workerData as { mode?: 'corrupt' | 'bug' };
if (parentPort === null) throw new Error('runs in a worker thread');

await serveEngine(parentPort, {
  make: (publish, requests) => {
    if (mode === 'corrupt') throw new AppError('DB_CORRUPT', 'page 7');
    if (mode === 'bug') throw new TypeError('a bug with a secret in its text');
    const engine = makeTinyEngine(publish);
    return {
      ...engine,
      handle: async (request) => {
        if (request.operation === 'test.die') process.nextTick(() => { throw new RangeError('dies'); });
        if (request.operation === 'test.die') return new Promise(() => {});
        if (request.operation === 'test.restart') {
          requests.restartEngine();
          return { ok: true, output: 'restarting' };
        }
        if (request.operation === 'test.openLive') {
          requests.openCompany('live');
          return { ok: true, output: 'opening' };
        }
        if (request.operation === 'test.throw') throw new Error('the door broke its promise');
        if (request.operation === 'test.signals') return { ok: true, output: engine.signals };
        return engine.handle(request);
      },
    };
  },
  reportBug: () => {},
});
