// What a failed Stripe call means to the program: by status, type and code, never by the message.
import type { IncomingHttpHeaders } from 'node:http';
import { AppError } from '../../contract/errors.ts';
import { redactedDetail } from '../log/redact.ts';
import { HttpFailure } from '../runtime/httpExchange.ts';
import { retryAfterMsOf } from '../runtime/retryAfter.ts';
import { UnreadableAnswer } from './stripeHttpClient.ts';

export interface StripeCall {
  readonly isWrite: boolean;
  /** `read` or `write`, and the resource in Stripe's own plural: what a restricted key would need. */
  readonly needs: string;
  /** For redaction by value. */
  readonly key: string;
  readonly nowMs: number;
}

/** Stripe asks for back-off without always saying how long. */
const shortestWaitMs = 1_000;

/** What is read of the SDK's errors; every field is as open as the vendor makes it. */
interface VendorError {
  readonly status: number | undefined;
  readonly type: string | undefined;
  readonly code: string | undefined;
  readonly param: string | undefined;
  readonly message: string;
  readonly requestId: string | undefined;
  readonly headers: IncomingHttpHeaders;
  /** What the SDK wrapped: the transport's failure. */
  readonly cause: unknown;
}

const textOf = (source: object, name: string): string | undefined => {
  const value: unknown = Reflect.get(source, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

function readVendorError(error: object): VendorError {
  const status: unknown = Reflect.get(error, 'statusCode');
  const headers: unknown = Reflect.get(error, 'headers');
  const raw: unknown = Reflect.get(error, 'raw');
  const wrapped: unknown = typeof raw === 'object' && raw !== null ? Reflect.get(raw, 'exception') : undefined;
  return {
    status: typeof status === 'number' ? status : undefined,
    type: textOf(error, 'rawType'),
    code: textOf(error, 'code'),
    param: textOf(error, 'param'),
    message: textOf(error, 'message') ?? '',
    requestId: textOf(error, 'requestId'),
    headers: typeof headers === 'object' && headers !== null ? (headers as IncomingHttpHeaders) : {},
    cause: Reflect.get(error, 'detail') ?? wrapped,
  };
}

/** The original error is dropped: it holds headers, and the key is one of them. */
export function stripeFailure(error: unknown, call: StripeCall): AppError {
  if (error instanceof AppError) return error;
  if (typeof error !== 'object' || error === null) return new AppError('INTERNAL', 'Stripe call');
  const vendor = readVendorError(error);
  for (const cause of [error, vendor.cause]) {
    if (cause instanceof HttpFailure) return transportFailure(cause, call);
    if (cause instanceof UnreadableAnswer) return unreadableFailure(cause, call);
  }
  if (vendor.status === undefined)
    return new AppError('INTERNAL', redactedDetail(`Stripe call: ${vendor.message}`, [call.key]));
  return answeredFailure(vendor, vendor.status, call);
}

function transportFailure(failure: HttpFailure, call: StripeCall): AppError {
  const ambiguous = call.isWrite && failure.mayHaveBeenSent;
  if (failure.kind === 'cancelled') return new AppError('CANCELLED', undefined, { ambiguous });
  if (failure.kind === 'unreachable') return new AppError('OFFLINE', failure.systemCode ?? 'no connection to Stripe');
  const how = { reset: 'the connection was cut', timeout: 'no answer in time', too_large: 'the answer was too large' }[
    failure.kind
  ];
  return new AppError('STRIPE_UNAVAILABLE', how, { ambiguous });
}

function unreadableFailure(failure: UnreadableAnswer, call: StripeCall): AppError {
  const more = failure.requestId === undefined ? {} : { vendorRequestId: failure.requestId };
  // A gateway may refuse in its own words; these three statuses mean the same in any.
  if (failure.status === 401) return new AppError('STRIPE_KEY_INVALID', undefined, more);
  if (failure.status === 429)
    return new AppError('STRIPE_RATE_LIMITED', undefined, { ...more, retryAfterMs: shortestWaitMs });
  return new AppError('STRIPE_UNAVAILABLE', `unreadable answer, HTTP ${failure.status}`, {
    ...more,
    ambiguous: call.isWrite,
  });
}

function answeredFailure(vendor: VendorError, status: number, call: StripeCall): AppError {
  const more = vendor.requestId === undefined ? {} : { vendorRequestId: vendor.requestId };
  const detail = describe(vendor, call);
  const isThrottled = status === 429 || vendor.code === 'lock_timeout' || vendor.code === 'rate_limit';
  if (isThrottled) {
    const retryAfterMs = Math.max(shortestWaitMs, retryAfterMsOf(vendor.headers, call.nowMs) ?? 0);
    return new AppError('STRIPE_RATE_LIMITED', vendor.code, { ...more, retryAfterMs });
  }
  if (status === 401) return new AppError('STRIPE_KEY_INVALID', vendor.code, more);
  if (status === 403) return new AppError('STRIPE_PERMISSION_MISSING', permissionOf(vendor, call), more);
  if (status === 404 || vendor.code === 'resource_missing') return new AppError('NOT_FOUND', detail, more);
  // The first request under this idempotency key is still being worked on: its outcome isn't known yet.
  if (vendor.code === 'idempotency_key_in_use') {
    return new AppError('STRIPE_UNAVAILABLE', vendor.code, { ...more, ambiguous: true, retryAfterMs: shortestWaitMs });
  }
  if (status >= 500) {
    const retryAfterMs = retryAfterMsOf(vendor.headers, call.nowMs);
    return new AppError('STRIPE_UNAVAILABLE', `HTTP ${status}`, {
      ...more,
      ambiguous: call.isWrite,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });
  }
  // Everything else is a refusal of this very request, the misuse of an idempotency key (type idempotency_error) included.
  return new AppError('STRIPE_REJECTED', detail, more);
}

/** Code, parameter and Stripe's sentence, redacted. */
function describe(vendor: VendorError, call: StripeCall): string {
  const parts = [
    vendor.code ?? vendor.type,
    vendor.param === undefined ? undefined : `parameter ${vendor.param}`,
    vendor.message,
  ];
  return redactedDetail(parts.filter((part) => part !== undefined && part !== '').join(': '), [call.key]);
}

/**
 * Stripe names the permission inside its sentence only ("Having the 'rak_charge_read' permission would allow …", public
 * reports of 2023 to 2025), with the masked key beside it: the name alone is taken. Not named: what the call needed.
 */
function permissionOf(vendor: VendorError, call: StripeCall): string {
  const named = [...vendor.message.matchAll(/\brak_[a-z0-9_]{2,60}\b/g)].map((match) => match[0]);
  return named.length > 0 ? [...new Set(named)].slice(0, 5).join(', ') : call.needs;
}
