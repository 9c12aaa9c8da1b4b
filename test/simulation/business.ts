// What customers, their banks and the owner do in Stripe: sign-ups, one-off sales, failing cards, refunds, disputes, cancellations.
import type { StripeSimulator } from '../../src/simulators/stripe/server.ts';
import type { Chance } from './seededChance.ts';
import type { World } from './world.ts';

/** Prices incl. GST; 49.00 and 599.00 are those that QuickBooks' own rounding gets a cent wrong. */
const plans: readonly (readonly [name: string, plan: string, cents: number])[] = [
  ['RTOpacks Essential', 'essential', 39_900],
  ['RTOpacks Pro', 'pro', 69_900],
  ['Additional Seat', 'seat_addon', 3_500],
  ['RTOpacks Library', 'library', 4_900],
  ['RTOpacks Campus', 'campus', 59_900],
];

const names = ["O'Brien & Sons Training", 'Northern Rivers College', 'Back\\slash Academy', 'Île-de-France Langues', 'Safe Work 100% Pty Ltd', '"Quoted" Skills', 'Tāmaki Training', 'Workplace; DROP Institute', 'Eins Zwei Drei GmbH & Co', 'Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho Sigma Tau'];

export interface Business {
  open(): void;
  act(): void;
}

export function makeBusiness(world: World): Business {
  const { stripe } = world;
  const chance = world.chance.fork('business');
  const prices = new Map<string, string>();
  return {
    open: () => {
      for (const [name, plan, cents] of plans) {
        const product = stripe.call('POST', '/v1/products', { name, metadata: { tieout_plan: plan, revenue_type: 'subscription' } });
        const price = stripe.call('POST', '/v1/prices', { product: String(product['id']), unit_amount: String(cents), currency: 'aud', recurring: { interval: 'month' }, tax_behavior: 'inclusive', metadata: { tieout_plan: plan } });
        prices.set(plan, String(price['id']));
      }
    },
    act: () => {
      const what = chance.weighted({ signUp: 7, oneOff: 3, refund: 4, cardFails: 2, cardMended: 2, dispute: 1, disputeEnds: 1, cancel: 1, addSeat: 2, voidInvoice: 1, renames: 1, payoutFails: 1, settles: 1 });
      let told = '';
      try {
        told = acts[what](stripe, chance, prices);
      } catch (error) {
        // The vendor refuses what can't be done now (a refund of a disputed charge, …), as it would refuse a person.
        told = `refused: ${error instanceof Error ? error.message.slice(0, 60) : 'no'}`;
      }
      world.note(`  business: ${what} ${told}`);
    },
  };
}

type BusinessAct = (stripe: StripeSimulator, chance: Chance, prices: ReadonlyMap<string, string>) => string;

const someOf = <T>(chance: Chance, items: readonly T[]): T => chance.pick(items);

const signUp: BusinessAct = (stripe, chance, prices) => {
  const number = stripe.all('customer').length + 1;
  const plan = chance.pick(['essential', 'pro', 'library', 'campus']);
  const metadata: Record<string, string> = { org_id: `org-${number}` };
  if (chance.percent(10)) metadata['is_test'] = 'true';
  const card = chance.weighted({ ok: 80, pm_card_chargeCustomerFail: 6, pm_card_refundFail: 8, pm_card_createDispute: 3, pm_card_us: 3 });
  const made = stripe.act({
    act: 'new-payment', plan, metadata,
    name: chance.percent(60) ? `${chance.pick(names)} ${number}` : `Client ${number} Training Pty Ltd`,
    price: prices.get(plan) ?? '',
    ...(card === 'ok' ? {} : { card }),
  });
  return `${plan} ${String(made['invoice'])} ${String(made['status'])}`;
};

