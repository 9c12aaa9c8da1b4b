// The bridge: one key per intent, long work from events, errors for a person.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { LongWork } from '../../../src/contract/status.ts';
import { operations, operationNames } from '../../../src/contract/operations.ts';
import { createIntentKeys } from '../../../src/renderer/bridge/intentKeys.ts';
import { OperationFailure, toOperationError } from '../../../src/renderer/bridge/OperationFailure.ts';
import { mergeLongWork } from '../../../src/renderer/bridge/progressStore.ts';
import { topicsOf } from '../../../src/renderer/bridge/topicsOf.ts';
import { currentLinkState, sendRpc } from '../../../src/renderer/bridge/transport.ts';

describe('intent keys', () => {
  const numbered = (): ReturnType<typeof createIntentKeys> => {
    let count = 0;
    return createIntentKeys(() => `key-${(count += 1)}`);
  };

  test('the same intent keeps its key while no answer came', () => {
    const keys = numbered();
    expect([keys.keyFor({ a: 1 }), keys.keyFor({ a: 1 })]).toEqual(['key-1', 'key-1']);
  });

  test('an answer, or another input, is a new intent', () => {
    const keys = numbered();
    const first = keys.keyFor({ a: 1 });
    keys.settle();
    expect([first, keys.keyFor({ a: 1 }), keys.keyFor({ a: 2 })]).toEqual(['key-1', 'key-2', 'key-3']);
  });
});

describe('long work', () => {
  const work = (id: string, done: number): LongWork => ({
    id,
    kind: 'push',
    doing: 'Pushing',
    done,
    total: 10,
    perSecond: null,
    startedAt: '2026-11-21T04:00:00.000Z',
    cancellable: true,
  });

  test('events are newer than the status', () => {
    const merged = mergeLongWork([work('a', 1), work('b', 2)], {
      running: new Map([['a', work('a', 5)]]),
      finishedIds: new Set(['b']),
    });
    expect(merged.map(({ id, done }) => [id, done])).toEqual([['a', 5]]);
  });

  test('work that only events know is shown', () => {
    expect(mergeLongWork([], { running: new Map([['c', work('c', 1)]]), finishedIds: new Set() })).toHaveLength(1);
  });
});

test('every query of the screens is refreshed by some topic', () => {
  const withoutTopic = operationNames.filter(
    (name) => operations[name].kind === 'query' && topicsOf[name] === undefined && !name.startsWith('billing.'),
  );
  // Asked for by a person each time.
  expect(withoutTopic.toSorted()).toEqual(['backups.preview', 'books.check', 'changes.cardPage', 'clients.cardExpiry', 'exports.pdf', 'fees.attachment', 'register.previewImport', 'settings.diagnostics', 'setup.dryRun', 'setup.mapping']);
});

describe('sendRpc over HTTP', () => {
  beforeEach(() => vi.stubGlobal('window', {}));
  afterEach(() => vi.unstubAllGlobals());

  test('gives the output', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ ok: true, output: { a: 1 } })));
    await expect(sendRpc({ operation: 'status.get', input: {} })).resolves.toEqual({ a: 1 });
  });

  test('an error answer keeps its code and is no transport failure', async () => {
    const error = { code: 'STALE_VIEW', message: 'm', nextAction: 'n', retry: 'manual' };
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ ok: false, error }, { status: 409 })));
    await expect(sendRpc({ operation: 'push.approve', input: {} })).rejects.toMatchObject({
      error,
      isTransport: false,
    });
  });

  test('a later start does not know the page: said so, until it does', async () => {
    const error = { code: 'NOT_AUTHENTICATED', message: 'm', nextAction: 'n', retry: 'never' };
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ ok: false, error }, { status: 401 })));
    await expect(sendRpc({ operation: 'status.get', input: {} })).rejects.toMatchObject({ isTransport: false });
    expect(currentLinkState()).toBe('signed-out');
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ ok: true, output: {} })));
    await sendRpc({ operation: 'status.get', input: {} });
    expect(currentLinkState()).toBe('up');
  });

  test.each([
    ['no answer', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['an answer that is not ours', () => Promise.resolve(new Response('<html>'))],
  ])('%s is a transport failure', async (_, fetchAnswer) => {
    vi.stubGlobal('fetch', fetchAnswer);
    await expect(sendRpc({ operation: 'status.get', input: {} })).rejects.toMatchObject({ isTransport: true });
  });
});

test('whatever is thrown becomes words for a person', () => {
  const known = new OperationFailure({ code: 'OFFLINE', message: 'm', nextAction: 'n', retry: 'auto' });
  expect([
    toOperationError(known).code,
    toOperationError(new Error('boom')).detail,
    toOperationError('odd').code,
  ]).toEqual(['OFFLINE', 'boom', 'INTERNAL']);
});
