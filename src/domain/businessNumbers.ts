// Check digits of Australian business numbers (ABR, "Format of the ABN"; ASIC, "Australian Company Number digit check").

const abnWeights = [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19] as const;
const acnWeights = [8, 7, 6, 5, 4, 3, 2, 1] as const;

/** Eleven digits without blanks: one less in the first place, weighted, a multiple of 89. */
export function isAbn(digits: string): boolean {
  if (!/^[1-9]\d{10}$/.test(digits)) return false;
  const sum = abnWeights.reduce((total, weight, index) => total + weight * (Number(digits[index]) - (index === 0 ? 1 : 0)), 0);
  return sum % 89 === 0;
}

/** Nine digits without blanks: the last completes the weighted sum of the others to a multiple of ten. */
export function isAcn(digits: string): boolean {
  if (!/^\d{9}$/.test(digits)) return false;
  const sum = acnWeights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return (10 - (sum % 10)) % 10 === Number(digits[8]);
}
