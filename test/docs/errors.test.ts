// docs/errors.md says what the catalogue says: every code once, in its order, with its sentence and its next action.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { errorCatalogue, errorCodes, type ErrorCode } from '../../src/contract/errors.ts';

const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');

/** Rows of the page's tables that open with a code. */
const rows = page.split('\n').flatMap((line) => {
  const cells = line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').trim());
  const code = /^`([A-Z][A-Z0-9_]*)`$/.exec(cells[0] ?? '')?.[1];
  return code === undefined ? [] : [[code, ...cells.slice(1)]];
});

const rowOf = (code: ErrorCode): string[] => {
  const { severity, retry, httpStatus, sentence, nextAction } = errorCatalogue[code];
  return [code, severity, retry, String(httpStatus), sentence, nextAction];
};

describe('docs/errors.md', () => {
  test('has a row for every code and for nothing else, in the order of the catalogue', () => {
    expect(rows.length).toBeGreaterThan(50);
    expect(rows.map(([code]) => code)).toEqual(errorCodes);
  });

  test.each(errorCodes)('%s', (code) => {
    expect(rows.find(([name]) => name === code)).toEqual(rowOf(code));
  });

  test('no sentence could break a table', () => {
    expect(errorCodes.filter((code) => /[|\n]/.test(rowOf(code).join('')))).toEqual([]);
  });
});
