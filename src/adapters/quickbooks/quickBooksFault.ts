// Intuit's refusals in all their shapes (JSON in two spellings, XML, HTML, a 200 that holds a Fault) as one error of ours.
import type { IncomingHttpHeaders } from 'node:http';
import { AppError } from '../../contract/errors.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import { redactedDetail } from '../log/redact.ts';
import { retryAfterMsOf } from '../runtime/retryAfter.ts';

/** One entry of a Fault. `code` without leading zeros: some gateways write 003200. */
export interface QboFaultEntry {
  readonly code: string;
  readonly message: string;
  readonly detail: string;
  readonly element: string;
}

export interface QboFaultContext {
  readonly isWrite: boolean;
  readonly headers: IncomingHttpHeaders;
  readonly intuitTid: string | undefined;
  /** For redaction by value: Intuit's 401 repeats part of it. */
  readonly accessToken: string;
  readonly nowMs: number;
}

/** Source: Intuit's error code pages and recorded responses; the table is in docs/quickbooks.md. */
const codesOfFaults: ReadonlyMap<string, ErrorCode> = new Map<string, ErrorCode>([
  ['610', 'QB_NOT_FOUND'],
  ['2500', 'QB_INVALID_REFERENCE'],
  ['3001', 'QB_RATE_LIMITED'],
  ['3100', 'QB_RECONNECT_NEEDED'],
  ['3200', 'QB_RECONNECT_NEEDED'],
  ['5010', 'QB_STALE'],
  ['6000', 'QB_VALIDATION'],
  ['6140', 'QB_DUPLICATE_NUMBER'],
  ['6190', 'QB_READ_ONLY'],
  ['6210', 'QB_BOOKS_CLOSED'],
  ['6240', 'QB_DUPLICATE_NAME'],
  ['6540', 'QB_LOCKED'],
  ['10000', 'QB_UNAVAILABLE'],
]);

/** On a read: an unknown id of some entities. On a write: a property that we should not have sent. */
const unsupportedProperty = '2010';

type Json = Readonly<Record<string, unknown>>;
const asObject = (value: unknown): Json | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
const asText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';
const withoutLeadingZeros = (code: string): string => code.replace(/^0+(?=\d)/, '');

/** The entries of `Fault` (or `fault`) in a parsed answer; undefined where there is none. */
export function faultOfJson(json: unknown): readonly QboFaultEntry[] | undefined {
  const answer = asObject(json);
  const fault = asObject(answer?.['Fault']) ?? asObject(answer?.['fault']);
  if (fault === undefined) return undefined;
  const entries = fault['Error'] ?? fault['error'];
  return (Array.isArray(entries) ? entries : [entries]).map((value: unknown) => {
    const entry = asObject(value) ?? {};
    const message = asText(entry['Message'] ?? entry['message']);
    return {
      code: withoutLeadingZeros(asText(entry['code']) || codeInMessage(message)),
      message,
      detail: asText(entry['Detail'] ?? entry['detail']),
      element: asText(entry['element']),
    };
  });
}

/** Intuit's gateway writes "message=AuthenticationFailed; errorCode=003200; statusCode=401": a field of its own form, not prose. */
const codeInMessage = (message: string): string => /\berrorCode=(\d{3,6})\b/.exec(message)?.[1] ?? '';

const longestFaultXml = 20_000;

/** The text of the first element of that name, with or without a prefix. */
function elementText(name: string, xml: string): string {
  const escaped = new RegExp(`<(?:\\w{1,20}:)?${name}>([^<]*)<`).exec(xml)?.[1] ?? '';
  return escaped.replaceAll(/&(lt|gt|quot|apos|#39|amp);/g, (_match, entity: string) => xmlEntities[entity] ?? '');
}

const xmlEntities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", '#39': "'", amp: '&' };

/** `<Error code="3200"><Message>…</Message><Detail>…</Detail></Error>`, as gateways answer whatever was asked for. */
export function faultOfXml(text: string): readonly QboFaultEntry[] | undefined {
  const xml = text.slice(0, longestFaultXml);
  if (!/<(?:\w{1,20}:)?Fault[\s>]/.test(xml)) return undefined;
  return xml
    .split(/<(?:\w{1,20}:)?Error(?=[\s>])/)
    .slice(1)
    .map((entry) => {
      const message = elementText('Message', entry);
      const attribute = /^[^>]*\bcode="(\d{1,6})"/.exec(entry)?.[1];
      const code = attribute ?? (elementText('code', entry) || codeInMessage(message));
      return {
        code: withoutLeadingZeros(code),
        message,
        detail: elementText('Detail', entry),
        element: /^[^>]*\belement="([^"]{1,80})"/.exec(entry)?.[1] ?? '',
      };
    });
}

function codeOf(status: number, entries: readonly QboFaultEntry[], context: QboFaultContext): ErrorCode {
  const codes = entries.map((entry) => entry.code);
  if (status === 429 || codes.includes('3001')) return 'QB_RATE_LIMITED';
  // A server's error says nothing certain about what was done, whatever code it carries.
  if (status >= 500) return 'QB_UNAVAILABLE';
  if (status === 401) return 'QB_RECONNECT_NEEDED';
  for (const code of codes) {
    const known = codesOfFaults.get(code);
    if (known !== undefined) return known;
    if (code === unsupportedProperty) return context.isWrite ? 'QB_REJECTED' : 'QB_NOT_FOUND';
  }
  return status === 404 ? 'QB_NOT_FOUND' : 'QB_REJECTED';
}

/** The error that a Fault means. Its detail is Intuit's own, redacted, the codes first. */
export function faultError(status: number, entries: readonly QboFaultEntry[], context: QboFaultContext): AppError {
  const code = codeOf(status, entries, context);
  const sentences = entries.slice(0, 3).map((entry) => {
    // On a refused token Intuit's Detail is token material and nothing else.
    const said = code === 'QB_RECONNECT_NEEDED' ? entry.message : entry.detail || entry.message;
    return [entry.code, entry.element, said].filter((part) => part !== '').join(': ');
  });
  return makeError(code, redactedDetail(sentences.join('; ') || `HTTP ${status}`, [context.accessToken]), context);
}

/** The error for an answer that is no Fault and not what was asked for: HTML, cut JSON, a 200 without the entity. */
export function unreadableError(status: number, context: QboFaultContext): AppError {
  const detail = `unreadable answer, HTTP ${status}`;
  if (status === 401) return makeError('QB_RECONNECT_NEEDED', detail, context);
  if (status === 429) return makeError('QB_RATE_LIMITED', detail, context);
  if (status === 404) return makeError('QB_NOT_FOUND', detail, context);
  return makeError('QB_UNAVAILABLE', detail, context);
}

function makeError(code: ErrorCode, detail: string, context: QboFaultContext): AppError {
  const retryAfterMs = retryAfterMsOf(context.headers, context.nowMs);
  return new AppError(code, detail, {
    ambiguous: code === 'QB_UNAVAILABLE' && context.isWrite,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(context.intuitTid === undefined ? {} : { vendorRequestId: context.intuitTid }),
  });
}
