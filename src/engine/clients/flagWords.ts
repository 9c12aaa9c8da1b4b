// What each flag of a client means to a person, and what to do about it.
import type { ClientFlag } from '../../contract/clients.ts';

export function flagWords(flag: ClientFlag, { marketplace, noEntryNote }: { readonly marketplace: string | null; readonly noEntryNote: string | null }): { sentence: string; next_action: string | null } {
  switch (flag) {
    case 'fraud_warning':
      return { sentence: 'The card’s bank warns that a payment may be fraud.', next_action: 'Ask the client. If it was not theirs, refund it before it becomes a dispute: see Refunds & disputes.' };
    case 'platform_is_customer':
      return { sentence: 'The platform itself is the customer of record of a paying subscription.', next_action: 'Find out in Stripe whose subscription it is and move it to the end client’s own customer.' };
    case 'marketplace_is_customer':
      return { sentence: `${marketplace ?? 'The marketplace'} is the customer of record, but it only resells.`, next_action: 'Name the end client on the Stripe customer; the marketplace belongs in its metadata.' };
    case 'no_rto_code':
      return { sentence: 'It paid, but no RTO code is known, so no register entry became a client.', next_action: 'Add rto_code to the customer’s metadata in Stripe. If it is no RTO, say so under Conversion.' };
    case 'not_in_register':
      return { sentence: 'It paid, but its RTO code is not in the register, so no entry became a client.', next_action: 'Check the code in Stripe, or import the register again under Clients, Import register.' };
    case 'conversion_undone':
      return { sentence: 'The conversion to a client was undone by hand; no payment makes it one again.', next_action: 'If that is settled, press Make it a client.' };
    case 'no_entry_expected':
      return { sentence: `No register entry is expected: ${noEntryNote ?? ''}`, next_action: null };
    case 'open_dispute':
      return { sentence: 'A payment is disputed. No reminder is suggested until it is decided.', next_action: null };
    case 'in_grace':
      return { sentence: 'A contractual grace period runs. No reminder is suggested until it has ended.', next_action: null };
    case 'marketplace':
      return { sentence: `Resold through ${marketplace ?? 'a marketplace'}: the end client is the customer of record.`, next_action: null };
    case 'test':
      return { sentence: 'A test: it is left out of every total.', next_action: null };
  }
}
