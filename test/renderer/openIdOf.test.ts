// Addresses are typed and pasted by people: only a row id opens a row.
import { expect, it } from 'vitest';
import { openIdOf } from '../../src/renderer/app/openIdOf.ts';

it.each([
  ['17', 17],
  ['999999999999999', 999_999_999_999_999],
  ['0', null],
  ['-1', null],
  ['1.5', null],
  ['1e400', null],
  ['01', null],
  ['9999999999999999', null],
  ['x', null],
  ['', null],
])('open=%s is %s', (text, expected) => {
  expect(openIdOf(new URLSearchParams({ open: text }))).toBe(expected);
});

it('is none where the address names none', () => {
  expect(openIdOf(new URLSearchParams())).toBeNull();
});
