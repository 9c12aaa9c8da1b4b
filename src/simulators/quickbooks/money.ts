// Amounts: integer cents inside, decimal numbers only on the wire, converted by text and never by arithmetic on fractions.

/** Why an amount could not be read: not a number at all, or finer than a cent. */
export type AmountProblem = 'notANumber' | 'tooPrecise';

/** Cents of a wire amount (a JSON number or numeric text such as 362.73), or why not. */
export function centsOfAmount(value: unknown): number | AmountProblem {
  if (typeof value !== 'number' && typeof value !== 'string') return 'notANumber';
  const match = /^(-?)(\d{1,13})(?:\.(\d+))?$/.exec(String(value).trim());
  if (match === null) return 'notANumber';
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > 2) return 'tooPrecise';
  const cents = Number(`${match[2]}${fraction.padEnd(2, '0')}`);
  return match[1] === '-' && cents !== 0 ? -cents : cents;
}

/** Cents of an amount that we wrote ourselves; anything else is a bug in the simulator. */
export function ownCents(value: unknown): number {
  const cents = centsOfAmount(value);
  if (typeof cents !== 'number') throw new Error(`stored amount is ${cents}`);
  return cents;
}

/** "362.73" for 36273. */
export function decimalText(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** The JSON number for some cents: 36273 becomes 362.73, read from its text. */
export function amountOfCents(cents: number): number {
  return Number(decimalText(cents));
}

interface Decimal {
  units: bigint;
  scale: number;
}

function decimalOf(value: unknown): Decimal | undefined {
  const match = /^(-?\d+)(?:\.(\d+))?$/.exec(String(value).trim());
  if (match === null) return undefined;
  const fraction = match[2] ?? '';
  return { units: BigInt(`${match[1]}${fraction}`), scale: fraction.length };
}

/** Whether quantity × unit price, rounded half up to the cent, is this many cents. */
export function isProduct(quantity: unknown, unitPrice: unknown, cents: number): boolean {
  const first = decimalOf(quantity);
  const second = decimalOf(unitPrice);
  if (first === undefined || second === undefined) return false;
  const product = first.units * second.units * 100n;
  const divisor = 10n ** BigInt(first.scale + second.scale);
  const absolute = product < 0n ? -product : product;
  const rounded = (2n * absolute + divisor) / (2n * divisor);
  return (product < 0n ? -rounded : rounded) === BigInt(cents);
}
