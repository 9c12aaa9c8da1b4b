// Sums of listed rows in the home currency; rows in any other are left out of the sum, and said.
import { formatCount, formatMoney } from '../formatMoney.ts';

export const HOME_CURRENCY = 'aud';

export interface Amounts<Row> {
  /** In minor units; null: none. */
  readonly centsOf: (row: Row) => number | null;
  readonly currencyOf: (row: Row) => string;
  /** False for what is listed but counts for nothing: a payout that failed, a refund taken back. */
  readonly isSummed?: (row: Row) => boolean;
}

const counts = <Row>(row: Row, of: Amounts<Row>): boolean => of.isSummed?.(row) ?? true;

export const homeSumCents = <Row>(rows: readonly Row[], of: Amounts<Row>): number =>
  rows.reduce((sum, row) => (of.currencyOf(row) === HOME_CURRENCY && counts(row, of) ? sum + (of.centsOf(row) ?? 0) : sum), 0);

/** "A$1,234.00", or "A$1,234.00, without 2 in another currency". */
export function homeSumText<Row>(rows: readonly Row[], of: Amounts<Row>): string {
  const foreignCount = rows.filter((row) => of.currencyOf(row) !== HOME_CURRENCY && counts(row, of)).length;
  const sum = formatMoney(homeSumCents(rows, of));
  return foreignCount === 0 ? sum : `${sum}, without ${formatCount(foreignCount)} in another currency`;
}
