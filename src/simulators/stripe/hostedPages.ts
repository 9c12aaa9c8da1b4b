// Stripe's hosted pages as the demo shows them: where a client leaves a card, pays an invoice or confirms at the bank. Test cards only.
import { completeCheckout } from './checkout.ts';
import { amountText, escaped, pageOf } from './humanPages.ts';
import { attachPaymentMethod } from './paymentMethods.ts';
import { attemptPayment } from './invoices.ts';
import type { Invoice } from './billingShapes.ts';
import type { World } from './world.ts';

export type HostedAnswer = { status: number; html: string };

const CARDS = { pm_card_au: 'Card that pays (Visa 0006)', pm_card_authenticationRequired: 'Card whose bank asks to confirm (Visa 3184)', pm_card_chargeDeclined: 'Card that is declined (Visa 0002)' } as const;

const cardChoice = `<p><label>Test card <select name="card">${Object.entries(CARDS)
  .map(([value, label]) => `<option value="${value}">${label}</option>`)
  .join('')}</select></label></p>`;

const form = (fields: string, button: string): string => `<form method="post">${fields}<p><button>${button}</button></p></form>`;

const answer = (title: string, body: string, status = 200): HostedAnswer => ({ status, html: pageOf(title, `<h1>${title}</h1><p>Simulated Stripe: no card is entered here, and no real money moves.</p>${body}`) });

/** `/hosted/c/pay/{session}` and `/hosted/i/{account}/test_{invoice}`; with `fields` what the client sent. */
export function hostedPage(world: World, pathname: string, fields: URLSearchParams | null): HostedAnswer {
  const session = world.store.find('checkout_session', /^\/hosted\/c\/pay\/(\w+)$/.exec(pathname)?.[1] ?? '');
  if (session !== undefined) return cardPage(world, session.id, fields);
  const invoice = world.store.find('invoice', /^\/hosted\/i\/\w+\/test_(\w+)$/.exec(pathname)?.[1] ?? '');
  if (invoice !== undefined) return invoicePage(world, invoice, fields);
  return answer('No such page', '<p>It has expired, or was never made in the simulated account.</p>', 404);
}

const cardOf = (fields: URLSearchParams): string => (Object.keys(CARDS).includes(fields.get('card') ?? '') ? String(fields.get('card')) : 'pm_card_au');

function cardPage(world: World, id: string, fields: URLSearchParams | null): HostedAnswer {
  if (fields !== null && world.store.get('checkout_session', id).status === 'open') completeCheckout(world, id, cardOf(fields));
  const { status, customer } = world.store.get('checkout_session', id);
  const { name } = world.store.get('customer', customer);
  if (status === 'complete') return answer('The card is saved', '<p>You can close this page. The console goes on within a minute.</p>');
  if (status === 'expired') return answer('This page has expired', '<p>Ask for a new one.</p>');
  return answer('Save a card', `<p>For ${escaped(name ?? customer)}</p>${form(cardChoice, 'Save the card')}`);
}

function invoicePage(world: World, { id }: Invoice, fields: URLSearchParams | null): HostedAnswer {
  const intentOf = (invoice: Invoice) => world.store.find('payment_intent', invoice._.paymentIntent ?? '');
  const before = world.store.get('invoice', id);
  if (fields !== null && before.status === 'open') {
    const isConfirming = fields.get('confirm') === '1';
    const known = isConfirming ? world.store.find('payment_method', intentOf(before)?.payment_method ?? '') : undefined;
    attemptPayment(world, id, { method: known ?? attachPaymentMethod(world, cardOf(fields), before.customer), automatic: false, authenticated: known !== undefined });
  }
  const invoice = world.store.get('invoice', id);
  const due = `<dl><dt>Customer</dt><dd>${escaped(invoice.customer_name ?? invoice.customer)}</dd><dt>Amount due</dt><dd>${amountText(invoice.amount_remaining, invoice.currency)}</dd></dl>`;
  if (invoice.status === 'paid') return answer('Paid', '<p>Thank you. You can close this page.</p>');
  if (invoice.status !== 'open') return answer('Nothing to pay', '<p>This invoice is closed.</p>');
  const isWaiting = intentOf(invoice)?.status === 'requires_action';
  return answer(invoice.number ?? 'Invoice', `${due}${isWaiting ? `<p>The bank asks for a confirmation.</p>${form('<input type="hidden" name="confirm" value="1">', 'Confirm the payment')}` : form(cardChoice, 'Pay')}`);
}
