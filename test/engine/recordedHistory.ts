// A customer's history recorded step by step from the Stripe simulator, and a gateway that answers as Stripe did at one of its steps.
import { AppError } from '../../src/contract/errors.ts';
import type { StripeGateway, StripeJson, StripePage } from '../../src/engine/ports/stripeGateway.ts';
import type { StripeEventStub } from '../../src/engine/ports/records.ts';
import { startStripeSimulator, type StripeSimulator } from '../../src/simulators/stripe/server.ts';
import { makeCatalogue, type Catalogue } from './catalogue.ts';

const kinds = ['product', 'price', 'customer', 'payment_method', 'subscription', 'invoice', 'charge', 'payment_intent', 'dispute'] as const;
const hourMs = 3600_000;

export interface Step {
  readonly name: string;
  /** How long before it. */
  readonly hours: number;
  readonly act: (stripe: StripeSimulator, catalogue: Catalogue) => void;
}

export interface RecordedEvent {
  readonly stub: StripeEventStub;
  /** The step that made it. */
  readonly step: number;
}

export interface RecordedHistory {
  readonly events: readonly RecordedEvent[];
  /** Answers as Stripe would after that step. */
  gateway(present: () => number): StripeGateway;
  readonly endMs: number;
}

export async function recordHistory(startMs: number, steps: readonly Step[]): Promise<RecordedHistory> {
  let nowMs = startMs;
  const stripe = await startStripeSimulator({ seed: 11, clock: { nowMs: () => nowMs } });
  const snapshots: Map<string, StripeJson>[] = [];
  const payments: StripeJson[][] = [];
  const events: RecordedEvent[] = [];
  const known = new Set<string>();
  try {
    const catalogue = makeCatalogue(stripe);
    for (const [index, step] of steps.entries()) {
      // An hour at a time, so that what Stripe does by itself (finalising, retrying) happens when it is due.
      for (let hour = 0; hour < step.hours; hour += 1) {
        nowMs += hourMs;
        stripe.call('GET', '/v1/events', { limit: 1 });
      }
      step.act(stripe, catalogue);
      snapshots.push(new Map(kinds.flatMap((kind) => stripe.all(kind).map(({ id }) => [id, objectNow(stripe, kind, id)] as const))));
      payments.push(stripe.all('invoice').flatMap(({ id }) => stripe.call('GET', '/v1/invoice_payments', { invoice: id })['data'] as StripeJson[]));
      for (const event of stripe.all('event').toReversed()) {
        if (known.has(event.id)) continue;
        known.add(event.id);
        const object = (event.data as unknown as { object: StripeJson }).object;
        events.push({
          step: index,
          stub: { eventId: event.id, type: event.type, createdAt: new Date(event.created * 1000).toISOString(), apiVersion: 'recorded', objectType: String(object['object']), objectId: String(object['id']), idempotencyKey: null },
        });
      }
    }
  } finally {
    await stripe.close();
  }
  return { events, endMs: nowMs, gateway: (present) => gatewayAt(() => snapshots[present()] ?? new Map(), () => payments[present()] ?? []) };
}

const objectNow = (stripe: StripeSimulator, kind: string, id: string): StripeJson =>
  JSON.parse(JSON.stringify(stripe.call('GET', `/v1/${kind}s/${id}`, kind === 'charge' ? { expand: ['balance_transaction'] } : {}))) as StripeJson;

function gatewayAt(snapshot: () => ReadonlyMap<string, StripeJson>, payments: () => readonly StripeJson[]): StripeGateway {
  const refused = (): never => {
    throw new Error('the recorded Stripe is read only');
  };
  const page = (data: readonly StripeJson[]): Promise<StripePage> => Promise.resolve({ data, hasMore: false });
  const answers: Partial<Record<keyof StripeGateway, unknown>> = {
    apiVersion: 'recorded',
    list: (type: string, { filter }: { filter?: Readonly<Record<string, string>> }) => {
      if (type === 'invoice_payments') return page(payments().filter((payment) => payment['invoice'] === filter?.['invoice']));
      if (type === 'charges') return page([...snapshot().values()].filter((object) => object['object'] === 'charge' && object['payment_intent'] === filter?.['payment_intent']));
      return page([]);
    },
    retrieve: (_type: string, id: string) => {
      const found = snapshot().get(id) ?? payments().find((payment) => payment['id'] === id);
      return found === undefined ? Promise.reject(new AppError('NOT_FOUND', id)) : Promise.resolve(found);
    },
    listInvoiceLines: () => page([]),
  };
  // Whatever the port offers beside reading is refused here.
  return new Proxy(answers, { get: (target, name) => target[name as keyof StripeGateway] ?? refused }) as unknown as StripeGateway;
}
