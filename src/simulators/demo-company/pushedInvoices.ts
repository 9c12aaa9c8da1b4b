// The invoices that an earlier installation numbered and pushed into QuickBooks, as plain data read from Stripe's side.
import type { StripeSimulator } from '../stripe/server.ts';
import { divideHalfUp } from '../stripe/integerArithmetic.ts';
import type { Invoice, InvoiceLine } from '../stripe/billingShapes.ts';
import type { DemoOrganisation } from './organisations.ts';
import { demoClients } from './organisations.ts';

export const NUMBER_KEY = 'tieout_invoice_number';

type PushedLine = { description: string; exCents: number };

export type PushedInvoice = {
  docNumber: string;
  /** Local date of payment, Brisbane. */
  txnDate: string;
  organisation: DemoOrganisation;
  lines: PushedLine[];
  exCents: number;
  gstCents: number;
  totalCents: number;
  stripeInvoiceId: string;
  chargeId: string;
  brand: string;
  last4: string;
  /** ISO 8601, UTC. */
  paidAt: string;
};

const HOME_CURRENCY = 'aud';
const BRISBANE_OFFSET_SECONDS = 10 * 3600;
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const PLANS: Readonly<Record<string, { name: string; seats: string }>> = {
  essential: { name: 'Essential', seats: '1 seat' },
  pro: { name: 'Pro', seats: '5 seats' },
  enterprise: { name: 'Enterprise', seats: '100 seats' },
};

function localDate(seconds: number): Date {
  return new Date((seconds + BRISBANE_OFFSET_SECONDS) * 1000);
}

function monthOf(seconds: number): string {
  const date = localDate(seconds);
  return `${MONTHS[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()}`;
}

function planOf(stripe: StripeSimulator, line: InvoiceLine): string | null {
  const price = line.pricing === null ? undefined : stripe.find('price', line.pricing.price_details.price);
  return price?.metadata['tieout_plan'] ?? null;
}

function productName(stripe: StripeSimulator, line: InvoiceLine): string {
  const product = line.pricing === null ? undefined : stripe.find('product', line.pricing.price_details.product);
  return product?.name ?? line.description;
}

/** "RTOpacks Pro — monthly subscription, 5 seats, April 2026", "Additional seat — RTOpacks Pro, April 2026". */
function describe(stripe: StripeSimulator, line: InvoiceLine, basePlan: string | null): string {
  const month = monthOf(line.period.start);
  const plan = planOf(stripe, line);
  const proration = line.parent.subscription_item_details?.proration ?? false;
  const change = line.amount < 0 ? 'credit for unused time' : 'charge for the rest of the period';
  if (plan === 'seat_addon') {
    const subject = line.quantity > 1 ? `${line.quantity} additional seats` : 'Additional seat';
    const base = basePlan === null ? 'RTOpacks' : `RTOpacks ${PLANS[basePlan]?.name ?? ''}`;
    return `${subject} — ${base},${proration ? ` ${change},` : ''} ${month}`;
  }
  const known = plan === null ? undefined : PLANS[plan];
  if (known === undefined) return `${productName(stripe, line)}, ${month}`;
  if (proration) return `RTOpacks ${known.name} — ${change}, ${month}`;
  return `RTOpacks ${known.name} — monthly subscription, ${known.seats}, ${month}`;
}

/** Each line's share without GST; what rounding leaves over goes to the largest line. */
function exAmounts(amounts: readonly number[], exTotal: number): number[] {
  const shares = amounts.map((amount) => divideHalfUp(amount * 10, 11));
  const leftOver = exTotal - shares.reduce((sum, share) => sum + share, 0);
  const largest = amounts.reduce(
    (best, amount, index) => (Math.abs(amount) > Math.abs(amounts[best] ?? 0) ? index : best),
    0,
  );
  return shares.map((share, index) => (index === largest ? share + leftOver : share));
}

function pushedInvoice(stripe: StripeSimulator, invoice: Invoice): PushedInvoice[] {
  const docNumber = invoice.metadata[NUMBER_KEY];
  const customer = stripe.find('customer', invoice.customer);
  const organisation = demoClients.find((client) => client.orgId === customer?.metadata['org_id']);
  const payment = stripe.find('invoice_payment', invoice._.invoicePayment ?? '');
  const intent = payment === undefined ? undefined : stripe.find('payment_intent', payment.payment.payment_intent);
  const charge = intent === undefined ? undefined : stripe.find('charge', intent.latest_charge ?? '');
  const paidAt = invoice.status_transitions.paid_at;
  // The earlier installation kept other currencies out of QuickBooks, as this program does.
  if (invoice.currency !== HOME_CURRENCY) return [];
  if (docNumber === undefined || organisation === undefined || charge === undefined || paidAt === null) return [];
  const sold = invoice.lines.data.filter((line) => line.amount !== 0);
  const basePlan =
    sold.map((line) => planOf(stripe, line)).find((plan) => plan !== null && plan !== 'seat_addon') ?? null;
  const exCents = divideHalfUp(invoice.total * 10, 11);
  const ex = exAmounts(
    sold.map((line) => line.amount),
    exCents,
  );
  return [
    {
      docNumber,
      txnDate: localDate(paidAt).toISOString().slice(0, 10),
      organisation,
      lines: sold.map((line, index) => ({ description: describe(stripe, line, basePlan), exCents: ex[index] ?? 0 })),
      exCents,
      gstCents: invoice.total - exCents,
      totalCents: invoice.total,
      stripeInvoiceId: invoice.id,
      chargeId: charge.id,
      brand: charge.payment_method_details.card.brand,
      last4: charge.payment_method_details.card.last4,
      paidAt: new Date(paidAt * 1000).toISOString(),
    },
  ];
}

/** In the order of their numbers. */
export function pushedInvoices(stripe: StripeSimulator): PushedInvoice[] {
  return stripe
    .all('invoice')
    .flatMap((invoice) => pushedInvoice(stripe, invoice))
    .toSorted((a, b) => (a.docNumber < b.docNumber ? -1 : 1));
}
