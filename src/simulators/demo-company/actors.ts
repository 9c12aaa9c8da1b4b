// Carries out the story's acts through the simulator's API, as the business and its clients would.
import { DAY_SECONDS, startOfDay } from '../stripe/calendar.ts';
import type { StripeSimulator } from '../stripe/server.ts';
import type { JsonObject } from '../stripe/jsonShapes.ts';
import type { Catalogue, PlanTier } from './catalogue.ts';
import { createPlanPrice } from './catalogue.ts';
import { inventedCardNumber } from './inventedCardNumber.ts';
import type { DemoOrganisation } from './organisations.ts';
import type { SeededRandom } from './seededRandom.ts';
import type { StoryAct } from './storyline.ts';

type Client = { customer: string; paymentMethod: string; subscription: string | null; plan: PlanTier | null };

/** Sold through a marketplace. */
const RESOLD = 'org-0030';

export class Actors {
  readonly #stripe: StripeSimulator;
  readonly #catalogue: Catalogue;
  readonly #random: SeededRandom;
  readonly #clients = new Map<string, Client>();

  readonly #todaySeconds: number;

  constructor(stripe: StripeSimulator, catalogue: Catalogue, random: SeededRandom, endSeconds: number) {
    this.#todaySeconds = startOfDay(endSeconds);
    this.#stripe = stripe;
    this.#catalogue = catalogue;
    this.#random = random;
  }

