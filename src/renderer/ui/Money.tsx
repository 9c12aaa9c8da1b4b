// An amount in a cell or a line: right-aligned tabular figures, from integer minor units.
import type { ReactElement } from 'react';
import { formatAmount, formatMoney, formatReportAmount } from './formatMoney.ts';

export interface MoneyProps {
  readonly cents: number;
  readonly currency?: string;
  /** table: bare figures; report: `–` for zero; alone: with the currency's sign. */
  readonly manner?: 'table' | 'report' | 'alone';
}

const spell = { table: formatAmount, report: formatReportAmount, alone: formatMoney } as const;

export function Money({ cents, currency = 'aud', manner = 'table' }: MoneyProps): ReactElement {
  return <span className="amount">{spell[manner](cents, currency)}</span>;
}
