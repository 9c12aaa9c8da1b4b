// The simulated account: its store, clock, ids, faults and settings, and the one way to announce an event.
import { DeterministicIds } from './deterministicIds.ts';
import type { Faults } from './faults.ts';
import { newFaults } from './faults.ts';
import type { Entry } from './objectStore.ts';
import { ObjectStore, rendered } from './objectStore.ts';
import type { JsonObject } from './jsonShapes.ts';
import type { ObjectType, Shapes, StripeEvent } from './shapes.ts';

export const API_VERSION = '2026-03-25.dahlia';
export const EVENT_RETENTION_SECONDS = 30 * 24 * 60 * 60;

export type AccountSettings = {
  id: string;
  country: string;
  default_currency: string;
  livemode: boolean;
  name: string;
};

export type BillingSettings = {
  /** How long a charge stays without its balance transaction (Stripe: within the hour). */
  balanceTransactionDelaySeconds: number;
  /** From draft to finalised for a renewal's invoice (Stripe: about an hour). */
  finalizeDelaySeconds: number;
  /** Days after the first failure at which Smart Retries try again. */
  retryDays: readonly number[];
  whenRetriesEnd: 'cancel' | 'unpaid';
  domesticFee: { basisPoints: number; fixedCents: number };
  internationalFee: { basisPoints: number; fixedCents: number };
  disputeFeeCents: number;
  payoutDelayBusinessDays: number;
  /** Automatic on business days, on Mondays, or only when asked for. */
  payoutSchedule: 'daily' | 'weekly' | 'manual';
  /** Radar for Fraud Teams, per screened charge, before GST; 0: not subscribed. */
  radarFeeCents: number;
};

export const AUSTRALIAN_BILLING: BillingSettings = {
  balanceTransactionDelaySeconds: 20 * 60,
  finalizeDelaySeconds: 60 * 60,
  retryDays: [2, 5, 9, 14],
  whenRetriesEnd: 'cancel',
  domesticFee: { basisPoints: 170, fixedCents: 30 },
  internationalFee: { basisPoints: 350, fixedCents: 30 },
  disputeFeeCents: 2500,
  payoutDelayBusinessDays: 2,
  payoutSchedule: 'daily',
  radarFeeCents: 0,
};

export type RequestOrigin = { id: string | null; idempotency_key: string | null };

export class World {
  readonly store = new ObjectStore();
  readonly ids: DeterministicIds;
  readonly requestIds: DeterministicIds;
  readonly faults: Faults = newFaults();
  readonly account: AccountSettings;
  readonly billing: BillingSettings;
  readonly seed: number;
  /** Who causes the events of the moment: a request, or nobody (Stripe's own schedule). */
  origin: RequestOrigin = { id: null, idempotency_key: null };
  /** Told of every new event, for webhooks. */
  onEvent: (event: StripeEvent) => void = () => {};
  /** API version in which event payloads are rendered: the account's default, which may be old. */
  eventApiVersion = API_VERSION;
  /** Renders an event's payload in that version. */
  renderPayload: (payload: JsonObject) => JsonObject = (payload) => payload;
  hasWebhook = false;
  /** While history is made in bulk: no events, no scheduled work. */
  muted = false;
  #currentSeconds: number;

  constructor(options: { seed: number; account: AccountSettings; billing: BillingSettings; startSeconds: number }) {
    this.seed = options.seed;
    this.account = options.account;
    this.billing = options.billing;
    this.ids = new DeterministicIds(options.seed);
    this.requestIds = new DeterministicIds(options.seed ^ 0x5eed);
    this.#currentSeconds = options.startSeconds;
  }

  /** The instant, in whole Unix seconds, at which whatever runs now happens. */
  now(): number {
    return this.#currentSeconds;
  }

  moveTo(seconds: number): void {
    this.#currentSeconds = seconds;
  }

  newId(prefix: string, length = 24): string {
    return `${prefix}${this.ids.next(length)}`;
  }

  base(): { created: number; livemode: boolean } {
    return { created: this.now(), livemode: this.account.livemode };
  }

  schedule(dueSeconds: number, kind: string, target: string, order = 5): void {
    if (this.muted) return;
    this.store.add('task', { id: this.newId('task_'), created: this.now(), dueSeconds, order, kind, target });
  }

  /** Announces the present state of an object; `previous` holds the former values of what changed. */
  emit<K extends ObjectType>(type: string, objectType: K, id: string, previous?: JsonObject): void {
    if (!this.muted) this.emitPayload(type, rendered(this.store.get(objectType, id)), previous);
  }

  emitPayload(type: string, payload: JsonObject, previous?: JsonObject): void {
    if (this.muted) return;
    const hidden = this.faults.hideNextEvents > 0;
    if (hidden) this.faults.hideNextEvents -= 1;
    const copies = this.faults.twinNextEvents > 0 ? 2 : 1;
    if (copies === 2) this.faults.twinNextEvents -= 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const event = this.store.add('event', {
        id: this.newId('evt_1'),
        object: 'event',
        ...this.base(),
        api_version: this.eventApiVersion,
        data: {
          object: this.renderPayload(payload),
          ...(previous === undefined ? {} : { previous_attributes: previous }),
        },
        pending_webhooks: this.hasWebhook ? 1 : 0,
        request: this.origin,
        type,
        _: { hidden },
      });
      if (!hidden) this.onEvent(event);
    }
  }

  /** Changes an object and announces it with the former values of the changed keys. */
  change<K extends ObjectType>(objectType: K, id: string, change: Partial<Shapes[K]>, eventType?: string): Shapes[K] {
    if (this.muted) return this.store.update(objectType, id, change);
    const before = rendered(this.store.get(objectType, id));
    const after = this.store.update(objectType, id, change);
    if (eventType !== undefined) {
      const afterRendered = rendered(after);
      const previous: JsonObject = {};
      for (const key of Object.keys(change)) {
        const old = before[key];
        if (key !== '_' && JSON.stringify(old) !== JSON.stringify(afterRendered[key])) previous[key] = old ?? null;
      }
      this.emitPayload(eventType, afterRendered, previous);
    }
    return after;
  }

  newestFirst<K extends ObjectType>(type: K, where: (value: Shapes[K]) => boolean): Shapes[K][] {
    const order: Entry<Shapes[K]>[] = this.store.collection(type).order;
    const found: Shapes[K][] = [];
    for (let i = order.length - 1; i >= 0; i -= 1) {
      const value = order[i]?.value;
      if (value !== undefined && where(value)) found.push(value);
    }
    return found;
  }
}
