// GST, dates and quarters computed a second time, without the program's own rules: by Intl and by integers.

/** Ex GST of an amount that contains one eleventh of GST, in whole cents, half away from zero. */
export function exGstCents(totalCents: number): number {
  const sign = totalCents < 0 ? -1 : 1;
  const doubled = 20 * Math.abs(totalCents) + 11;
  return sign * ((doubled - (doubled % 22)) / 22);
}

export const gstCents = (totalCents: number): number => totalCents - exGstCents(totalCents);

const formats = new Map<string, Intl.DateTimeFormat>();

/** Local date of an instant, `2026-04-17`. */
export function localDate(seconds: number, timeZone: string): string {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(timeZone, format);
  return format.format(new Date(seconds * 1000));
}

/** Fiscal quarter of a local date: Q1 is July to September; the year is the one in which the fiscal year ends. */
export function fiscalQuarter(date: string): string {
  const year = Number(date.slice(0, 4));
  const month = Number(date.slice(5, 7));
  if (month >= 10) return `${year + 1}-Q2`;
  if (month >= 7) return `${year + 1}-Q1`;
  return month >= 4 ? `${year}-Q4` : `${year}-Q3`;
}
