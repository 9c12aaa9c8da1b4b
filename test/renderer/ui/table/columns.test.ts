// Sorting in the address, and the widths of columns.
import { expect, test } from 'vitest';
import { columnTemplate, decodeSort, leastWidthRem, nextSort } from '../../../../src/renderer/ui/table/columns.ts';

const fallback = { key: 'date', direction: 'desc' } as const;

test.each([
  ['total:asc', { key: 'total', direction: 'asc' }],
  ['total:sideways', fallback],
  ['nothing:asc', fallback],
  [null, fallback],
])('decodeSort(%s)', (text, sort) => {
  expect(decodeSort(text, ['date', 'total'] as const, fallback)).toEqual(sort);
});

test('a heading pressed again turns the order round', () => {
  expect([nextSort(fallback, 'date'), nextSort(fallback, 'total')]).toEqual([
    { key: 'date', direction: 'asc' },
    { key: 'total', direction: 'desc' },
  ]);
});

test.each(['client', 'name', 'rtoCode', 'plan', 'status', 'qbStatus'])('words begin at A: %s', (key) => {
  expect(nextSort(fallback, key)).toEqual({ key, direction: 'asc' });
  expect(nextSort({ key, direction: 'asc' }, key)).toEqual({ key, direction: 'desc' });
});

test('columns grow only where they say so', () => {
  const columns = [
    { id: 'a', header: 'A', widthRem: 6, cell: () => '', text: () => '' },
    { id: 'b', header: 'B', widthRem: 10, grow: 2, cell: () => '', text: () => '' },
  ];
  expect([columnTemplate(columns, true, true), leastWidthRem(columns, true, false)]).toEqual([
    '2.25rem 6rem minmax(10rem, 2fr) 2.25rem',
    18.25,
  ]);
});
