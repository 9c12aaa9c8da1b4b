// Rates with their fraction, the quick ratio, and the address of what a cell counts.
import { describe, expect, it } from 'vitest';
import { readSet, titleOfSet } from '../../../src/renderer/features/revenue/drillSets.ts';
import { formatClientRate, formatPercent, formatQuickRatio } from '../../../src/renderer/features/revenue/figureWords.ts';

describe('figures in words', () => {
  it.each([
    [4236, '4.2 %'], [3000, '3.0 %'], [0, '0.0 %'], [49, '0.0 %'], [50, '0.1 %'], [-1812, '−1.8 %'], [-20, '0.0 %'], [104_950, '105.0 %'], [1_234_500, '1,234.5 %'],
  ])('%i thousandths of a per cent: %s', (percentThousandths, text) => {
    expect(formatPercent({ percentThousandths })).toBe(text);
  });

  it('a base under 20 shows its fraction', () => {
    expect(formatClientRate({ numerator: 3, denominator: 12, percentThousandths: 25_000 })).toBe('25.0 % (3 of 12)');
    expect(formatClientRate({ numerator: 3, denominator: 20, percentThousandths: 15_000 })).toBe('15.0 %');
    expect(formatClientRate({ numerator: 0, denominator: 0, percentThousandths: null })).toBe('–');
  });

  it.each([[172, true, '1.72'], [5, true, '0.05'], [null, true, '∞'], [null, false, '–']] as const)('quick ratio %s', (hundredths, hasGains, text) => {
    expect(formatQuickRatio(hundredths, hasGains)).toBe(text);
  });

  it.each([
    ['movement', 'Movements: Jun 2026'],
    ['movement/churn/failed contract', 'Churn, failed contract: Jun 2026'],
    ['plan/pro', 'Pro: Jun 2026'],
    ['cohort/2026-01/2026-05', 'Joined Jan 2026, paying at the end of May 2026'],
    ['bridge/paused', 'Collection paused'],
    ['atRisk', 'MRR at risk now'],
  ])('%s is titled %s', (address, title) => {
    const set = readSet(address, '2026-06');
    expect(set === undefined ? 'no set' : titleOfSet(set)).toBe(title);
  });

  it.each(['', 'bridge/else', 'cohort/2026-01', 'plan'])('no address of ours: %s', (address) => {
    expect(readSet(address, '2026-06')).toBeUndefined();
  });
});
