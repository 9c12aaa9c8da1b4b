// Reads a balance transaction: what one movement of money was, cost and left over.
import {
  isJsonObject,
  nestedList,
  notAnObject,
  noteUnknownWord,
  optionalInstant,
  optionalText,
  reference,
  requiredInstant,
  requiredCurrency,
  requiredInteger,
  requiredText,
  unreadable,
  type JsonObject,
  type Reading,
} from './tolerantFields.ts';

export interface FeeDetail {
  /** Open set: stripe_fee, tax, application_fee … */
  readonly type: string;
  readonly amountCents: number;
}

export interface BalanceTransactionFacts {
  readonly id: string;
  readonly type: string;
  /** Stripe's accounting key; open set. Empty text where an old version has none. */
  readonly reportingCategory: string;
  readonly amountCents: number;
  readonly feeCents: number;
  readonly netCents: number;
  readonly currency: string;
  readonly sourceId: string | null;
  /** Known where the row is the payout's own (what comes back of it belongs to a later one); otherwise by asking `balance_transactions?payout=`. */
  readonly payoutId: string | null;
  readonly availableOn: string | null;
  readonly createdAt: string;
  readonly balanceType: string | null;
  /** Stripe's own words; names its product where the row is a fee. */
  readonly description: string | null;
  readonly feeDetails: FeeDetail[];
}

const knownReportingCategories: ReadonlySet<string> = new Set([
  'advance',
  'advance_funding',
  'anticipation_repayment',
  'charge',
  'charge_failure',
  'climate_order_purchase',
  'climate_order_refund',
  'connect_collection_transfer',
  'connect_reserved_funds',
  'contribution',
  'dispute',
  'dispute_reversal',
  'fee',
  'financing_paydown',
  'financing_paydown_reversal',
  'financing_payout',
  'financing_payout_reversal',
  'issuing_authorization_hold',
  'issuing_authorization_release',
  'issuing_dispute',
  'issuing_transaction',
  'network_cost',
  'other_adjustment',
  'partial_capture_reversal',
  'payout',
  'payout_reversal',
  'payout_minimum_balance_hold',
  'payout_minimum_balance_release',
  'platform_earning',
  'platform_earning_refund',
  'refund',
  'refund_failure',
  'reserve_hold',
  'reserve_release',
  'reserved_funds',
  'risk_reserved_funds',
  'tax',
  'topup',
  'topup_reversal',
  'transfer',
  'transfer_reversal',
  'unreconciled_customer_funds',
]);

/** Their source is always the payout. Not so the holds and releases of a minimum balance: those stay on the account. */
const typesOfPayouts: ReadonlySet<string> = new Set(['payout', 'payout_cancel', 'payout_failure']);

export function readBalanceTransaction(json: unknown): Reading<BalanceTransactionFacts> {
  if (!isJsonObject(json)) return notAnObject(json);
  const oddities: string[] = [];
  const id = requiredText(json, 'id', oddities);
  const type = requiredText(json, 'type', oddities);
  const amountCents = requiredInteger(json, 'amount', oddities);
  const feeCents = requiredInteger(json, 'fee', oddities);
  const netCents = requiredInteger(json, 'net', oddities);
  const currency = requiredCurrency(json, 'currency', oddities);
  const createdAt = requiredInstant(json, 'created', oddities);
  if (
    id === null ||
    type === null ||
    amountCents === null ||
    feeCents === null ||
    netCents === null ||
    currency === null ||
    createdAt === null
  ) {
    return unreadable(json, oddities);
  }
  const reportingCategory = optionalText(json, 'reporting_category', oddities);
  noteUnknownWord(reportingCategory, knownReportingCategories, oddities, 'reporting_category');
  const sourceId = reference(json, 'source', oddities);
  // A posting is made once and never followed: what says that money went to the bank, but not with which payout, is read again later.
  if (sourceId === null && typesOfPayouts.has(type)) return unreadable(json, [...oddities, 'source: a payout without its id']);
  return {
    ok: true,
    oddities,
    value: {
      id,
      type,
      reportingCategory: reportingCategory ?? '',
      amountCents,
      feeCents,
      netCents,
      currency,
      sourceId,
      payoutId:
        reference(json, 'payout', oddities) ??
        (type === 'payout' && sourceId?.startsWith('po_') === true ? sourceId : null),
      availableOn: optionalInstant(json, 'available_on', oddities),
      createdAt,
      balanceType: optionalText(json, 'balance_type', oddities),
      description: optionalText(json, 'description', oddities),
      feeDetails: feeDetailsOf(json, oddities),
    },
  };
}

function feeDetailsOf(json: JsonObject, oddities: string[]): FeeDetail[] {
  const details: FeeDetail[] = [];
  for (const item of nestedList(json, 'fee_details', oddities).items) {
    if (!isJsonObject(item)) continue;
    const type = requiredText(item, 'type', oddities, 'fee_details[].type');
    const amountCents = requiredInteger(item, 'amount', oddities, 'fee_details[].amount');
    if (type !== null && amountCents !== null) details.push({ type, amountCents });
  }
  return details;
}
