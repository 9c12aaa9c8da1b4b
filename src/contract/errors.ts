// The one catalogue of error codes: what each means to a person, what to do next, and whether the program retries by itself.
import { z } from 'zod';

export type RetryPolicy = 'auto' | 'manual' | 'never' | 'after_reconnect';
export type Severity = 'info' | 'warning' | 'error' | 'critical';

export interface ErrorEntry {
  readonly severity: Severity;
  readonly retry: RetryPolicy;
  /** What happened and what it means, one sentence for a person. */
  readonly sentence: string;
  /** What to do next, in the imperative. */
  readonly nextAction: string;
  /** Status on the loopback HTTP transport. */
  readonly httpStatus: number;
}

const entry = (
  severity: Severity,
  retry: RetryPolicy,
  httpStatus: number,
  sentence: string,
  nextAction: string,
): ErrorEntry => ({ severity, retry, httpStatus, sentence, nextAction });

export const errorCatalogue = {
  // The door
  BAD_INPUT: entry('error', 'never', 400, 'The request was not understood.', 'Check the fields named in the detail and send it again.'),
  UNKNOWN_OPERATION: entry('error', 'never', 404, 'There is no such operation.', 'Check the name; the list is in the README.'),
  TOO_LARGE: entry('error', 'never', 413, 'The request is larger than the program accepts.', 'Send less at once.'),
  NOT_AUTHENTICATED: entry('error', 'never', 401, 'This request did not come from the console.', 'Open the address that was printed at start, or send the bearer token.'),
  FORBIDDEN_ORIGIN: entry('error', 'never', 403, 'The request came from another site and was refused.', 'Use the console from the address that was printed at start.'),
  STALE_VIEW: entry('warning', 'manual', 409, 'Something changed since this screen was drawn.', 'Look at the refreshed row, then decide again.'),
  NOT_FOUND: entry('error', 'never', 404, 'What was asked for does not exist here.', 'Refresh; if it is newer than the last sync, sync first.'),
  ATTACHMENT_REFUSED: entry('error', 'manual', 415, 'The file was not attached.', 'Attach the PDF of the tax invoice as Stripe sent it, at most 5 MB.'),
  NOT_ALLOWED_NOW: entry('warning', 'manual', 409, 'This can not be done in the present state.', 'Read the detail; refresh the row.'),
  KEY_REUSED: entry('error', 'never', 409, 'This idempotency key was already used for another request.', 'Use a new key for a new intent.'),
  INTERNAL: entry('critical', 'manual', 500, 'The program made a mistake; nothing was half done.', 'Try again; if it happens again, copy the diagnostics from Settings and report it.'),
  // Local data
  DB_CORRUPT: entry('critical', 'manual', 500, 'The local database is damaged.', 'Restore the latest backup, or rebuild the mirror from Stripe and QuickBooks.'),
  DB_NEWER: entry('critical', 'never', 500, 'The local database was written by a newer version of the program.', 'Install that version or a later one; nothing was changed.'),
  DB_FOREIGN: entry('critical', 'never', 500, 'This file is not a Tieout database.', 'Choose another data folder; nothing was changed.'),
  DB_NOT_MIGRATED: entry('critical', 'never', 500, 'The local database could not be brought up to this version of the program.', 'Open it with the version that wrote it, or restore a backup; nothing was changed.'),
  DB_BUSY: entry('critical', 'never', 409, 'Another Tieout is already running on this data.', 'Use the window that is open, or close it first.'),
  DB_UNREACHABLE: entry('critical', 'manual', 500, 'The data folder can not be read or written.', 'Check that the disk is connected and that you may write to the folder; nothing was changed.'),
  BACKUP_REFUSED: entry('error', 'never', 422, 'This file can not take the place of the books.', 'Read the detail; choose another backup. Nothing was changed.'),
  DISK_FULL: entry('critical', 'auto', 507, 'The disk is full; nothing was lost, but nothing more can be saved.', 'Free some space; the program goes on by itself.'),
  // Network and Stripe
  OFFLINE: entry('warning', 'auto', 503, 'The network can not be reached.', 'Everything mirrored can still be read, and what you decide is kept; the program tries again by itself.'),
  STRIPE_NOT_CONFIGURED: entry('warning', 'manual', 409, 'No Stripe key is stored.', 'Enter a restricted key under Settings, Connections.'),
  STRIPE_KEY_INVALID: entry('error', 'manual', 401, 'Stripe does not accept the key.', 'Create a new restricted key in Stripe and enter it under Settings, Connections.'),
  STRIPE_PERMISSION_MISSING: entry('warning', 'manual', 403, 'The Stripe key lacks a permission.', 'Add the permission named in the detail to the restricted key in Stripe.'),
  STRIPE_WRONG_MODE: entry('error', 'never', 409, 'Live and test data must not be mixed: this Stripe object is of the other mode.', 'Enter a key of the right mode under Settings, Connections.'),
  STRIPE_RATE_LIMITED: entry('info', 'auto', 429, 'Stripe asks to slow down.', 'Nothing to do; the program waits and goes on.'),
  STRIPE_UNAVAILABLE: entry('warning', 'auto', 503, 'Stripe did not answer as it should.', 'Nothing to do; the program tries again.'),
  STRIPE_REJECTED: entry('error', 'manual', 400, 'Stripe refused the request.', 'Read the detail.'),
  STRIPE_WRITE_NOT_SHOWN: entry('warning', 'manual', 409, 'Stripe does not show the effect of what was sent.', 'Look at it in Stripe, then continue the change or give it up.'),
  CHANGE_UNFINISHED: entry('warning', 'manual', 409, 'An earlier change in Stripe is not finished yet.', 'Continue it or give it up under Subscriptions, then try again.'),
  WEBHOOK_NOT_SET_UP: entry('warning', 'manual', 409, 'Webhooks are not set up here.', 'Enter the signing secret that stripe listen prints under Settings, Connections.'),
  WEBHOOK_REFUSED: entry('warning', 'never', 400, 'The webhook was not signed by Stripe, or not lately.', 'Check the signing secret under Settings, Connections, and this machine’s clock; the poll brings what happened.'),
  CANCELLED: entry('info', 'manual', 409, 'The work was cancelled; what was done so far is kept.', 'Start it again to go on from there.'),
  // QuickBooks: connection
  QB_NOT_CONFIGURED: entry('warning', 'manual', 409, 'QuickBooks is not set up.', 'Enter the Intuit client id and secret under Settings, then connect.'),
  QB_NOT_CONNECTED: entry('warning', 'after_reconnect', 409, 'QuickBooks is not connected.', 'Press Connect QuickBooks.'),
  QB_RECONNECT_NEEDED: entry('error', 'after_reconnect', 401, 'The QuickBooks connection has ended.', 'Press Reconnect QuickBooks; waiting work goes on by itself.'),
  QB_WRONG_COMPANY: entry('error', 'never', 409, 'That is another QuickBooks company than the one these books belong to.', 'Connect again and choose the right company.'),
  QB_OAUTH_DENIED: entry('warning', 'manual', 400, 'The connection was declined in QuickBooks.', 'Connect again and choose Connect.'),
  QB_OAUTH_STATE: entry('error', 'manual', 400, 'The answer from QuickBooks does not belong to a connection started here, or it came too late.', 'Press Connect QuickBooks again.'),
  QB_OAUTH_CODE: entry('error', 'manual', 400, 'QuickBooks no longer accepts this sign-in code.', 'Press Connect QuickBooks again.'),
  QB_HEARTBEAT_FAILED: entry('warning', 'auto', 503, 'The daily QuickBooks heartbeat failed, so nothing was pushed.', 'Try again later, or reconnect.'),
  // QuickBooks: setup
  QB_GST_NOT_ENABLED: entry('error', 'manual', 409, 'GST is not switched on in QuickBooks, so no invoice can be pushed with its tax.', 'In QuickBooks open Settings, Advanced, GST and switch it on; then refresh the account mapping.'),
  QB_NUMBERING_OFF: entry('error', 'manual', 409, 'QuickBooks ignores our invoice numbers because custom transaction numbers are off.', 'In QuickBooks open Settings, Account and settings, Sales and switch on custom transaction numbers.'),
  QB_WRONG_COUNTRY: entry('error', 'never', 409, 'The QuickBooks company is not an Australian one in Australian dollars.', 'Connect the Australian company.'),
  QB_ACCOUNT_MISSING: entry('error', 'manual', 409, 'An account, item, term or payment method that the push needs is missing in QuickBooks.', 'Create what the detail names in QuickBooks, then refresh the account mapping.'),
  // QuickBooks: calls
  QB_RATE_LIMITED: entry('info', 'auto', 429, 'QuickBooks asks to slow down.', 'Nothing to do; the program waits and goes on.'),
  QB_UNAVAILABLE: entry('warning', 'auto', 503, 'QuickBooks did not answer, so it is not known whether the last request was carried out.', 'Nothing to do; the program looks before it repeats anything.'),
  QB_NOT_FOUND: entry('warning', 'auto', 404, 'QuickBooks does not know this object, or it was made inactive.', 'The program looks it up again once.'),
  QB_INVALID_REFERENCE: entry('warning', 'auto', 400, 'Something the document refers to is gone in QuickBooks.', 'The program looks it up again once.'),
  QB_STALE: entry('warning', 'auto', 409, 'The object was changed in QuickBooks at the same moment.', 'The program reads it again and applies the change once more.'),
  QB_DUPLICATE_NUMBER: entry('error', 'manual', 409, 'Another document in QuickBooks already has this number and it is not equal to ours.', 'Open the document named in the detail in QuickBooks and decide which is right.'),
  QB_DUPLICATE_NAME: entry('error', 'manual', 409, 'The name is taken by another customer, vendor or employee in QuickBooks.', 'Rename one of them in QuickBooks, then retry.'),
  QB_VALIDATION: entry('error', 'manual', 400, 'QuickBooks refused the document.', 'Read the detail, correct the cause, then retry.'),
  QB_BOOKS_CLOSED: entry('error', 'manual', 409, 'The books are closed in QuickBooks for this date.', 'Reopen the period in QuickBooks or change the date, then retry.'),
  QB_READ_ONLY: entry('error', 'manual', 403, 'The QuickBooks subscription has lapsed; the company can only be read.', 'Renew the subscription, then retry.'),
  QB_LOCKED: entry('error', 'manual', 409, 'The transaction is already deposited or locked in QuickBooks.', 'Look at the transaction in QuickBooks, then retry.'),
  QB_REJECTED: entry('error', 'manual', 400, 'QuickBooks refused the request.', 'Read the detail.'),
  QB_ROUNDING: entry('error', 'manual', 422, 'QuickBooks computed the GST differently by a cent, both ways; the document was voided and nothing was paid.', 'Decide with your bookkeeper how this invoice is entered; retry to try again.'),
  QB_READBACK_DIFFERS: entry('error', 'manual', 422, 'What QuickBooks holds is not what was meant.', 'Compare the fields in the detail; correct the document in QuickBooks, then retry.'),
  // Push policy
  PUSH_DATA_INCOMPLETE: entry('error', 'manual', 422, 'The invoice lacks something the document needs, so nothing was sent.', 'Read the detail; correct it, then retry.'),
  PUSH_ABANDONED: entry('error', 'manual', 409, 'Three attempts in a row failed, so the program stopped trying.', 'Read the last failure, correct the cause, then retry by hand.'),
  // Refunds and disputes
  REFUND_NOT_PAID: entry('warning', 'never', 409, 'This invoice was not paid, so there is nothing to give back.', 'Choose a paid invoice; if it was paid just now, sync first.'),
  REFUND_TOO_MUCH: entry('warning', 'manual', 409, 'That is more than is left of the invoice.', 'Enter at most what the preview says can still be given back.'),
  REFUND_DISPUTE_OPEN: entry('warning', 'manual', 409, 'The payment is disputed: the bank holds the money, and a refund would pay the client twice.', 'Answer the dispute, or accept it in Stripe, instead of refunding.'),
  REFUND_DISPUTE_LOST: entry('warning', 'never', 409, 'The client has this money already: the dispute of the payment was lost.', 'Nothing is owed; look at the dispute.'),
  REFUND_POSSIBLE_DOUBLE: entry('warning', 'manual', 409, 'The same amount was refunded on this invoice already, or is on its way.', 'Compare the dates; confirm that this is a second refund, or leave it.'),
  REFUND_DATE: entry('warning', 'manual', 400, 'The date of the refund can not be right: it is in the future, or before the invoice was paid.', 'Enter the day on which the money went back.'),
  REFUND_UNDONE: entry('warning', 'never', 409, 'This refund was taken back already.', 'Refresh; nothing more is to be done.'),
  REFUND_NOT_ENABLED: entry('warning', 'never', 403, 'Your business profile does not let the console make refunds in Stripe.', 'Make the refund in Stripe, or switch it on under Settings, Business profile.'),
  CONFIRMATION_DIFFERS: entry('warning', 'manual', 400, 'What was typed is not what was asked for, so nothing was done.', 'Type it exactly as shown.'),
  EVIDENCE_CLOSED: entry('warning', 'never', 409, 'Evidence can no longer be given: the dispute is decided, was answered, or its deadline has passed.', 'Look at the dispute; ask Stripe if you believe that is wrong.'),
  // Billing API (the codes of the hosted product, kept for its clients)
  BILLING_NO_SUB: entry('warning', 'never', 404, 'This organisation has no active subscription.', 'Subscribe it first.'),
  BILLING_PLAN_NOT_FOUND: entry('warning', 'never', 404, 'The plan does not exist or is not active.', 'Choose another plan.'),
  BILLING_ALREADY_SUBSCRIBED: entry('warning', 'never', 409, 'This organisation already has a subscription.', 'Use upgrade or downgrade.'),
  BILLING_WRONG_DIRECTION: entry('warning', 'never', 400, 'Upgrade was called with a lower price, or downgrade with a higher one.', 'Use the other operation.'),
  BILLING_SEAT_NOT_ELIGIBLE: entry('warning', 'never', 403, 'The free and Essential plans can not have extra seats.', 'Upgrade to Pro first.'),
  BILLING_SEAT_LIMIT: entry('warning', 'never', 402, 'All seats of the plan are taken.', 'Add a seat or upgrade the plan.'),
  REGISTER_UNREADABLE: entry('error', 'never', 400, 'The file can not be read as a register.', 'Correct what the detail names, save it as CSV and choose it again; nothing was changed.'),
  BILLING_BAD_REQUEST: entry('warning', 'never', 400, 'A field is missing or malformed.', 'Check the fields and send it again.'),
  // Secrets
  KEYCHAIN_UNAVAILABLE: entry('warning', 'manual', 503, 'The system keychain can not be reached; keys are kept in memory for this session only.', 'Unlock or install a keychain service, then enter the keys again.'),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorCatalogue;
export const errorCodes = Object.keys(errorCatalogue) as ErrorCode[];

/** What crosses a process line when an operation fails. Carries no vendor payload and no secret. */
export const operationError = z.object({
  code: z.enum(errorCodes as [ErrorCode, ...ErrorCode[]]),
  /** What happened and what it means. */
  message: z.string(),
  /** Particulars for this case: the field, the permission, the vendor's own sentence after redaction. */
  detail: z.string().optional(),
  nextAction: z.string(),
  retry: z.enum(['auto', 'manual', 'never', 'after_reconnect']),
  correlationId: z.string().optional(),
});
export type OperationError = z.infer<typeof operationError>;

/** An expected failure of I/O or of a rule, with a code of the catalogue. Anything else that is thrown is a bug. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly detail: string | undefined;
  /** For QB_RATE_LIMITED, STRIPE_RATE_LIMITED, *_UNAVAILABLE: how long to wait at least. */
  readonly retryAfterMs: number | undefined;
  /** Whether the vendor may have carried the request out although no answer came. */
  readonly ambiguous: boolean;
  /** Vendor's own correlation id (Stripe Request-Id, intuit_tid), for support. */
  readonly vendorRequestId: string | undefined;

  constructor(
    code: ErrorCode,
    detail?: string,
    more: { retryAfterMs?: number; ambiguous?: boolean; vendorRequestId?: string } = {},
  ) {
    super(detail === undefined ? errorCatalogue[code].sentence : `${errorCatalogue[code].sentence} (${detail})`);
    this.name = 'AppError';
    this.code = code;
    this.detail = detail;
    this.retryAfterMs = more.retryAfterMs;
    this.ambiguous = more.ambiguous ?? false;
    this.vendorRequestId = more.vendorRequestId;
  }

  toOperationError(correlationId?: string): OperationError {
    const known = errorCatalogue[this.code];
    return {
      code: this.code,
      message: known.sentence,
      nextAction: known.nextAction,
      retry: known.retry,
      ...(this.detail === undefined ? {} : { detail: this.detail }),
      ...(correlationId === undefined ? {} : { correlationId }),
    };
  }
}
