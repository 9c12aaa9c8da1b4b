// The ports to QuickBooks: OAuth (tokens) and the Accounting API (entities). Neither retries by itself.
import type { AppError } from '../../contract/errors.ts';

export type QboJson = { readonly [key: string]: unknown };

export interface QboTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly accessTokenExpiresInSeconds: number;
  readonly refreshTokenExpiresInSeconds: number;
  /** Seconds until the grant itself ends (five years at most); undefined when Intuit did not say. */
  readonly hardExpiresInSeconds: number | undefined;
}

/**
 * Throws AppError: OFFLINE, QB_UNAVAILABLE, QB_OAUTH_CODE (exchange), QB_RECONNECT_NEEDED (refresh: invalid_grant),
 * QB_NOT_CONFIGURED (no or wrong client id and secret). Errors never carry a token or the client secret.
 */
export interface QuickBooksOAuth {
  authorizeUrl(client: QboOAuthClient, state: string): string;
  exchange(client: QboOAuthClient, callback: { code: string; realmId: string; state: string }): Promise<QboTokens>;
  refresh(client: QboOAuthClient, refreshToken: string): Promise<QboTokens>;
  revoke(client: QboOAuthClient, refreshToken: string): Promise<void>;
}

export interface QboOAuthClient {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
}

export type QboEntityName =
  | 'Customer' | 'Vendor' | 'Employee' | 'Item' | 'Account' | 'TaxCode' | 'TaxRate' | 'Term' | 'PaymentMethod'
  | 'Invoice' | 'Payment' | 'CreditMemo' | 'RefundReceipt' | 'Purchase' | 'Transfer' | 'CompanyInfo' | 'Preferences';

/** What came back: the entity, Intuit's trace id, and a digest of the body for the evidence. */
export interface QboAnswer {
  readonly entity: QboJson;
  readonly intuitTid: string | undefined;
  /** SHA-256 hex of the response body as received. */
  readonly digest: string;
}

export interface QboQueryAnswer {
  readonly entities: readonly QboJson[];
  readonly intuitTid: string | undefined;
  readonly digest: string;
}

/** One document of a batch and the request id under which it would be sent alone. */
export interface QboBatchItem {
  readonly entity: QboEntityName;
  readonly body: QboJson;
}

export interface QboChanges {
  /** `found` is null for what was deleted. */
  readonly changes: readonly { readonly entity: QboEntityName; readonly id: string; readonly found: QboJson | null }[];
  readonly isCut: boolean;
}

export interface QboAccess {
  readonly realmId: string;
  readonly accessToken: string;
}

/**
 * Throws AppError with the code that the fault table of docs/quickbooks.md maps to (QB_NOT_FOUND for 610 and, on reads,
 * 2010; QB_INVALID_REFERENCE 2500; QB_RATE_LIMITED; QB_RECONNECT_NEEDED for 3100 and 3200; QB_STALE 5010; QB_VALIDATION 6000;
 * QB_DUPLICATE_NUMBER 6140; QB_READ_ONLY 6190; QB_BOOKS_CLOSED 6210; QB_DUPLICATE_NAME 6240; QB_LOCKED 6540; QB_UNAVAILABLE
 * (ambiguous) for 10000, 5xx, timeouts, resets, unreadable bodies on writes; QB_REJECTED else). `detail` is Intuit's own
 * Detail after redaction.
 */
export interface QuickBooksApi {
  get(access: QboAccess, entity: QboEntityName, id: string, signal?: AbortSignal): Promise<QboAnswer>;
  /** `where` is the part after WHERE, already escaped by `escapeQueryText`; '' for none. For single values: `findBy`. */
  query(access: QboAccess, entity: QboEntityName, where: string, page?: { startPosition: number; maxResults: number }, signal?: AbortSignal): Promise<QboQueryAnswer>;
  /**
   * Entities whose `field` is one of `values` (escaped here), inactive names too: one call for many. At most 1000 come back.
   */
  findBy(access: QboAccess, entity: QboEntityName, field: string, values: readonly string[], signal?: AbortSignal): Promise<QboQueryAnswer>;
  /**
   * Creates up to 30 documents in one call; each has its own answer or its own refusal, in their order. Throws when the call
   * as a whole failed; it is then not known (`ambiguous`) which of them were carried out.
   */
  createMany(access: QboAccess, items: readonly QboBatchItem[], requestId: string, signal?: AbortSignal): Promise<readonly (QboAnswer | AppError)[]>;
  create(access: QboAccess, entity: QboEntityName, body: QboJson, requestId: string, signal?: AbortSignal): Promise<QboAnswer>;
  /** Sparse update: body holds Id, SyncToken and the changed fields. */
  sparseUpdate(access: QboAccess, entity: QboEntityName, body: QboJson, requestId: string, signal?: AbortSignal): Promise<QboAnswer>;
  void(access: QboAccess, entity: 'Invoice' | 'Payment' | 'CreditMemo' | 'RefundReceipt', id: string, syncToken: string, requestId: string, signal?: AbortSignal): Promise<QboAnswer>;
  /** An expense can not be voided, only deleted. */
  delete(access: QboAccess, entity: 'Purchase', id: string, syncToken: string, requestId: string): Promise<QboAnswer>;
  /**
   * What was created, changed or deleted since an instant of the last 30 days, in no order that counts. `isCut`: there were
   * more than the 1000 that one answer holds, so some are missing.
   */
  changes(access: QboAccess, entities: readonly QboEntityName[], changedSince: string, signal?: AbortSignal): Promise<QboChanges>;
  /** CompanyInfo and Preferences are singletons read by query. */
}
