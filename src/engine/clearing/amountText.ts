// An amount in words of a sentence, with its currency and thousands separators.
import { centsToDecimalText, minorUnitDigits } from '../../domain/money.ts';

export function amountText(cents: number, currency: string): string {
  const [whole = '', decimals] = centsToDecimalText(Math.abs(cents), minorUnitDigits(currency)).split('.');
  const number = `${whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ',')}${decimals === undefined ? '' : `.${decimals}`}`;
  return `${cents < 0 ? '−' : ''}${currency === 'aud' ? 'A$' : `${currency.toUpperCase()} `}${number}`;
}
