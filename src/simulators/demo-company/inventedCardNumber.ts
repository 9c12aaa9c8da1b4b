// Card numbers that belong to nobody, with a country that Stripe's simulator reads from them.
import type { DemoOrganisation } from './organisations.ts';
import type { SeededRandom } from './seededRandom.ts';

/** First digits of invented Australian cards (ISO 3166 numeric 036 in digits 7 to 9, as Stripe's own country cards). */
const CARD_PREFIXES = ['400000036', '400000036', '400000036', '520000036', '520000036', '370000036'] as const;
const NEW_ZEALAND_PREFIX = '400000554';

/** Sits in Australia and pays with a card from New Zealand: the fee of international cards. */
const PAYS_FROM_ABROAD = 'org-0029';

function luhnComplete(digits: string): string {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

export function inventedCardNumber(organisation: DemoOrganisation, random: SeededRandom): string {
  // Without a throw of the dice: everybody else's card stays as it was.
  if (organisation.country !== 'AU') return luhnComplete(`${NEW_ZEALAND_PREFIX}604417`);
  const prefix = organisation.orgId === PAYS_FROM_ABROAD ? NEW_ZEALAND_PREFIX : random.pick(CARD_PREFIXES);
  const length = prefix.startsWith('37') ? 14 : 15;
  return luhnComplete(`${prefix}${String(random.below(1_000_000)).padStart(length - prefix.length, '0')}`);
}
