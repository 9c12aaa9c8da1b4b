// Every fault knob over real HTTP: what the client sees, and whether the work was done.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FAULT_KINDS } from '../../../src/simulators/quickbooks/faultKnobs.ts';
import type { FaultKind } from '../../../src/simulators/quickbooks/faultKnobs.ts';
import { REALM, at, startHarness } from './harness.ts';
import type { Harness, Reply } from './harness.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

let number = 0;
const create = (): Promise<Reply> => harness.post('customer?requestid=f1', { DisplayName: `Faulty ${(number += 1)}` });
const customers = (): number => harness.sim.store.count(REALM, 'Customer');

test('connection faults: lost before or after the commit', async () => {
  const cases: readonly (readonly [FaultKind, number])[] = [
    ['dropRequest', 0],
    ['dropResponse', 1],
    ['resetMidBody', 1],
  ];
  for (const [kind, done] of cases) {
    const before = customers();
    harness.sim.faults.add({ kind, route: '^POST .*/customer' });
    await expect(harness.post('customer', { DisplayName: `Lost ${kind}` })).rejects.toThrow(/fetch failed|terminated/);
    expect([kind, customers() - before]).toEqual([kind, done]);
  }
});

describe('answers in their true shapes', () => {
  const cases: readonly (readonly [FaultKind, number, (reply: Reply) => unknown, unknown])[] = [
    ['http401', 401, (reply) => at(reply.body, 'fault', 'error', 0, 'code'), '3200'],
    ['http403', 403, (reply) => at(reply.body, 'fault', 'error', 0, 'code'), '3100'],
    ['http429', 429, (reply) => at(reply.body, 'fault', 'error', 0, 'code'), '3001'],
    ['http503', 503, (reply) => at(reply.body, 'fault', 'type'), 'SERVICE'],
    ['http500', 500, (reply) => at(reply.body, 'Fault', 'Error', 0, 'code'), '10000'],
    ['faultIn200', 200, (reply) => at(reply.body, 'Fault', 'Error', 0, 'code'), '6000'],
    ['xml401', 401, (reply) => reply.text.includes('<Error code="3200">'), true],
    ['html502', 502, (reply) => reply.text.startsWith('<html>'), true],
  ];
  test.each(cases)('%s', async (kind, status, look, wanted) => {
    for (const afterCommit of [false, true]) {
      const before = customers();
      harness.sim.faults.add({ kind, afterCommit });
      const reply = await harness.post('customer', { DisplayName: `${kind} ${afterCommit}` });
      expect([reply.status, look(reply)]).toEqual([status, wanted]);
      expect(customers() - before).toBe(afterCommit ? 1 : 0);
    }
    expect((await create()).status).toBe(200);
  });
});

test('a forgotten request id makes a duplicate', async () => {
  await create();
  await create();
  expect(customers()).toBe(1);
  harness.sim.faults.add({ kind: 'forgetRequestId' });
  await create();
  expect(customers()).toBe(2);
});

test('delay answers late, hang never answers', async () => {
  harness.sim.faults.add({ kind: 'delay', delayMs: 40 });
  const startedMs = performance.now();
  expect((await create()).status).toBe(200);
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(35);
  harness.sim.faults.add({ kind: 'hang', route: 'preferences' });
  const headers = { authorization: `Bearer ${harness.accessToken}` };
  const pending = fetch(`${harness.sim.apiUrl}/v3/company/${REALM}/preferences`, {
    headers,
    signal: AbortSignal.timeout(100),
  });
  await expect(pending).rejects.toThrow(/abort|timeout/i);
});

test('route, skip and times choose the requests', async () => {
  harness.sim.faults.add({ kind: 'http500', route: "query.*from Term where Name = 'Cash'", times: 2 });
  harness.sim.faults.add({ kind: 'http429', route: /preferences/, skip: 1 });
  const query = async (name: string): Promise<number> =>
    (await harness.query(`select * from Term where Name = '${name}'`)).status;
  expect([await query('Net 30'), await query('Cash'), await query('Cash'), await query('Cash')]).toEqual([
    200, 500, 500, 200,
  ]);
  const preferences = async (): Promise<number> => (await harness.get('preferences')).status;
  expect([await preferences(), await preferences(), await preferences()]).toEqual([200, 429, 200]);
  expect(harness.sim.faults.counts).toEqual({ http500: 2, http429: 1 });
  expect(harness.sim.faults.list()).toEqual([]);
});

test('token calls can fail too', async () => {
  harness.sim.faults.add({ kind: 'dropResponse', route: 'tokens/bearer' });
  await expect(fetch(`${harness.sim.intuitUrl}/oauth2/v1/tokens/bearer`, { method: 'POST' })).rejects.toThrow(
    /fetch failed|terminated/,
  );
});

test('removing and clearing disarms', async () => {
  const id = harness.sim.faults.add({ kind: 'http500', times: 9 });
  harness.sim.faults.remove(id);
  harness.sim.faults.add({ kind: 'http503', times: 9 });
  harness.sim.faults.clear();
  expect((await create()).status).toBe(200);
  expect(() => harness.sim.faults.add({ kind: 'bananas' as FaultKind })).toThrow('unknown fault kind');
  expect(new Set(FAULT_KINDS).size).toBe(FAULT_KINDS.length);
});
