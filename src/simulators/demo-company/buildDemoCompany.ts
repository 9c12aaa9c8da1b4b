// Lives through eighteen months of the demo company in the Stripe simulator, day by day, up to the present.
import type { StripeSimulator } from '../stripe/server.ts';
import { addMonths, DAY_SECONDS, startOfDay } from '../stripe/calendar.ts';
import type { Invoice } from '../stripe/billingShapes.ts';
import { Actors } from './actors.ts';
import { createCatalogue } from './catalogue.ts';
import { demoClients } from './organisations.ts';
import type { PushedInvoice } from './pushedInvoices.ts';
import { NUMBER_KEY, pushedInvoices } from './pushedInvoices.ts';
import { seededRandom } from './seededRandom.ts';
import { HISTORY_MONTHS, storyline } from './storyline.ts';

/** Invoices paid within these last days wait for the program; older ones were numbered and pushed by an earlier installation. */
export const UNPUSHED_DAYS = 9;

/** The bank sent a payout back this long ago; its money went out again with the next one. */
const PAYOUT_FAILED_DAYS = 37;

export type DemoCompanyOptions = {
  stripe: StripeSimulator;
  seed: number;
  /** The present; the history ends here. The simulator's clock must show this time. */
  endInstantMs: number;
};

export type DemoCompanyHistory = { pushedInvoices: PushedInvoice[] };

/** Deterministic: the same seed and end give the same account, byte for byte. */
export function buildDemoCompany({ stripe, seed, endInstantMs }: DemoCompanyOptions): DemoCompanyHistory {
  const random = seededRandom(seed);
  const endSeconds = Math.floor(endInstantMs / 1000);
  const start = addMonths(startOfDay(endSeconds), -HISTORY_MONTHS) - DAY_SECONDS;
  const acts = storyline(demoClients, random, endSeconds);
  stripe.history(start * 1000, (moveTo) => {
    const actors = new Actors(stripe, createCatalogue(stripe), random, endSeconds);
    const bankRefusesAt = startOfDay(endSeconds) - PAYOUT_FAILED_DAYS * DAY_SECONDS;
    let hasBankRefused = false;
    for (const { atSeconds, organisation, act } of acts) {
      if (!hasBankRefused && atSeconds > bankRefusesAt) {
        moveTo(bankRefusesAt * 1000);
        hasBankRefused = failLatestPaidPayout(stripe);
      }
      moveTo(atSeconds * 1000);
      actors.perform(organisation, act);
    }
  });
  numberPushedInvoices(stripe, startOfDay(endSeconds) - UNPUSHED_DAYS * DAY_SECONDS);
  return { pushedInvoices: pushedInvoices(stripe) };
}

function failLatestPaidPayout(stripe: StripeSimulator): boolean {
  const paid = stripe.all('payout').filter((payout) => payout.status === 'paid');
  const latest = paid.toSorted((a, b) => b.arrival_date - a.arrival_date)[0];
  if (latest === undefined) return false;
  stripe.act({ act: 'fail-payout', payout: latest.id });
  return true;
}

function orderOfNumbers(a: Invoice, b: Invoice): number {
  const finalized = (a.status_transitions.finalized_at ?? 0) - (b.status_transitions.finalized_at ?? 0);
  return finalized !== 0 ? finalized : a.id < b.id ? -1 : 1;
}

/** RTP-0001, … in the order of (finalized_at, id), for what was paid before the cut-off. */
function numberPushedInvoices(stripe: StripeSimulator, cutOffSeconds: number): void {
  const paid = stripe
    .all('invoice')
    .filter(
      (invoice) =>
        invoice.status === 'paid' &&
        invoice.amount_paid > 0 &&
        (invoice.status_transitions.paid_at ?? 0) < cutOffSeconds,
    )
    .toSorted(orderOfNumbers);
  stripe.batch(() => {
    stripe.quietly(() => {
      for (const [index, invoice] of paid.entries()) {
        const number = `RTP-${String(index + 1).padStart(4, '0')}`;
        stripe.call('POST', `/v1/invoices/${invoice.id}`, { metadata: { [NUMBER_KEY]: number } });
      }
    });
  });
}
