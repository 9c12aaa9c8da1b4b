// Australian Business Numbers and Company Numbers with valid check digits.

const ABN_WEIGHTS = [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19] as const;

function digitsOf(text: string): number[] {
  return [...text].map(Number);
}

/** ABN rule (abr.business.gov.au, "Format of the ABN"): first digit less one, weighted sum divisible by 89. */
export function isValidAbn(abn: string): boolean {
  if (!/^\d{11}$/.test(abn)) return false;
  const sum = digitsOf(abn).reduce(
    (total, digit, index) => total + (index === 0 ? digit - 1 : digit) * (ABN_WEIGHTS[index] ?? 0),
    0,
  );
  return sum % 89 === 0;
}

/** The ABN of an entity: two leading check digits before its nine. */
export function abnOf(nineDigits: string): string {
  for (let check = 10; check <= 99; check += 1) if (isValidAbn(`${check}${nineDigits}`)) return `${check}${nineDigits}`;
  throw new Error(`no ABN for ${nineDigits}`);
}

/** ACN rule (asic.gov.au, "Australian Company Number digit check"): weights 8 to 1, complement to ten. */
export function acnOf(eightDigits: string): string {
  const sum = digitsOf(eightDigits).reduce((total, digit, index) => total + digit * (8 - index), 0);
  return `${eightDigits}${(10 - (sum % 10)) % 10}`;
}

export function isValidAcn(acn: string): boolean {
  return /^\d{9}$/.test(acn) && acnOf(acn.slice(0, 8)) === acn;
}
