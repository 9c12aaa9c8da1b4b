// The knobs over HTTP, under /_simulator: for browser tests and for a person with curl.
import type { Act } from './acts.ts';
import type { Faults } from './faults.ts';
import { newFaults } from './faults.ts';
import { rendered } from './objectStore.ts';
import type { Json, JsonObject } from './jsonShapes.ts';
import type { ObjectType } from './shapes.ts';
import type { SimulatorCore } from './simulatorCore.ts';

type ControlReply = { status: number; value: Json };

const READABLE: readonly ObjectType[] = [
  'balance_transaction',
  'charge',
  'credit_note',
  'customer',
  'dispute',
  'early_fraud_warning',
  'event',
  'invoice',
  'invoice_payment',
  'invoiceitem',
  'payment_intent',
  'payment_method',
  'payout',
  'price',
  'product',
  'refund',
  'subscription',
  'subscription_schedule',
  'tax_rate',
];

function bodyObject(body: string): JsonObject {
  const parsed: Json = body === '' ? {} : JSON.parse(body);
  if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed))
    throw new Error('the body must be a JSON object');
  return parsed;
}

/** `POST clock {advanceMs | setMs}`, `POST faults {…}`, `POST act {act, …}`, `POST bulk {count}`, `GET state?type=`, `GET stats`. */
export function answerControl(core: SimulatorCore, method: string, url: URL, body: string): ControlReply {
  try {
    return { status: 200, value: control(core, `${method} ${url.pathname.slice('/_simulator/'.length)}`, url, body) };
  } catch (error) {
    return { status: 400, value: { error: error instanceof Error ? error.message : 'failed' } };
  }
}

function control(core: SimulatorCore, route: string, url: URL, body: string): Json {
  const { world } = core;
  switch (route) {
    case 'GET clock':
      return { nowMs: core.nowMs() };
    case 'POST clock': {
      const { advanceMs, setMs } = bodyObject(body);
      core.advance(typeof setMs === 'number' ? setMs - core.nowMs() : Number(advanceMs ?? 0));
      core.webhooks?.flush();
      return { nowMs: core.nowMs() };
    }
    case 'GET faults':
      return JSON.parse(JSON.stringify(world.faults));
    case 'POST faults':
      Object.assign(world.faults, newFaults(), bodyObject(body) as unknown as Partial<Faults>);
      return JSON.parse(JSON.stringify(world.faults));
    case 'POST act':
      return core.act(bodyObject(body) as unknown as Act);
    case 'POST bulk':
      core.bulk(Number(bodyObject(body)['count'] ?? 0));
      return { invoices: world.store.count('invoice') };
    case 'GET stats':
      return Object.fromEntries(core.stats);
    case 'GET state': {
      const type = READABLE.find((candidate) => candidate === url.searchParams.get('type'));
      if (type === undefined)
        return Object.fromEntries(READABLE.map((candidate) => [candidate, world.store.count(candidate)]));
      return world.newestFirst(type, () => true).map(rendered);
    }
    default:
      throw new Error(`there is no control ${route}`);
  }
}
