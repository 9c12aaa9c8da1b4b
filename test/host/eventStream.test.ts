// Server-sent events: delivered live, replayed to who reconnects, and "all may have changed" where the gap is not known.
import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { topics } from '../../src/contract/rpc.ts';
import type { EngineEvent } from '../../src/contract/rpc.ts';
import { startTestHost } from './startTestHost.ts';
import type { TestHost } from './startTestHost.ts';

let host: TestHost;
beforeAll(async () => {
  host = await startTestHost();
});
afterAll(() => host.close());

interface Heard {
  readonly id: string;
  readonly event: EngineEvent;
}

/** Opens the stream and waits for `count` events. */
const listen = (count: number, lastEventId?: string, whenOpen: () => void = () => {}): Promise<Heard[]> =>
  new Promise((resolve, reject) => {
    const headers = { host: `127.0.0.1:${host.port}`, cookie: host.cookie, ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) };
    const request = get({ host: '127.0.0.1', port: host.port, path: '/events', headers, agent: false }, (response: IncomingMessage) => {
      let text = '';
      let isOpen = false;
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        if (!isOpen) whenOpen();
        isOpen = true;
        const heard = [...text.matchAll(/id: (\S+)\ndata: (.*)\n\n/g)].map(([, id, data]) => ({ id: id ?? '', event: JSON.parse(data ?? '') as EngineEvent }));
        if (heard.length < count) return;
        request.destroy();
        resolve(heard);
      });
    });
    request.on('error', (error) => reject(error));
  });

const changed = (topic: (typeof topics)[number]): EngineEvent => ({ kind: 'changed', topics: [topic] });

test('events arrive in order, and who reconnects gets exactly what was missed', async () => {
  const live = await listen(2, undefined, () => {
    host.events.publish(changed('invoices'));
    host.events.publish(changed('ledger'));
  });
  expect(live.map(({ event }) => event)).toEqual([changed('invoices'), changed('ledger')]);
  host.events.publish(changed('gst'));
  host.events.publish(changed('activity'));
  const missed = await listen(2, live[1]?.id);
  expect(missed.map(({ event }) => event)).toEqual([changed('gst'), changed('activity')]);
});

test.each(['other-1', 'test-999999', 'test--1', 'nonsense', 'test-1.5'])('an id that is not known (%s) means that all may have changed', async (id) => {
  const [first] = await listen(1, id);
  expect(first?.event).toEqual({ kind: 'changed', topics: [...topics] });
});

test('a gap longer than the memory means that all may have changed', async () => {
  const [start] = await listen(1, undefined, () => host.events.publish(changed('status')));
  for (let n = 0; n < 300; n += 1) host.events.publish(changed('status'));
  const [first] = await listen(1, start?.id);
  expect(first?.event).toEqual({ kind: 'changed', topics: [...topics] });
});
