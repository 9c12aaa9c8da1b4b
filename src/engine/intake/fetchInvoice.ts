// Fetches an invoice with all that belongs to it: its customer, further lines, payments, charges and what was sold.
import { readInvoice, type StripeInvoiceFacts } from '../../domain/stripe/readInvoice.ts';
import { readInvoiceLine, type StripeInvoiceLineFacts } from '../../domain/stripe/readInvoiceLine.ts';
import { readInvoicePayment } from '../../domain/stripe/readInvoicePayment.ts';
import { isJsonObject } from '../../domain/stripe/tolerantFields.ts';
import type { EngineContext } from '../context.ts';
import type { StripeJson } from '../ports/stripeGateway.ts';
import { plain, type Fetched } from './fetched.ts';
import { fetchUnknownCatalogue, fetchUnknownCustomer, withCoupons, withMovement } from './fetchNamed.ts';
import { unlessUnreadable, type Expansion, type FetchRun } from './fetchRun.ts';

/** Four levels deep, as far as Stripe expands. */
const withPayments: Expansion = { paths: ['payments.data.payment.payment_intent'], needs: 'payment_intents' };

export async function fetchInvoice(context: EngineContext, id: string, run: FetchRun): Promise<Fetched> {
  const { raw, payments } = takeApart(await run.retrieve('invoices', id, withPayments, withCoupons), run);
  const reading = readInvoice(raw);
  if (!reading.ok) return { objects: [plain(raw)] };
  const facts = reading.value;
  const customer = await fetchUnknownCustomer(context, facts.stripeCustomerId, run);
  const furtherLines = facts.linesHasMore ? await fetchFurtherLines(context, facts, run.signal) : [];
  const paid = facts.status === 'paid' ? await fetchPaid(facts, payments, run) : (payments?.objects ?? []);
  const catalogue = await fetchUnknownCatalogue(context, [...facts.lines, ...furtherLines], run);
  return { objects: [...customer, ...catalogue, ...paid].map(plain).concat({ raw, extras: { furtherLines } }) };
}

interface Payments {
  /** Payment intents, then the payments that name them. */
  readonly objects: readonly StripeJson[];
  readonly isWhole: boolean;
}

/**
 * Every part in the form in which it would have come by itself, so that the mirror does not depend on the way here. Payments
 * are null where they did not come inside the invoice: a key without payment intents, an older shape.
 */
function takeApart(whole: StripeJson, run: FetchRun): { raw: StripeJson; payments: Payments | null } {
  const { payments: list, ...raw } = whole;
  if (!isJsonObject(list) || !Array.isArray(list['data'])) return { raw, payments: null };
  const intents: StripeJson[] = [];
  const payments: StripeJson[] = [];
  for (const one of list['data'].filter(isJsonObject)) {
    const payment = one['payment'];
    const intent = isJsonObject(payment) ? payment['payment_intent'] : undefined;
    if (isJsonObject(intent) && typeof intent['id'] === 'string') {
      intents.push(intent);
      payments.push({ ...one, payment: { ...(payment as StripeJson), payment_intent: intent['id'] } });
    } else payments.push(one);
  }
  for (const object of [...intents, ...payments]) run.remember(object);
  return { raw, payments: { objects: [...intents, ...payments], isWhole: list['has_more'] !== true } };
}

/** The payments, their intents, and the charges behind them with their balance transactions. */
async function fetchPaid(facts: StripeInvoiceFacts, came: Payments | null, run: FetchRun): Promise<readonly StripeJson[]> {
  const objects =
    came?.isWhole === true
      ? came.objects
      : [
          ...(came?.objects ?? []).filter((object) => object['object'] === 'payment_intent'),
          ...(await unlessUnreadable(() => run.listAll('invoice_payments', { limit: 100, filter: { invoice: facts.stripeInvoiceId } }), [])),
        ];
  const charges: StripeJson[] = [];
  const asked = new Set<string>();
  for (const object of objects) {
    const reading = readInvoicePayment(object);
    if (object['object'] === 'payment_intent' || !reading.ok) continue;
    const { chargeId, paymentIntentId } = reading.value;
    const named = chargeId ?? paymentIntentId;
    if (named === null || asked.has(named)) continue;
    asked.add(named);
    charges.push(...(await unlessUnreadable(() => fetchCharges({ chargeId, paymentIntentId }, run), [])));
  }
  return [...charges, ...objects];
}

async function fetchCharges({ chargeId, paymentIntentId }: { chargeId: string | null; paymentIntentId: string | null }, run: FetchRun): Promise<readonly StripeJson[]> {
  if (chargeId !== null) return [await run.retrieve('charges', chargeId, withMovement)];
  if (paymentIntentId === null) return [];
  const charges = await run.listAll('charges', { limit: 100, filter: { payment_intent: paymentIntentId }, expand: ['data.balance_transaction'] }, 'balance_transactions');
  charges.forEach(run.remember);
  return charges;
}

/** Lines of an invoice after those in its nested list. */
export async function fetchFurtherLines(context: EngineContext, facts: StripeInvoiceFacts, signal: AbortSignal): Promise<readonly StripeInvoiceLineFacts[]> {
  const further: StripeInvoiceLineFacts[] = [];
  let after = facts.lines.at(-1)?.stripeLineId;
  while (after !== undefined) {
    const page = await context.stripe().listInvoiceLines(facts.stripeInvoiceId, { limit: 100, startingAfter: after }, signal);
    for (const raw of page.data) {
      const reading = readInvoiceLine(raw);
      if (reading.ok) further.push(reading.value);
    }
    const last = page.data.at(-1)?.['id'];
    after = page.hasMore && typeof last === 'string' ? last : undefined;
  }
  return further;
}
