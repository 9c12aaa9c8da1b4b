// Early fraud warnings: shown wherever the payment is, counted until nothing is left to prevent.
import { afterEach, expect, it } from 'vitest';
import { makeCatalogue, newPayment } from './catalogue.ts';
import { startTestWorld, type TestWorld } from './startTestEngine.ts';

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const minuteMs = 60_000;

async function warned(): Promise<{ made: TestWorld; charge: string; invoiceId: number }> {
  const made = await startTestWorld({});
  world = made;
  makeCatalogue(made.stripe);
  await made.settle();
  const stripeId = newPayment(made.stripe, 'essential', { orgId: 'org-1', rtoCode: '31001' });
  await made.pass(2 * minuteMs);
  const charge = String(made.stripe.all('charge')[0]?.id);
  made.stripe.act({ act: 'warn-of-fraud', charge, fraudType: 'made_with_stolen_card' });
  await made.pass(2 * minuteMs);
  return { made, charge, invoiceId: made.store.invoices.byStripeId(stripeId)?.id ?? 0 };
}

interface Seen {
  readonly listed: readonly boolean[];
  readonly exceptions: readonly (number | null)[];
  readonly cardFlags: readonly string[];
  readonly rowFlags: readonly string[];
  readonly badge: number;
}

async function seen(made: TestWorld, invoiceId: number): Promise<Seen> {
  const { warnings, openCount } = await made.call('fraudWarnings.list', { invoiceId });
  const { exceptions } = await made.call('reconcile.exceptions', {});
  const card = await made.call('billing.orgById', { org_id: 'org-1' });
  const clients = await made.call('clients.list', { filter: { needsAHand: true } });
  const { badges } = await made.call('status.get', {});
  expect([badges.fraudWarnings, badges.clientsNeedAHand]).toEqual([openCount, clients.totals?.count]);
  return {
    listed: warnings.map(({ isOpen }) => isOpen),
    exceptions: exceptions.filter(({ kind }) => kind === 'fraud_warning').map(({ amountCents }) => amountCents),
    cardFlags: card.flags.map(({ flag }) => flag).filter((flag) => flag === 'fraud_warning'),
    rowFlags: clients.rows.flatMap(({ flags }) => flags).filter((flag) => flag === 'fraud_warning'),
    badge: openCount,
  };
}

const nothingLeft: Seen = { listed: [false], exceptions: [], cardFlags: [], rowFlags: [], badge: 0 };

it('is an exception, a mark on the client and a line to act on, with the payment and its page at Stripe', async () => {
  const { made, charge, invoiceId } = await warned();
  expect(await seen(made, invoiceId)).toEqual({ listed: [true], exceptions: [39_900], cardFlags: ['fraud_warning'], rowFlags: ['fraud_warning'], badge: 1 });
  const { warnings, mayRefund } = await made.call('fraudWarnings.list', { openOnly: true });
  expect(warnings).toMatchObject([{ invoiceId, chargeId: charge, amountCents: 39_900, currency: 'aud', fraudType: 'made_with_stolen_card', orgId: 'org-1' }]);
  // Read again, it is still told once.
  await made.call('sync.now', {});
  await made.settle();
  const told = (await made.call('activity.list', {})).rows.filter(({ kind }) => kind === 'fraud');
  expect(told.map(({ result }) => result)).toEqual(['warning']);
  expect([warnings[0]?.stripeUrl?.endsWith(`/payments/${charge}`), mayRefund]).toEqual([true, false]);
});

it.each([
  ['refunded in full', (made: TestWorld, charge: string) => made.stripe.call('POST', '/v1/refunds', { charge })],
  ['disputed', (made: TestWorld, charge: string) => made.stripe.act({ act: 'open-dispute', charge })],
] as const)('is over once the payment was %s', async (_what, act) => {
  const { made, charge, invoiceId } = await warned();
  act(made, charge);
  await made.pass(2 * minuteMs);
  expect(await seen(made, invoiceId)).toEqual(nothingLeft);
});

it('stays while only a part was refunded', async () => {
  const { made, charge, invoiceId } = await warned();
  made.stripe.call('POST', '/v1/refunds', { charge, amount: '10000' });
  await made.pass(2 * minuteMs);
  expect((await seen(made, invoiceId)).badge).toBe(1);
});
