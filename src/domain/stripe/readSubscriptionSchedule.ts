// Reads a subscription schedule: which phases a subscription goes through, and where it stands.
import {
  isJsonObject,
  nested,
  nestedList,
  notAnObject,
  noteUnknownWord,
  optionalBoolean,
  optionalInstant,
  optionalInteger,
  optionalText,
  reference,
  requiredInstant,
  requiredText,
  unreadable,
  type JsonObject,
  type Reading,
} from './tolerantFields.ts';

export interface SchedulePhaseFacts {
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  readonly items: { readonly stripePriceId: string | null; readonly quantity: number }[];
}

export interface StripeSubscriptionScheduleFacts {
  readonly scheduleId: string;
  /** Also after a release, when Stripe names it elsewhere. */
  readonly stripeSubscriptionId: string | null;
  readonly stripeCustomerId: string | null;
  /** Local spelling: `cancelled`. Open set: not_started, active, completed, released. */
  readonly status: string;
  /** Open set: release, cancel. */
  readonly endBehaviour: string | null;
  readonly currentPhaseStart: string | null;
  readonly currentPhaseEnd: string | null;
  readonly phases: SchedulePhaseFacts[];
  readonly createdAt: string;
  /** When it was completed, cancelled or released. */
  readonly endedAt: string | null;
  readonly livemode: boolean | null;
}

const knownStatuses: ReadonlySet<string> = new Set(['active', 'cancelled', 'completed', 'not_started', 'released']);

export function readSubscriptionSchedule(json: unknown): Reading<StripeSubscriptionScheduleFacts> {
  if (!isJsonObject(json)) return notAnObject(json);
  const oddities: string[] = [];
  const scheduleId = requiredText(json, 'id', oddities);
  const rawStatus = requiredText(json, 'status', oddities);
  const createdAt = requiredInstant(json, 'created', oddities);
  if (scheduleId === null || rawStatus === null || createdAt === null) return unreadable(json, oddities);
  const status = rawStatus === 'canceled' ? 'cancelled' : rawStatus;
  noteUnknownWord(status, knownStatuses, oddities, 'status');
  const current = nested(json, 'current_phase', oddities);
  return {
    ok: true,
    oddities,
    value: {
      scheduleId,
      stripeSubscriptionId:
        reference(json, 'subscription', oddities) ?? reference(json, 'released_subscription', oddities),
      stripeCustomerId: reference(json, 'customer', oddities),
      status,
      endBehaviour: optionalText(json, 'end_behavior', oddities),
      currentPhaseStart: optionalInstant(current, 'start_date', oddities, 'current_phase.start_date'),
      currentPhaseEnd: optionalInstant(current, 'end_date', oddities, 'current_phase.end_date'),
      phases: nestedList(json, 'phases', oddities).items.filter(isJsonObject).map((phase) => phaseOf(phase, oddities)),
      createdAt,
      endedAt:
        optionalInstant(json, 'completed_at', oddities) ??
        optionalInstant(json, 'canceled_at', oddities) ??
        optionalInstant(json, 'released_at', oddities),
      livemode: optionalBoolean(json, 'livemode', oddities),
    },
  };
}

/** `items`; before 2020-08-27 `plans`, whose items name a plan. */
function phaseOf(phase: JsonObject, oddities: string[]): SchedulePhaseFacts {
  const key = phase['items'] === undefined && phase['plans'] !== undefined ? 'plans' : 'items';
  return {
    startsAt: optionalInstant(phase, 'start_date', oddities, 'phases[].start_date'),
    endsAt: optionalInstant(phase, 'end_date', oddities, 'phases[].end_date'),
    items: nestedList(phase, key, oddities, `phases[].${key}`)
      .items.filter(isJsonObject)
      .map((item) => ({
        stripePriceId:
          reference(item, 'price', oddities, 'phases[].items[].price') ??
          reference(item, 'plan', oddities, 'phases[].items[].plan'),
        quantity: optionalInteger(item, 'quantity', oddities, 'phases[].items[].quantity') ?? 1,
      })),
  };
}