const oneOff: BusinessAct = (stripe, chance) => {
  const customer = someOf(chance, stripe.all('customer'));
  const made = stripe.call('POST', '/v1/invoices', { customer: customer.id, metadata: { revenue_type: 'one_off_purchase' }, pending_invoice_items_behavior: 'exclude' });
  for (let lines = chance.between(1, 12); lines > 0; lines -= 1) {
    stripe.call('POST', '/v1/invoiceitems', { customer: customer.id, amount: String(chance.between(1, 90_000)), currency: 'aud', description: `Course ${lines}` });
  }
  const withItems = stripe.call('POST', '/v1/invoices', { customer: customer.id, metadata: { revenue_type: 'one_off_purchase' }, pending_invoice_items_behavior: 'include' });
  stripe.call('POST', `/v1/invoices/${String(withItems['id'])}/finalize`);
  const how = chance.weighted({ card: 6, outOfBand: 1, leftOpen: 1 });
  if (how !== 'leftOpen') stripe.call('POST', `/v1/invoices/${String(withItems['id'])}/pay`, how === 'outOfBand' ? { paid_out_of_band: 'true' } : {});
  return `${String(withItems['id'])} ${how}, empty draft ${String(made['id'])}`;
};

const refund: BusinessAct = (stripe, chance) => {
  const charge = someOf(chance, stripe.all('charge').filter((each) => each.status === 'succeeded' && each.amount_refunded < each.amount));
  const left = charge.amount - charge.amount_refunded;
  const amount = chance.percent(40) ? left : chance.between(1, left);
  return `${String(stripe.call('POST', '/v1/refunds', { charge: charge.id, amount: String(amount) })['id'])} of ${charge.id}`;
};

const setCard = (outcome: 'success' | 'card_declined'): BusinessAct => (stripe, chance) => {
  const method = someOf(chance, stripe.all('payment_method'));
  stripe.act({ act: 'set-card-outcome', paymentMethod: method.id, outcome });
  return method.id;
};

/** A bank decides once. */
const decided: ReadonlySet<string> = new Set(['won', 'lost', 'prevented', 'warning_closed']);

const acts = {
  signUp,
  oneOff,
  refund,
  cardFails: setCard('card_declined'),
  cardMended: setCard('success'),
  dispute: (stripe, chance) => {
    const charge = someOf(chance, stripe.all('charge').filter((each) => each.status === 'succeeded' && each.amount_refunded === 0));
    return String(stripe.act({ act: 'open-dispute', charge: charge.id, inquiry: chance.percent(30) })['dispute']);
  },
  disputeEnds: (stripe, chance) => String(stripe.act({ act: 'decide-dispute', dispute: someOf(chance, stripe.all('dispute').filter((each) => !decided.has(each.status))).id, decision: chance.percent(50) ? 'won' : 'lost' })['status']),
  cancel: (stripe, chance) => {
    const subscription = someOf(chance, stripe.all('subscription').filter((each) => each.status === 'active'));
    if (chance.percent(50)) stripe.call('DELETE', `/v1/subscriptions/${subscription.id}`, {});
    else stripe.call('POST', `/v1/subscriptions/${subscription.id}`, { cancel_at_period_end: 'true' });
    return subscription.id;
  },
  addSeat: (stripe, chance, prices) => {
    const subscription = someOf(chance, stripe.all('subscription').filter((each) => each.status === 'active'));
    stripe.call('POST', `/v1/subscriptions/${subscription.id}`, { items: [{ price: prices.get('seat_addon') ?? '', quantity: String(chance.between(1, 3)) }], proration_behavior: chance.pick(['create_prorations', 'always_invoice', 'none']) });
    return subscription.id;
  },
  voidInvoice: (stripe, chance) => {
    const invoice = someOf(chance, stripe.all('invoice').filter((each) => each.status === 'open'));
    stripe.call('POST', `/v1/invoices/${invoice.id}/${chance.pick(['void', 'mark_uncollectible'])}`);
    return invoice.id;
  },
  renames: (stripe, chance) => {
    const customer = someOf(chance, stripe.all('customer'));
    stripe.call('POST', `/v1/customers/${customer.id}`, { name: `${chance.pick(names)} renamed ${chance.int(1000)}` });
    return customer.id;
  },
  payoutFails: (stripe, chance) => String(stripe.act({ act: 'fail-payout', payout: someOf(chance, stripe.all('payout').filter((each) => each.status === 'paid')).id })['payout']),
  settles: (stripe, chance) => String(stripe.act({ act: 'settle-charge', charge: someOf(chance, stripe.all('charge').filter((each) => each.status === 'succeeded')).id })['charge']),
} satisfies Record<string, BusinessAct>;
