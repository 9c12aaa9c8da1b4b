// Amounts as they stand in evidence and errors, with their currency.
import { centsToDecimalText } from '../../domain/money.ts';

export const inAud = (cents: number | null): string => (cents === null ? 'none' : `A$${centsToDecimalText(cents)}`);
