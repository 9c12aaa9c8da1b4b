// Reads a Stripe event: what happened to which object, and which of our own writes caused it.
import {
  isJsonObject,
  nested,
  notAnObject,
  optionalInteger,
  optionalText,
  requiredBoolean,
  requiredInstant,
  requiredText,
  unreadable,
  type JsonObject,
  type Reading,
} from './tolerantFields.ts';

export interface StripeEventFacts {
  readonly eventId: string;
  readonly type: string;
  readonly createdAt: string;
  /** Whole Unix seconds, for the poll's cursor. */
  readonly createdSeconds: number;
  readonly apiVersion: string | null;
  /** Null for objects without an id (`invoice.upcoming`, `balance.available`). */
  readonly objectId: string | null;
  readonly objectType: string | null;
  readonly previousAttributesKeys: string[];
  /** Our own key where one of our writes caused the event: proof that the write landed. */
  readonly idempotencyKey: string | null;
  readonly livemode: boolean;
  /** The object as it was rendered into the event: a hint only. */
  readonly object: JsonObject;
}

export function readEvent(json: unknown): Reading<StripeEventFacts> {
  if (!isJsonObject(json)) return notAnObject(json);
  const oddities: string[] = [];
  const eventId = requiredText(json, 'id', oddities);
  const type = requiredText(json, 'type', oddities);
  const createdAt = requiredInstant(json, 'created', oddities);
  const livemode = requiredBoolean(json, 'livemode', oddities);
  const data = nested(json, 'data', oddities);
  const object = nested(data, 'object', oddities, 'data.object');
  const createdSeconds = optionalInteger(json, 'created', []);
  if (eventId === null || type === null || createdAt === null || livemode === null || createdSeconds === null) {
    return unreadable(json, oddities);
  }
  const previous = nested(data, 'previous_attributes', oddities, 'data.previous_attributes');
  return {
    ok: true,
    oddities,
    value: {
      eventId,
      type,
      createdAt,
      createdSeconds,
      apiVersion: optionalText(json, 'api_version', oddities),
      objectId: optionalText(object, 'id', oddities, 'data.object.id') || null,
      objectType: optionalText(object, 'object', oddities, 'data.object.object') || null,
      previousAttributesKeys: Object.keys(previous),
      idempotencyKey: idempotencyKeyOf(json, oddities),
      livemode,
      object,
    },
  };
}

/** `request` is an object since 2017-05-25; before, the id of the request as text. */
function idempotencyKeyOf(event: JsonObject, oddities: string[]): string | null {
  if (typeof event['request'] === 'string') return null;
  return optionalText(nested(event, 'request', oddities), 'idempotency_key', oddities, 'request.idempotency_key');
}
