// Stripe's error answers in their true shapes (https://docs.stripe.com/api/errors and the bodies its SDK maps).
import type { JsonObject } from './jsonShapes.ts';

export class StripeError extends Error {
  readonly status: number;
  readonly body: JsonObject;
  readonly headers: Record<string, string>;
  /** Whether what the request did is taken back: always, but for a declined payment, whose attempt stays on record. */
  isUndone: boolean;

  constructor(status: number, body: JsonObject, headers: Record<string, string> = {}) {
    super(String(body['message'] ?? status));
    this.isUndone = status !== 402;
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

function docUrl(code: string): string {
  return `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`;
}

export function invalidRequest(message: string, param?: string, code?: string): StripeError {
  return new StripeError(400, {
    ...(code === undefined ? {} : { code, doc_url: docUrl(code) }),
    message,
    ...(param === undefined ? {} : { param }),
    type: 'invalid_request_error',
  });
}

/** An object named in the path is 404, one named in a parameter is 400; the code is the same. */
export function resourceMissing(noun: string, id: string, param = 'id'): StripeError {
  return new StripeError(param === 'id' ? 404 : 400, {
    code: 'resource_missing',
    doc_url: docUrl('resource_missing'),
    message: `No such ${noun}: '${id}'`,
    param,
    type: 'invalid_request_error',
  });
}

export function unrecognizedUrl(method: string, path: string): StripeError {
  return new StripeError(404, {
    message: `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
    type: 'invalid_request_error',
  });
}

/** Stripe shows the first eight and the last four characters of a key and stars between. */
function maskedKey(key: string): string {
  if (key.length <= 12) return '*'.repeat(key.length);
  return `${key.slice(0, 8)}${'*'.repeat(key.length - 12)}${key.slice(-4)}`;
}

export function invalidApiKey(key: string | null): StripeError {
  const message =
    key === null
      ? "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY')."
      : `Invalid API Key provided: ${maskedKey(key)}`;
  return new StripeError(
    401,
    { message, type: 'invalid_request_error' },
    { 'www-authenticate': 'Bearer realm="Stripe"' },
  );
}

/** The wording of the public reports of January 2025; the SDK makes a StripePermissionError of the 403. */
export function permissionMissing(key: string, accountId: string, permission: string): StripeError {
  return new StripeError(403, {
    message:
      `The provided key '${maskedKey(key)}' does not have the required permissions for this endpoint on account '${accountId}'. ` +
      `Having the '${permission}' permission would allow this request to continue.`,
    type: 'invalid_request_error',
  });
}

export function rateLimited(reason = 'global-rate'): StripeError {
  return new StripeError(
    429,
    {
      code: 'rate_limit',
      doc_url: docUrl('rate_limit'),
      message: 'Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.',
      type: 'invalid_request_error',
    },
    { 'stripe-rate-limited-reason': reason, 'stripe-should-retry': 'true' },
  );
}

export function lockTimeout(): StripeError {
  return new StripeError(429, {
    code: 'lock_timeout',
    doc_url: docUrl('lock_timeout'),
    message:
      'This object cannot be accessed right now because another API request or Stripe process is currently accessing it. If you see this error intermittently, retry the request. If you see this error frequently and are making multiple concurrent requests to a single object, make your requests serially or at a lower rate.',
    type: 'invalid_request_error',
  });
}

export function idempotencyMismatch(key: string): StripeError {
  return new StripeError(400, {
    message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
    type: 'idempotency_error',
  });
}

export function idempotencyWrongEndpoint(key: string, now: string, first: string): StripeError {
  return new StripeError(400, {
    message: `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${now}' vs '${first}'). Try using a key other than '${key}' if you meant to execute a different request.`,
    type: 'idempotency_error',
  });
}

export function idempotencyInUse(key: string): StripeError {
  return new StripeError(409, {
    code: 'idempotency_key_in_use',
    doc_url: docUrl('idempotency_key_in_use'),
    message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
    type: 'invalid_request_error',
  });
}

export function serverError(status: number): StripeError {
  return new StripeError(status, {
    message: 'Sorry! There was an error while talking to one of our backends. Please try again later.',
    type: 'api_error',
  });
}

export function cardError(code: string, message: string, extra: JsonObject = {}): StripeError {
  return new StripeError(402, { code, doc_url: docUrl(code), message, ...extra, type: 'card_error' });
}

/** Something that Stripe would never answer: the message says where to look. */
export function simulatorBug(error: unknown): StripeError {
  return new StripeError(500, {
    message: error instanceof Error ? `simulator: ${error.message}` : 'simulator',
    type: 'api_error',
  });
}
