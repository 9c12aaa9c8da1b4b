// The fiscal quarters a filter offers: this one and the eleven before it, newest first.
import { formatQuarter } from '../../ui/formatDate.ts';

/** Label of the Australian fiscal quarter a local date falls in: Jul–Sep 2026 is `2027-Q1`. */
function quarterOf(localDate: string): { readonly fiscalYear: number; readonly quarter: number } {
  const year = Number(localDate.slice(0, 4));
  const month = Number(localDate.slice(5, 7));
  return month >= 7
    ? { fiscalYear: year + 1, quarter: month >= 10 ? 2 : 1 }
    : { fiscalYear: year, quarter: month >= 4 ? 4 : 3 };
}

export function recentQuarters(
  today: string,
  count = 12,
): readonly { readonly value: string; readonly label: string }[] {
  let { fiscalYear, quarter } = quarterOf(today);
  return Array.from({ length: count }, () => {
    const value = `${fiscalYear}-Q${quarter}`;
    quarter -= 1;
    if (quarter === 0) {
      quarter = 4;
      fiscalYear -= 1;
    }
    return { value, label: `${value} · ${formatQuarter(value)}` };
  });
}
