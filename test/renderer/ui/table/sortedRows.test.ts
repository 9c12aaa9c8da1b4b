// The order of a list that came whole.
import { expect, test } from 'vitest';
import { sortedRows } from '../../../../src/renderer/ui/table/sortedRows.ts';

const rows = [
  { id: 1, name: 'Zeehan Skills', cents: 500 },
  { id: 2, name: 'acme Training', cents: null },
  { id: 3, name: 'Acme Training', cents: -20 },
  { id: 4, name: null, cents: 500 },
];
const idsBy = (key: 'name' | 'cents', direction: 'asc' | 'desc'): number[] => sortedRows(rows, { direction }, (row) => row[key]).map(({ id }) => id);

test('words go by the alphabet, whatever their case; amounts by size; what has none stands last', () => {
  expect(idsBy('name', 'asc')).toEqual([2, 3, 1, 4]);
  expect(idsBy('name', 'desc')).toEqual([1, 2, 3, 4]);
  expect(idsBy('cents', 'asc')).toEqual([3, 1, 4, 2]);
  expect(idsBy('cents', 'desc')).toEqual([1, 4, 3, 2]);
});
