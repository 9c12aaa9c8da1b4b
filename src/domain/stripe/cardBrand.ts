// The brand of a card in Stripe's newest spelling.

/** Older shapes spell "Visa" and "American Express"; the newest `visa` and `amex`. */
export function cardBrand(brand: string | null): string | null {
  if (brand === null) return null;
  const lower = brand.toLowerCase();
  if (lower === 'american express') return 'amex';
  return lower === 'diners club' ? 'diners' : lower;
}
