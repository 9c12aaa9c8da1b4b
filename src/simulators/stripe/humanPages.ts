// What a person sees behind "Open in Stripe": one invoice of the simulated account, readable, every text escaped.
import type { Subscription } from './billingShapes.ts';
import type { Dispute } from './paymentShapes.ts';
import type { World } from './world.ts';

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  main { max-width: 46rem; margin: 2rem auto; padding: 0 1.5rem; }
  h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.5rem; }
  dt { opacity: .75; } dd { margin: 0; overflow-wrap: anywhere; }
  table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .375rem .5rem; border-bottom: 1px solid #8886; }
  .amount { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
`;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

/** Minor units of a two-decimal currency as text. */
export function amountText(cents: number, currency: string): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${cents < 0 ? '−' : ''}${whole}.${digits.slice(-2)} ${currency.toUpperCase()}`;
}

const day = (seconds: number | null): string => (seconds === null ? '–' : new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' '));

export function pageOf(title: string, body: string): string {
  return `<!doctype html><html lang="en-AU"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>`;
}

/** Answers the page of `/dashboard/invoices/{id}`, `/dashboard/subscriptions/{id}` or `/dashboard/disputes/{id}`, or a page that says what can be seen here. */
export function humanPage(world: World, pathname: string): { status: number; html: string } {
  const dispute = world.store.find('dispute', /^\/dashboard\/disputes\/([\w-]+)$/.exec(pathname)?.[1] ?? '');
  if (dispute !== undefined) return { status: 200, html: disputePage(dispute) };
  const subscription = world.store.find('subscription', /^\/dashboard\/subscriptions\/([\w-]+)$/.exec(pathname)?.[1] ?? '');
  if (subscription !== undefined) return { status: 200, html: subscriptionPage(world, subscription) };
  const id = /^\/dashboard\/invoices\/([\w-]+)$/.exec(pathname)?.[1];
  const invoice = id === undefined ? undefined : world.store.find('invoice', id);
  if (invoice === undefined) {
    const isHome = pathname === '/' || pathname === '/dashboard';
    const text = isHome ? 'This stands for Stripe’s dashboard in the demo. Open an invoice from the console to see it here.' : 'There is no such invoice in the simulated account.';
    return { status: isHome ? 200 : 404, html: pageOf('Simulated Stripe', `<h1>Simulated Stripe</h1><p>${text}</p>`) };
  }
  const facts: readonly (readonly [string, string])[] = [
    ['Invoice', invoice.id],
    ['Customer', invoice.customer_name ?? invoice.customer],
    ['Status', invoice.status],
    ['Finalised', `${day(invoice.status_transitions.finalized_at)} UTC`],
    ['Paid', `${day(invoice.status_transitions.paid_at)} UTC`],
    ['Total', amountText(invoice.total, invoice.currency)],
    ['Amount due', amountText(invoice.amount_remaining, invoice.currency)],
    ...Object.entries(invoice.metadata).map(([key, value]) => [`Metadata ${key}`, value] as const),
  ];
  const lines = invoice.lines.data.map(
    (line) => `<tr><td>${escaped(line.description)}</td><td class="amount">${amountText(line.amount, invoice.currency)}</td></tr>`,
  );
  const body = `<h1>${escaped(invoice.number ?? 'Draft invoice')}</h1><p>Simulated Stripe</p>
    <dl>${facts.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>
    <table><thead><tr><th scope="col">Line</th><th scope="col" class="amount">Amount</th></tr></thead><tbody>${lines.join('')}</tbody></table>`;
  return { status: 200, html: pageOf(invoice.number ?? invoice.id, body) };
}

function subscriptionPage(world: World, subscription: Subscription): string {
  const facts: readonly (readonly [string, string])[] = [
    ['Subscription', subscription.id],
    ['Customer', world.store.find('customer', subscription.customer)?.name ?? subscription.customer],
    ['Status', subscription.status],
    ['Cancels at', `${day(subscription.cancel_at)} UTC`],
    ['Collection paused', subscription.pause_collection?.behavior ?? 'no'],
    ...subscription.items.data.map((item) => [`${item.quantity} of`, amountText(item.price.unit_amount, item.price.currency)] as const),
    ...Object.entries(subscription.metadata).map(([key, value]) => [`Metadata ${key}`, value] as const),
  ];
  return pageOf(subscription.id, `<h1>Subscription</h1><p>Simulated Stripe</p><dl>${facts.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>`);
}

function disputePage(dispute: Dispute): string {
  const facts: readonly (readonly [string, string])[] = [
    ['Dispute', dispute.id],
    ['Charge', dispute.charge],
    ['Status', dispute.status],
    ['Reason', dispute.reason],
    ['Amount', amountText(dispute.amount, dispute.currency)],
    ['Evidence due', `${day(dispute.evidence_details.due_by)} UTC`],
    ['Submitted', String(dispute.evidence_details.submission_count)],
    ...Object.entries(dispute.evidence).flatMap(([field, text]) => (typeof text === 'string' ? [[`Evidence ${field}`, text] as const] : [])),
  ];
  return pageOf(dispute.id, `<h1>Dispute</h1><p>Simulated Stripe</p><dl>${facts.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>`);
}
