// Faults in the shapes that QuickBooks Online answers with, by code.
import { present } from './json.ts';
import type { JsonObject } from './json.ts';
import { responseTime } from './timestamps.ts';

export interface FaultParts {
  status?: number;
  code: string;
  message: string;
  detail: string;
  element?: string | undefined;
  type?: string;
}

/** A refusal that becomes a `Fault` body. Thrown before anything is changed. */
export class QuickBooksFault extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly element: string | undefined;
  readonly type: string;

  constructor(parts: FaultParts) {
    super(parts.message);
    this.name = 'QuickBooksFault';
    this.status = parts.status ?? 400;
    this.code = parts.code;
    this.detail = parts.detail;
    this.element = parts.element;
    this.type = parts.type ?? 'ValidationFault';
  }
}

const INACTIVE =
  "Something you're trying to use has been made inactive. Check the fields with accounts, customers, items, vendors or employees.";

function fault(code: string, message: string, detail: string, element?: string): QuickBooksFault {
  return new QuickBooksFault({ code, message, detail, element });
}

export const objectNotFound = (): QuickBooksFault =>
  fault('610', 'Object Not Found', `Object Not Found : ${INACTIVE}`, '');

/** GET of a customer id that does not exist answers 2010, not 610. */
export const unknownCustomerId = (): QuickBooksFault =>
  fault('2010', 'Request has invalid or unsupported property', 'Property Name:Id specified is unsupported or invalid');

/** The recorded shape, with the class and the known properties named (cut after 61 of them). */
export function unsupportedProperty(
  className: string,
  propertyName: string,
  known: readonly string[],
): QuickBooksFault {
  const shown = known.slice(0, 61).map((name) => `"${name}"`);
  const list = `${shown.join(', ')}${known.length > shown.length ? ' [truncated]' : ''}`;
  const detail =
    `Property Name:Unrecognized field "${propertyName}" (class com.intuit.schema.finance.v3.${className}), ` +
    `not marked as ignorable (${known.length} known properties: ${list}])\n specified is unsupported or invalid`;
  return fault('2010', 'Request has invalid or unsupported property', detail);
}

export const malformedBody = (): QuickBooksFault =>
  fault(
    '2010',
    'Request has invalid or unsupported property',
    'Property Name:Unexpected character in the request body specified is unsupported or invalid',
  );

export const requiredParameter = (name: string): QuickBooksFault =>
  fault(
    '2020',
    'Required param missing, need to supply the required value for the API',
    `Required parameter ${name} is missing in the request`,
    name,
  );

export const tooLong = (element: string, limit: number, length: number): QuickBooksFault =>
  fault(
    '2050',
    'String length specified does not match the supported length',
    `String length is either shorter or longer than supported by specification. Min:0 Max:${limit} supported. Supplied length:${length}`,
    element,
  );

export const invalidEnumeration = (element: string, value: string): QuickBooksFault =>
  fault('2170', 'Invalid Enumeration', `Invalid Enumeration : ${value}`, element);

export const badCharacters = (element: string): QuickBooksFault =>
  fault('2180', 'Invalid String', `Invalid String : ${element} contains characters that are not supported.`, element);

export const invalidEmail = (): QuickBooksFault =>
  fault(
    '2210',
    'Invalid Email Address format',
    'Email Address does not conform to the syntax rules of RFC 822.',
    'PrimaryEmailAddr',
  );

export const invalidReference = (group: string, id: string, element: string): QuickBooksFault =>
  fault('2500', 'Invalid Reference Id', `Invalid Reference Id : ${group} element id ${id} not found`, element);

export const staleObject = (): QuickBooksFault =>
  fault(
    '5010',
    'Stale Object Error',
    'Stale Object Error : You and Demo User were working on this at the same time. Demo User finished before you did, so your work was not saved.',
    '',
  );

export const businessValidation = (sentence: string): QuickBooksFault =>
  fault(
    '6000',
    'A business validation error has occurred while processing your request',
    `Business Validation Error: ${sentence}`,
    '',
  );

export const wrongLineAmount = (): QuickBooksFault =>
  fault(
    '6070',
    'Amount calculation incorrect in the request',
    'Amount calculation incorrect in the request. Amount is not equal to UnitPrice * Qty.',
    'Line.Amount',
  );

export const duplicateNumber = (docNumber: string, txnType: string, txnId: string): QuickBooksFault =>
  fault(
    '6140',
    'Duplicate Document Number Error',
    `Duplicate Document Number Error : You must specify a different number. This number has already been used. DocNumber=${docNumber} is assigned to TxnType=${txnType} with TxnId=${txnId}`,
    '',
  );

