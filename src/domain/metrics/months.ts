// Arithmetic of calendar months written `2026-04`.

export const nextMonth = (month: string): string => monthsBack(month, -1);
export const previousMonth = (month: string): string => monthsBack(month, 1);

/** Negative: ahead. */
export function monthsBack(month: string, count: number): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const index = year * 12 + number - 1 - count;
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
}