  perform(organisation: DemoOrganisation, act: StoryAct): void {
    switch (act.kind) {
      case 'register':
        return this.#register(organisation);
      case 'subscribe':
        return this.#subscribe(organisation, act.plan, act.seats, act.enterpriseCents);
      case 'subscribe-abroad':
        return this.#subscribeAbroad(organisation, act);
      case 'subscribe-refused':
        return this.#subscribeRefused(organisation, act.plan);
      case 'upgrade':
        return this.#upgrade(organisation, act.plan, act.behavior, act.enterpriseCents);
      case 'downgrade':
        return this.#downgrade(organisation, act.plan);
      case 'seats':
        return this.#setSeats(organisation, act.seats);
      case 'cancel-at-period-end':
        return this.#post(`/v1/subscriptions/${this.#subscriptionOf(organisation)}`, {
          cancel_at_period_end: true,
          cancellation_details: { comment: act.comment },
        });
      case 'cancel-now':
        this.#stripe.call('DELETE', `/v1/subscriptions/${this.#subscriptionOf(organisation)}`, {
          invoice_now: false,
          prorate: false,
        });
        return undefined;
      case 'pause':
        return this.#post(`/v1/subscriptions/${this.#subscriptionOf(organisation)}`, {
          pause_collection: { behavior: 'void' },
        });
      case 'override':
        return this.#override(organisation, act);
      case 'card':
        this.#stripe.act({
          act: 'set-card-outcome',
          paymentMethod: this.#client(organisation).paymentMethod,
          outcome: act.outcome,
        });
        return undefined;
      case 'new-card-and-pay':
        return this.#newCardAndPay(organisation);
      case 'course-bundle':
        return this.#buyCourseBundle(organisation);
      case 'refund':
        return this.#post('/v1/refunds', {
          charge: this.#lastCharge(organisation),
          reason: act.reason,
          ...(act.cents === null ? {} : { amount: act.cents }),
        });
      case 'dispute':
        this.#stripe.act({
          act: 'open-dispute',
          charge: this.#lastCharge(organisation),
          reason: 'subscription_canceled',
          dueDays: act.dueDays,
        });
        return undefined;
      case 'win-dispute':
        return this.#winDispute(organisation);
      case 'fraud-warning':
        this.#stripe.act({ act: 'warn-of-fraud', charge: this.#lastCharge(organisation), fraudType: act.fraudType });
        return undefined;
      default:
        return undefined;
    }
  }

  #post(path: string, parameters: Parameters<StripeSimulator['call']>[2]): void {
    this.#stripe.call('POST', path, parameters);
  }

  #create(path: string, parameters: Parameters<StripeSimulator['call']>[2]): string {
    return String(this.#stripe.call('POST', path, parameters)['id']);
  }

  #client(organisation: DemoOrganisation): Client {
    const client = this.#clients.get(organisation.orgId);
    if (client === undefined) throw new Error(`${organisation.tradingName} has not registered yet`);
    return client;
  }

  #subscriptionOf(organisation: DemoOrganisation): string {
    const id = this.#client(organisation).subscription;
    if (id === null) throw new Error(`${organisation.tradingName} has no subscription`);
    return id;
  }

  #metadata(organisation: DemoOrganisation): Record<string, string> {
    return {
      org_id: organisation.orgId,
      ...(organisation.rtoCode === null ? {} : { rto_code: organisation.rtoCode }),
      // One client came through a marketplace; it is the customer of record all the same.
      ...(organisation.orgId === RESOLD ? { marketplace: 'Pax8' } : {}),
    };
  }

  #newCard(organisation: DemoOrganisation, customer: string): string {
    const number = inventedCardNumber(organisation, this.#random);
    const card = this.#create('/v1/payment_methods', {
      type: 'card',
      card: { number },
      billing_details: { name: `${organisation.ceoGiven} ${organisation.ceoFamily}` },
    });
    this.#post(`/v1/payment_methods/${card}/attach`, { customer });
    this.#post(`/v1/customers/${customer}`, { invoice_settings: { default_payment_method: card } });
    return card;
  }

  #register(organisation: DemoOrganisation): void {
    const customer = this.#create('/v1/customers', {
      name: organisation.tradingName,
      email: organisation.billingEmail,
      phone: organisation.phone,
      address: {
        line1: organisation.street,
        city: organisation.city,
        state: organisation.state,
        postal_code: organisation.postCode,
        country: organisation.country,
      },
      metadata: this.#metadata(organisation),
    });
    this.#clients.set(organisation.orgId, { customer, paymentMethod: '', subscription: null, plan: null });
  }

  #withCard(organisation: DemoOrganisation): Client {
    const client = this.#client(organisation);
    if (client.paymentMethod === '') client.paymentMethod = this.#newCard(organisation, client.customer);
    return client;
  }

  #priceOf(plan: PlanTier, enterpriseCents: number | undefined): string {
    if (plan !== 'enterprise') return this.#catalogue.prices[plan];
    return createPlanPrice(this.#stripe, this.#catalogue.products.enterprise, 'enterprise', enterpriseCents ?? 199_000);
  }

  #subscribe(organisation: DemoOrganisation, plan: PlanTier, seats: number, enterpriseCents: number | undefined): void {
    const client = this.#withCard(organisation);
    const seatItem = seats > 0 ? [{ price: this.#catalogue.prices.seat_addon, quantity: seats }] : [];
    client.subscription = this.#create('/v1/subscriptions', {
      customer: client.customer,
      items: [{ price: this.#priceOf(plan, enterpriseCents), quantity: 1 }, ...seatItem],
      default_tax_rates: [this.#catalogue.taxRate],
      metadata: { ...this.#metadata(organisation), plan },
    });
    client.plan = plan;
    // How many people use the product is the business's own knowledge; the larger plans are full or nearly so.
    const members = plan === 'enterprise' ? 64 : plan === 'pro' ? 4 + seats : 1;
    this.#post(`/v1/customers/${client.customer}`, { metadata: { active_members: String(members) } });
  }

  /** In the client's own currency, without GST: an export. */
  #subscribeAbroad(organisation: DemoOrganisation, { plan, currency, minorUnits }: Extract<StoryAct, { kind: 'subscribe-abroad' }>): void {
    const client = this.#withCard(organisation);
    const price = this.#create('/v1/prices', {
      product: this.#catalogue.products[plan],
      currency,
      unit_amount: minorUnits,
      recurring: { interval: 'month' },
      tax_behavior: 'inclusive',
    });
    client.subscription = this.#create('/v1/subscriptions', {
      customer: client.customer,
      items: [{ price, quantity: 1 }],
      metadata: { ...this.#metadata(organisation), plan },
    });
    client.plan = plan;
  }

  /** The card is declined: the subscription stays incomplete, and Stripe lets it lapse after 23 hours. */
  #subscribeRefused(organisation: DemoOrganisation, plan: PlanTier): void {
    const client = this.#withCard(organisation);
    this.#stripe.act({ act: 'set-card-outcome', paymentMethod: client.paymentMethod, outcome: 'card_declined' });
    client.subscription = this.#create('/v1/subscriptions', {
      customer: client.customer,
      items: [{ price: this.#priceOf(plan, undefined), quantity: 1 }],
      default_tax_rates: [this.#catalogue.taxRate],
      payment_behavior: 'allow_incomplete',
      metadata: { ...this.#metadata(organisation), plan },
    });
  }

  #itemOf(subscription: string, isSeat: boolean): JsonObject | undefined {
    const items = this.#stripe.call('GET', '/v1/subscription_items', { subscription })['data'] as JsonObject[];
    return items.find((item) => ((item['price'] as JsonObject)['id'] === this.#catalogue.prices.seat_addon) === isSeat);
  }

  #upgrade(
    organisation: DemoOrganisation,
    plan: PlanTier,
    behavior: string,
    enterpriseCents: number | undefined,
  ): void {
    const client = this.#client(organisation);
    const subscription = this.#subscriptionOf(organisation);
    const item = String(this.#itemOf(subscription, false)?.['id']);
    this.#post(`/v1/subscriptions/${subscription}`, {
      items: [{ id: item, price: this.#priceOf(plan, enterpriseCents), quantity: 1 }],
      proration_behavior: behavior,
      metadata: { plan },
    });
    client.plan = plan;
  }

  /** As the console does it: a price of the client's own, with its note and expiry in the subscription's metadata. */
  #override(organisation: DemoOrganisation, { cents, note, expiresInDays }: Extract<StoryAct, { kind: 'override' }>): void {
    const { plan } = this.#client(organisation);
    const subscription = this.#subscriptionOf(organisation);
    const item = String(this.#itemOf(subscription, false)?.['id']);
    // Midnight in Brisbane.
    const expiresAt = expiresInDays === null ? '' : `${new Date((this.#todaySeconds + (expiresInDays - 1) * DAY_SECONDS) * 1000).toISOString().slice(0, 10)}T14:00:00.000Z`;
    const price = { currency: 'aud', product: this.#catalogue.products[plan ?? 'pro'], unit_amount: cents, recurring: { interval: 'month' }, tax_behavior: 'inclusive' };
    this.#post(`/v1/subscriptions/${subscription}`, {
      items: [{ id: item, price_data: price, quantity: 1 }],
      proration_behavior: 'none',
      metadata: { tieout_override_amount: String(cents), tieout_override_note: note, tieout_override_expires_at: expiresAt },
    });
  }

  /** A schedule whose second phase, at the next renewal, has the lower plan and no proration. */
  #downgrade(organisation: DemoOrganisation, plan: PlanTier): void {
    const subscription = this.#subscriptionOf(organisation);
    const schedule = this.#stripe.call('POST', '/v1/subscription_schedules', { from_subscription: subscription });
    const current = (schedule['phases'] as JsonObject[])[0] ?? {};
    const items = (current['items'] as JsonObject[]).map((item) => ({
      price: String(item['price']),
      quantity: Number(item['quantity']),
    }));
    this.#post(`/v1/subscription_schedules/${String(schedule['id'])}`, {
      end_behavior: 'release',
      phases: [
        { start_date: Number(current['start_date']), end_date: Number(current['end_date']), items },
        {
          items: [{ price: this.#priceOf(plan, undefined), quantity: 1 }],
          iterations: 1,
          proration_behavior: 'none',
          metadata: { plan },
        },
      ],
    });
  }

  #setSeats(organisation: DemoOrganisation, seats: number): void {
    const subscription = this.#subscriptionOf(organisation);
    const seatItem = this.#itemOf(subscription, true);
    const item =
      seatItem === undefined
        ? { price: this.#catalogue.prices.seat_addon, quantity: seats }
        : { id: String(seatItem['id']), quantity: seats };
    this.#post(`/v1/subscriptions/${subscription}`, { items: [item], proration_behavior: 'create_prorations' });
  }

  #newCardAndPay(organisation: DemoOrganisation): void {
    const client = this.#client(organisation);
    client.paymentMethod = this.#newCard(organisation, client.customer);
    const open = this.#stripe.call('GET', '/v1/invoices', { customer: client.customer, status: 'open' })[
      'data'
    ] as JsonObject[];
    for (const invoice of open) this.#post(`/v1/invoices/${String(invoice['id'])}/pay`, {});
  }

  #buyCourseBundle(organisation: DemoOrganisation): void {
    const client = this.#withCard(organisation);
    const metadata = { ...this.#metadata(organisation), revenue_type: 'one_off_purchase' };
    this.#post('/v1/invoiceitems', {
      customer: client.customer,
      price: this.#catalogue.prices.course_bundle,
      metadata,
    });
    const invoice = this.#create('/v1/invoices', {
      customer: client.customer,
      default_tax_rates: [this.#catalogue.taxRate],
      metadata,
      description: 'Course bundle',
    });
    this.#post(`/v1/invoices/${invoice}/pay`, {});
  }

  #lastCharge(organisation: DemoOrganisation): string {
    const charges = this.#stripe.call('GET', '/v1/charges', {
      customer: this.#client(organisation).customer,
      limit: 10,
    })['data'] as JsonObject[];
    const paid = charges.find((charge) => charge['status'] === 'succeeded');
    if (paid === undefined) throw new Error(`${organisation.tradingName} has paid nothing`);
    return String(paid['id']);
  }

  #winDispute(organisation: DemoOrganisation): void {
    const charge = this.#lastDisputedCharge(organisation);
    const disputes = this.#stripe.call('GET', '/v1/disputes', { charge })['data'] as JsonObject[];
    const dispute = String(disputes[0]?.['id']);
    this.#stripe.act({ act: 'decide-dispute', dispute, decision: 'won' });
  }

  #lastDisputedCharge(organisation: DemoOrganisation): string {
    const charges = this.#stripe.call('GET', '/v1/charges', {
      customer: this.#client(organisation).customer,
      limit: 20,
    })['data'] as JsonObject[];
    return String(charges.find((charge) => charge['disputed'] === true)?.['id']);
  }
}
