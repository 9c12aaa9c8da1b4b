// A small business with everything that the books know: payments of each plan, a refund, a partial one, a dispute, a failed card, fees, payouts.
import { makeCatalogue, newPayment } from './catalogue.ts';
import { approve } from './pushSteps.ts';
import type { TestWorld } from './startTestEngine.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

const idOf = (made: TestWorld, stripeId: string): number => {
  const id = made.store.invoices.byStripeId(stripeId)?.id;
  if (id === undefined) throw new Error('the invoice was not mirrored');
  return id;
};

const chargeOf = (made: TestWorld, stripeId: string): string => {
  const charge = made.store.invoices.byStripeId(stripeId)?.stripeChargeId;
  if (charge == null) throw new Error('the invoice has no charge');
  return charge;
};

/** Two months and a little; the engine hears of it as it happens. Answers the invoices' Stripe ids in order. */
export async function liveThroughMonths(made: TestWorld): Promise<readonly string[]> {
  makeCatalogue(made.stripe);
  await made.settle();
  const sold: string[] = [];
  for (const [plan, name, rtoCode] of [['pro', 'Kimberley Skills', '40321'], ['essential', 'Harbour Training', '40411'], ['pro', 'Outback Learning', '45001']] as const) {
    sold.push(newPayment(made.stripe, plan, { name, rtoCode }));
    await made.pass(2 * minuteMs);
  }
  await approve(made, idOf(made, sold[0] ?? ''));
  made.stripe.call('POST', '/v1/refunds', { charge: chargeOf(made, sold[1] ?? ''), amount: '10000' });
  made.stripe.act({ act: 'open-dispute', charge: chargeOf(made, sold[2] ?? '') });
  made.stripe.act({ act: 'new-payment', plan: 'essential', name: 'Declined Skills', card: 'pm_card_chargeDeclined' });
  await made.pass(2 * minuteMs);
  for (let day = 0; day < 40; day += 4) {
    made.time.set(made.time.clock.nowMs() + 4 * dayMs);
    await made.pass(2 * minuteMs);
    await made.pass(2 * minuteMs);
  }
  made.stripe.call('POST', '/v1/refunds', { charge: chargeOf(made, sold[0] ?? '') });
  await made.pass(2 * minuteMs);
  await made.pass(2 * 60 * minuteMs);
  return sold;
}
