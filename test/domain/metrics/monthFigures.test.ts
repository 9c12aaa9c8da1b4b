// The worked month of policy v1, every figure, and what its rates do at the edges.
import { describe, expect, it } from 'vitest';
import { lifetimeValueCents, monthFigures, twelveMonthRetention, type ClientMovement } from '../../../src/domain/metrics/monthFigures.ts';

const essential = 36_273;
const pro = 63_545;
const move = (clientId: string, kind: ClientMovement['kind'], beforeCents: number, afterCents: number, reason: string | null = null): ClientMovement => ({
  clientId, kind, reason, localDate: '2026-06-10', amountCents: afterCents - beforeCents, beforeCents, afterCents,
});
const several = (count: number, make: (index: number) => ClientMovement): ClientMovement[] => Array.from({ length: count }, (_none, index) => make(index));

describe('the worked month', () => {
  const figures = monthFigures({ cents: 4_500_000, clients: 100 }, [
    ...several(6, (index) => move(`new ${index}`, 'new', 0, essential)),
    ...several(4, (index) => move(`up ${index}`, 'expansion', essential, pro, 'upgrade')),
    ...several(2, (index) => move(`down ${index}`, 'contraction', pro, essential, 'downgrade')),
    ...several(2, (index) => move(`gone ${index}`, 'churn', essential, 0, 'voluntary')),
    move('gone pro', 'churn', pro, 0, 'involuntary'),
    move('new 0', 'churn', essential, 0, 'voluntary'),
    move('back', 'reactivation', 0, pro),
  ]);
  const sum = (kind: string): number => figures.movements.reduce((total, row) => total + (row.kind === kind ? row.amountCents : 0), 0);

  it.each([
    ['New', sum('new'), 217_638],
    ['Expansion', sum('expansion'), 109_088],
    ['Reactivation', sum('reactivation'), 63_545],
    ['Contraction', sum('contraction'), -54_544],
    ['Churn', sum('churn'), -172_364],
    ['end', figures.closingCents, 4_663_363],
    ['clients at the end', figures.closingClients, 103],
    ['ARPA', figures.arpaCents, 45_275],
    ['ARR', figures.arrCents, 55_960_356],
    ['churned of those at the start', figures.customerChurn.numerator, 3],
    ['those at the start', figures.customerChurn.denominator, 100],
    ['customer churn', figures.customerChurn.percentThousandths, 3_000],
    ['gross MRR churn', figures.grossMrrChurn.percentThousandths, 4_236],
    ['net MRR churn', figures.netMrrChurn.percentThousandths, 1_812],
    ['NRR', figures.netRetention.percentThousandths, 98_188],
    ['GRR', figures.grossRetention.percentThousandths, 95_764],
    ['quick ratio', figures.quickRatioHundredths, 172],
    ['same-month churn', figures.sameMonthChurn, 1],
    ['churn events', figures.churnEvents, 4],
  ])('%s', (_name, actual, expected) => {
    expect(actual).toBe(expected);
  });

  it('rolls forward exactly', () => {
    expect(figures.openingCents + figures.movements.reduce((total, { amountCents }) => total + amountCents, 0)).toBe(figures.closingCents);
  });
});

describe('at the edges', () => {
  it('nothing lost: the quick ratio is infinite; nothing there: no rate', () => {
    const figures = monthFigures({ cents: 0, clients: 0 }, [move('a', 'new', 0, essential)]);
    expect(figures).toMatchObject({ quickRatioHundredths: null, hasGains: true, customerChurn: { percentThousandths: null }, arpaCents: essential });
    expect(monthFigures({ cents: 0, clients: 0 }, [])).toMatchObject({ quickRatioHundredths: null, hasGains: false, arpaCents: null });
  });

  it('a correction moves the MRR and is in no rate', () => {
    const figures = monthFigures({ cents: 100_000, clients: 3 }, [move('a', 'correction', essential, 0)]);
    expect(figures).toMatchObject({ closingCents: 100_000 - essential, closingClients: 2, customerChurn: { numerator: 0 }, grossMrrChurn: { numerator: 0 } });
  });

  it('12-month retention holds the base: gains count in the net rate only', () => {
    const { net, gross } = twelveMonthRetention(100_000, [{ beforeCents: 40_000, afterCents: 0 }, { beforeCents: 20_000, afterCents: 50_000 }]);
    expect([net.percentThousandths, gross.percentThousandths]).toEqual([90_000, 60_000]);
    expect(twelveMonthRetention(0, []).net.percentThousandths).toBeNull();
  });

  it('lifetime value: by the mean of six months, and only with five churn events', () => {
    const month = { churned: 1, base: 50, churnEvents: 1 };
    expect(lifetimeValueCents(45_000, 8_000, Array.from({ length: 6 }, () => month))).toBe(1_800_000);
    expect(lifetimeValueCents(45_000, 8_000, Array.from({ length: 4 }, () => month))).toBeNull();
    expect(lifetimeValueCents(null, 8_000, Array.from({ length: 6 }, () => month))).toBeNull();
    expect(lifetimeValueCents(45_000, 8_000, [{ churned: 0, base: 10, churnEvents: 9 }])).toBeNull();
  });
});
