// Stripe's test payment methods and card numbers (https://docs.stripe.com/testing) and what each of them does.
// Numbers are looked at once and never kept: a payment method stores brand, country and the last four digits.
import type { CardOutcome } from './paymentShapes.ts';
import { cardError } from './stripeError.ts';

export type CardFacts = { brand: string; country: string; funding: string; last4: string; outcome: CardOutcome };

function card(
  brand: string,
  last4: string,
  outcome: CardOutcome = 'success',
  country = 'US',
  funding = 'credit',
): CardFacts {
  return { brand, country, funding, last4, outcome };
}

/** `pm_card_…` and `tok_…` names share their endings. */
const BY_TOKEN: ReadonlyMap<string, CardFacts> = new Map([
  ['visa', card('visa', '4242')],
  ['visa_debit', card('visa', '5556', 'success', 'US', 'debit')],
  ['mastercard', card('mastercard', '4444')],
  ['mastercard_debit', card('mastercard', '3222', 'success', 'US', 'debit')],
  ['amex', card('amex', '8431')],
  ['au', card('visa', '0006', 'success', 'AU')],
  ['nz', card('visa', '0008', 'success', 'NZ')],
  ['gb', card('visa', '0000', 'success', 'GB')],
  ['us', card('visa', '4242')],
  ['chargeDeclined', card('visa', '0002', 'card_declined')],
  ['chargeCustomerFail', card('visa', '0341', 'card_declined')],
  ['visa_chargeDeclined', card('visa', '0002', 'card_declined')],
  ['chargeDeclinedInsufficientFunds', card('visa', '9995', 'insufficient_funds')],
  ['visa_chargeDeclinedInsufficientFunds', card('visa', '9995', 'insufficient_funds')],
  ['chargeDeclinedExpiredCard', card('visa', '0069', 'expired_card')],
  ['chargeDeclinedIncorrectCvc', card('visa', '0127', 'incorrect_cvc')],
  ['chargeDeclinedProcessingError', card('visa', '0119', 'processing_error')],
  ['authenticationRequired', card('visa', '3184', 'authentication_required')],
  ['threeDSecureRequired', card('visa', '3220', 'authentication_required')],
  ['createDispute', card('visa', '0259', 'disputed')],
  ['refundFail', card('visa', '5126', 'refund_fails')],
]);

const OUTCOME_BY_LAST4: ReadonlyMap<string, CardOutcome> = new Map([
  ['4000000000000002', 'card_declined'],
  ['4000000000000341', 'card_declined'],
  ['4000000000009995', 'insufficient_funds'],
  ['4000000000000069', 'expired_card'],
  ['4000000000000127', 'incorrect_cvc'],
  ['4000000000000119', 'processing_error'],
  ['4000002760003184', 'authentication_required'],
  ['4000000000003220', 'authentication_required'],
  ['4000000000000259', 'disputed'],
  ['4000000000005126', 'refund_fails'],
]);

/** Stripe's country cards carry the ISO 3166 numeric code in digits seven to nine (4000 0003 6…: Australia, 036). */
const COUNTRY_BY_NUMERIC: ReadonlyMap<string, string> = new Map([
  ['036', 'AU'],
  ['554', 'NZ'],
  ['826', 'GB'],
  ['702', 'SG'],
]);

export function cardOfToken(token: string): CardFacts | undefined {
  const match = /^(?:pm_card_|tok_)(.+)$/.exec(token);
  return match?.[1] === undefined ? undefined : BY_TOKEN.get(match[1]);
}

function luhnValid(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

function brandOf(digits: string): string {
  if (/^3[47]/.test(digits)) return 'amex';
  if (/^(5[1-5]|2[2-7]|520000)/.test(digits)) return 'mastercard';
  return digits.startsWith('4') ? 'visa' : 'unknown';
}

/** @throws StripeError 402 incorrect_number where the check digit is wrong. */
export function cardOfNumber(number: string): CardFacts {
  const digits = number.replaceAll(/[\s-]/g, '');
  if (!/^\d{12,19}$/.test(digits) || !luhnValid(digits)) {
    throw cardError('incorrect_number', 'Your card number is incorrect.', { param: 'number' });
  }
  return {
    brand: brandOf(digits),
    country: COUNTRY_BY_NUMERIC.get(digits.slice(6, 9)) ?? 'US',
    funding: 'credit',
    last4: digits.slice(-4),
    outcome: OUTCOME_BY_LAST4.get(digits) ?? 'success',
  };
}

const DECLINES: { readonly [outcome: string]: { code: string; declineCode: string; message: string } } = {
  card_declined: { code: 'card_declined', declineCode: 'generic_decline', message: 'Your card was declined.' },
  insufficient_funds: {
    code: 'card_declined',
    declineCode: 'insufficient_funds',
    message: 'Your card has insufficient funds.',
  },
  expired_card: { code: 'expired_card', declineCode: 'expired_card', message: 'Your card has expired.' },
  incorrect_cvc: {
    code: 'incorrect_cvc',
    declineCode: 'incorrect_cvc',
    message: "Your card's security code is incorrect.",
  },
  processing_error: {
    code: 'processing_error',
    declineCode: 'processing_error',
    message: 'An error occurred while processing your card. Try again in a little bit.',
  },
};

/** Why the card refuses, or undefined where it pays. */
export function declineOf(outcome: CardOutcome): { code: string; declineCode: string; message: string } | undefined {
  return DECLINES[outcome];
}