export const subscriptionLapsed = (): QuickBooksFault =>
  fault(
    '6190',
    'Invalid Company Status',
    "Subscription period has ended or canceled or there was a billing problem : You can't add data to QuickBooks Online because your trial or subscription period ended.",
    '',
  );

export const booksClosed = (): QuickBooksFault =>
  fault(
    '6210',
    'Account Period Closed, Cannot Update Through Services API',
    'The account period has closed and the account books cannot be updated through the QBO Services API. Please use the QBO website to make these changes.',
    '',
  );

export const duplicateName = (): QuickBooksFault =>
  fault('6240', 'Duplicate Name Exists Error', 'The name supplied already exists. : null');

export const deposited = (): QuickBooksFault =>
  fault(
    '6540',
    'Deposited Transaction cannot be changed',
    'Deposited Transaction cannot be changed : This transaction has been deposited. If you want to change or delete it, you must edit the deposit it appears on and remove it first.',
    '',
  );

export const cannotLink = (): QuickBooksFault =>
  fault('620', 'TxnID Cannot Be Linked', `TxnID Cannot Be Linked : Cannot validate linked transactions: ${INACTIVE}`);

export const unsupportedOperation = (what: string): QuickBooksFault =>
  fault('500', 'Unsupported Operation', `Operation ${what} is not supported.`);

export const queryParseError = (found: string, column: number): QuickBooksFault =>
  fault(
    '4000',
    'Error parsing query',
    `QueryParserError: Encountered "${found}" at line 1, column ${column}.\nWas expecting one of the keywords or values of the query language.`,
  );

export const queryInvalid = (detail: string): QuickBooksFault =>
  fault('4001', 'Invalid query', `QueryValidationError: ${detail}`);

export const systemFailure = (): QuickBooksFault =>
  new QuickBooksFault({
    status: 500,
    code: '10000',
    message: 'An application error has occurred while processing your request',
    detail:
      'System Failure Error: An unexpected error occurred while accessing or saving your data. Please wait a few minutes and try again.',
    type: 'SystemFault',
  });

/** `{Fault: {Error: [...], type}}`, also the form inside a batch answer. */
export function faultObject(fail: QuickBooksFault): JsonObject {
  const error = present({ Message: fail.message, Detail: fail.detail, code: fail.code, element: fail.element });
  return { Error: [error], type: fail.type };
}

export function faultBody(fail: QuickBooksFault, nowMs: number): JsonObject {
  return { Fault: faultObject(fail), time: responseTime(nowMs) };
}

/** What the gateway in front of the service answers (401, 403, 429, 503): lower case, in a large envelope. */
export interface GatewayFault {
  status: number;
  code: string;
  message: string;
  detail: string;
  type: string;
}

const padded = (code: string): string => code.padStart(6, '0');

export const authenticationFailed = (detail: string): GatewayFault => ({
  status: 401,
  code: '3200',
  message: `message=AuthenticationFailed; errorCode=${padded('3200')}; statusCode=401`,
  detail,
  type: 'AUTHENTICATION',
});

export const authorizationFailed = (realmId: string): GatewayFault => ({
  status: 403,
  code: '3100',
  message: `message=ApplicationAuthorizationFailed; errorCode=${padded('3100')}; statusCode=403`,
  detail: `The token is not authorised for company ${realmId}`,
  type: 'AUTHORIZATION',
});

export const throttled = (status = 429): GatewayFault => ({
  status,
  code: '3001',
  message: `message=ThrottleExceeded; errorCode=${padded('3001')}; statusCode=${status}`,
  detail: 'The request limit was reached.  Try again later',
  type: 'SERVICE',
});

export const serviceUnavailable = (): GatewayFault => ({
  status: 503,
  code: '3003',
  message: `message=ServiceUnavailable; errorCode=${padded('3003')}; statusCode=503`,
  detail: 'The service is temporarily unavailable.  Try again later',
  type: 'SERVICE',
});

export function gatewayBody(fail: GatewayFault, nowMs: number): JsonObject {
  return {
    warnings: null,
    intuitObject: null,
    fault: {
      error: [{ message: fail.message, detail: fail.detail, code: fail.code, element: null }],
      type: fail.type,
    },
    report: null,
    queryResponse: null,
    batchItemResponse: [],
    attachableResponse: [],
    syncErrorResponse: null,
    requestId: null,
    time: nowMs,
    status: null,
    cdcresponse: [],
  };
}
