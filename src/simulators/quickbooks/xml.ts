// The same answers as XML: what QuickBooks sends when a request does not ask for JSON, and what gateways may send anyway.
import { isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import type { GatewayFault } from './faults.ts';
import { responseTime } from './timestamps.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text safe inside XML and HTML, also within quoted attributes. */
export function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

function element(name: string, value: Json): string {
  if (Array.isArray(value)) return value.map((item) => element(name, item)).join('');
  if (isObject(value)) {
    const inner = Object.entries(value).map(([key, child]) => element(key, child));
    return `<${name}>${inner.join('')}</${name}>`;
  }
  return value === null ? '' : `<${name}>${escaped(String(value))}</${name}>`;
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const NAMESPACE = 'http://schema.intuit.com/finance/v3';

/** A JSON answer as an IntuitResponse document. */
export function xmlOf(body: JsonObject, nowMs: number): string {
  const { time: _time, ...rest } = body;
  const inner = Object.entries(rest).map(([key, value]) => element(key, value));
  return `${HEAD}<IntuitResponse xmlns="${NAMESPACE}" time="${responseTime(nowMs)}">${inner.join('')}</IntuitResponse>`;
}

/** A gateway fault as XML, in the shape that reaches clients which asked for JSON. */
export function xmlFault(fail: GatewayFault, nowMs: number): string {
  const error = `<Error code="${fail.code}"><Message>${escaped(fail.message)}</Message><Detail>${escaped(fail.detail)}</Detail></Error>`;
  return `${HEAD}<IntuitResponse time="${responseTime(nowMs)}" xmlns="${NAMESPACE}"><Fault type="${fail.type}">${error}</Fault></IntuitResponse>`;
}
