// Which of the names that QuickBooks holds is offered first.
import { expect, test } from 'vitest';
import { suggestNames } from '../../src/domain/suggestNames.ts';

test.each([
  ['Stripe clearing account', ['Business Cheque', 'Undeposited Funds', 'Stripe Clearing'], 'Stripe Clearing'],
  ['GST', ['No GST', 'GST free', 'GST'], 'GST'],
  ['Due on receipt', ['Net 30', 'Due on Receipt', 'Due next month'], 'Due on Receipt'],
  ['Credit Card', ['Cash', 'Direct Debit', 'Card'], 'Card'],
  ['RTOpacks Services', ['Hours', 'Services'], 'Services'],
])('%s', (wanted, held, first) => {
  expect(suggestNames(wanted, held)[0]).toBe(first);
});

test('every name is offered once, and none that QuickBooks does not hold', () => {
  expect(suggestNames('anything', ['B', 'A', 'B'])).toEqual(['B', 'A']);
  expect(suggestNames('anything', [])).toEqual([]);
});
