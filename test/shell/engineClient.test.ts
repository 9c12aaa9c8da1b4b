// The line between a shell and the engine's thread: answers, events, failed starts, deaths, the end.
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import type { OperationError } from '../../src/contract/errors.ts';
import type { EngineEvent, RpcRequest } from '../../src/contract/rpc.ts';
import { startEngineClient } from '../../src/shell/engineClient.ts';
import type { EngineClient } from '../../src/shell/engineClient.ts';

const threadFile = fileURLToPath(new URL('tinyEngineThread.ts', import.meta.url));
const ask = (operation: string, input: unknown = {}): RpcRequest => ({ operation, input });

const started: EngineClient[] = [];
const start = async (mode?: string): Promise<{ client: EngineClient; clock: { nowMs: number }; restarts: Promise<void>[]; death: Promise<OperationError>; restarted: () => Promise<void> }> => {
  const clock = { nowMs: 1_000_000 };
  let resolveDeath: (error: OperationError) => void = () => {};
  const death = new Promise<OperationError>((resolve) => (resolveDeath = resolve));
  let onRestart: () => void = () => {};
  const client = await startEngineClient({
    threadFile,
    threadData: async () => ({ mode }),
    nowMs: () => clock.nowMs,
    onRestart: () => onRestart(),
    onDeath: resolveDeath,
  });
  started.push(client);
  return { client, clock, restarts: [], death, restarted: () => new Promise((resolve) => (onRestart = resolve)) };
};
afterEach(async () => {
  for (const client of started.splice(0)) await client.stop();
});

test('answers each request with its own answer, in whatever order they were asked', async () => {
  const { client } = await start();
  const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => client.handle(ask('status.get', { n }))));
  expect(answers.map((answer) => (answer.ok ? (answer.output as { input: unknown }).input : null))).toEqual(Array.from({ length: 50 }, (_, n) => ({ n })));
});

test('a signal reaches the engine and its event reaches every listener until it leaves', async () => {
  const { client } = await start();
  const heard: string[] = [];
  const leave = client.onEvent(() => heard.push('left'));
  leave();
  const event = new Promise<EngineEvent>((resolve) => client.onEvent(resolve));
  client.signal('resumed');
  expect(await event).toEqual({ kind: 'changed', topics: ['status'] });
  expect(heard).toEqual([]);
  expect(await client.handle(ask('test.signals'))).toEqual({ ok: true, output: ['resumed'] });
});

test('a start that the engine refuses rejects with its code and particulars', async () => {
  await expect(start('corrupt')).rejects.toMatchObject({ name: 'AppError', code: 'DB_CORRUPT', detail: 'page 7' });
});

test('a bug at the start rejects with INTERNAL and does not carry the text of the error', async () => {
  const failure: unknown = await start('bug').catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'INTERNAL' });
  expect(JSON.stringify(failure)).not.toContain('secret');
});

test('an engine that asks for it is started again after its answer, as often as it asks, and nobody is told of a death', async () => {
  const { client, death } = await start();
  let deaths = 0;
  void death.then(() => (deaths += 1));
  for (let round = 0; round < 3; round += 1) {
    client.signal('resumed');
    const shown = new Promise<EngineEvent>((resolve) => client.onEvent((event) => event.kind === 'changed' && event.topics.length > 1 && resolve(event)));
    expect(await client.handle(ask('test.restart'))).toEqual({ ok: true, output: 'restarting' });
    await shown;
    // Another thread: it has heard no signal.
    expect(await client.handle(ask('test.signals'))).toEqual({ ok: true, output: [] });
  }
  expect(deaths).toBe(0);
});

test('an engine that asks for another company is heard by the shell, after its answer', async () => {
  let hear: (company: string) => void = () => {};
  const heard = new Promise<string>((resolve) => (hear = resolve));
  const client = await startEngineClient({ threadFile, threadData: async () => ({}), nowMs: () => 0, onRestart: () => {}, onDeath: () => {}, onOpenCompany: hear });
  started.push(client);
  expect(await client.handle(ask('test.openLive'))).toEqual({ ok: true, output: 'opening' });
  expect(await heard).toBe('live');
});

test('a door that throws answers INTERNAL and the engine goes on', async () => {
  const { client } = await start();
  expect(await client.handle(ask('test.throw'))).toMatchObject({ ok: false, error: { code: 'INTERNAL' } });
  expect(await client.handle(ask('status.get'))).toMatchObject({ ok: true });
});

test('when the thread dies, waiting requests fail, it starts again once, and screens are told that all may have changed', async () => {
  const { client, restarted } = await start();
  const again = restarted();
  const event = new Promise<EngineEvent>((resolve) => client.onEvent(resolve));
  expect(await client.handle(ask('test.die'))).toMatchObject({ ok: false, error: { code: 'INTERNAL' } });
  await again;
  expect(await event).toMatchObject({ kind: 'changed' });
  expect(await client.handle(ask('status.get'))).toMatchObject({ ok: true });
});

test('a second death soon after is final: reported, and every request answers INTERNAL', async () => {
  const { client, restarted, death } = await start();
  const again = restarted();
  await client.handle(ask('test.die'));
  await again;
  await client.handle(ask('test.die'));
  expect(await death).toMatchObject({ code: 'INTERNAL' });
  expect(await client.handle(ask('status.get'))).toMatchObject({ ok: false, error: { code: 'INTERNAL' } });
});

test('a second death much later is another illness: the thread starts again', async () => {
  const { client, clock, restarted } = await start();
  const first = restarted();
  await client.handle(ask('test.die'));
  await first;
  clock.nowMs += 3_600_000;
  const second = restarted();
  await client.handle(ask('test.die'));
  await second;
  expect(await client.handle(ask('status.get'))).toMatchObject({ ok: true });
});

test('after stop nothing is answered and stopping again is harmless', async () => {
  const { client } = await start();
  await client.stop();
  await client.stop();
  expect(await client.handle(ask('status.get'))).toMatchObject({ ok: false, error: { code: 'INTERNAL' } });
});
