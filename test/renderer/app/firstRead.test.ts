// Whether an empty list means anything yet.
import { expect, it } from 'vitest';
import { firstReadOf } from '../../../src/renderer/app/list/firstRead.ts';
import type { Freshness, LongWork } from '../../../src/contract/status.ts';

const dot = (source: Freshness['source'], asOf: string | null): Freshness => ({ source, state: 'amber', asOf, sentence: '' });
const work = (kind: LongWork['kind']): LongWork => ({ id: '1', kind, doing: '', done: 0, total: null, perSecond: null, startedAt: '2026-04-30T14:02:00.000Z', cancellable: false });
const at = '2026-04-30T14:02:00.000Z';

it.each([
  ['nothing was read, nothing runs', [dot('stripe', null)], [], 'never'],
  ['QuickBooks alone was read', [dot('stripe', null), dot('quickbooks', at)], [], 'never'],
  ['other work runs', [dot('stripe', null)], [work('check')], 'never'],
  ['the back-fill runs for the first time', [dot('stripe', null), dot('quickbooks', at)], [work('backfill')], 'reading'],
  ['it was read, and is read again', [dot('stripe', at)], [work('backfill')], 'done'],
  ['it was read', [dot('quickbooks', null), dot('stripe', at)], [], 'done'],
] as const)('%s', (_name, freshness, longWork, expected) => {
  expect(firstReadOf({ freshness: [...freshness], longWork: [...longWork] })).toBe(expected);
});
