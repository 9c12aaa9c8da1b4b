// Made-up invoices for looking at the renderer before an engine answers: deterministic, contract-shaped.
import type {
  InvoiceFilter,
  InvoiceRow,
  InvoiceStory,
  InvoiceTotals,
  PushAttemptView,
} from '../../../src/contract/invoices.ts';
import type { QbSyncStatus } from '../../../src/contract/values.ts';

export const sampleNow = '2026-11-21T04:02:00.000Z';
export const sampleToday = '2026-11-21';

const clientNames = [
  'Bayside Skills Institute',
  'Kimberley Trades Training',
  'Northgate College of Care',
  'Meridian Business Academy',
  'Harbour City Hospitality',
  'Wattle Grove Training',
  'Redgum Civil Skills',
  'Southern Cross Aged Care Training',
  'Coral Coast Dive & Marine',
  'Granite Belt Agriculture Training',
  '=HYPERLINK("http://x","Totally Fine Training")',
  'Zenith First Aid',
  'The Very Long Registered Training Organisation of Outer North-Western Queensland Pty Ltd',
  "O'Brien & Daughters Safety",
  'Lumen Digital Skills',
];
const plans = [
  { name: 'RTOpacks Essential — monthly subscription, 1 seat', cents: 39900 },
  { name: 'RTOpacks Pro — monthly subscription, 5 seats', cents: 69900 },
  { name: 'RTOpacks Enterprise — monthly subscription, 100 seats', cents: 249000 },
  { name: 'Additional seat — RTOpacks Pro', cents: 3500 },
];
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const scatter = (seed: number): number => ((seed * 2_654_435_761) >>> 0) / 4_294_967_296;

function qbStatusOf(index: number, count: number, status: string): QbSyncStatus {
  if (status !== 'paid') return 'not_applicable';
  const age = count - index;
  if (age <= 9) return 'awaiting_review';
  if (age === 10 || age === 11) return 'approved';
  if (age === 12) return 'pushing';
  if (age === 13 || age === 21) return 'failed';
  if (age === 14) return 'payment_pending';
  if (age === 40) return 'abandoned';
  return 'synced';
}

const qbErrors: Partial<Record<QbSyncStatus, string>> = {
  failed:
    '[step3_customer] The name is taken by another customer, vendor or employee in QuickBooks. (Vendor "Kimberley Trades Training")',
  payment_pending:
    '[step6_payment] QuickBooks did not answer, so it is not known whether the last request was carried out.',
  abandoned: '[step4_invoice] The books are closed in QuickBooks for this date.',
};

export function sampleInvoice(index: number, count: number): InvoiceRow {
  const plan = plans[Math.floor(scatter(index) * 3.2) % 4] ?? { name: '', cents: 0 };
  const day = Math.floor((index / count) * 330);
  const date = new Date(Date.UTC(2025, 11, 26) + day * 86_400_000).toISOString().slice(0, 10);
  const clientName = clientNames[Math.floor(scatter(index + 7) * clientNames.length)] ?? '';
  const status = index % 97 === 5 ? 'void' : index % 61 === 9 ? 'open' : index % 211 === 17 ? 'uncollectible' : 'paid';
  const isForeign = index % 331 === 30;
  const totalCents = plan.cents;
  const exGstCents = Math.floor((totalCents * 20 + 11) / 22);
  const qbStatus = isForeign ? 'not_applicable' : qbStatusOf(index, count, status);
  const isFeePending = status === 'paid' && count - index < 4;
  const month = months[Number(date.slice(5, 7)) - 1] ?? '';
  return {
    id: index + 1,
    version: 3,
    number: `RTP-${String(index + 1).padStart(4, '0')}`,
    date,
    clientName,
    rtoCode: String(30_000 + Math.floor(scatter(index + 7) * clientNames.length) * 37),
    description: `${plan.name}, ${month} ${date.slice(0, 4)}`,
    exGstCents,
    gstCents: totalCents - exGstCents,
    totalCents,
    currency: isForeign ? 'usd' : 'aud',
    status,
    qbStatus,
    qbError: qbErrors[qbStatus] ?? null,
    feeCents: status === 'paid' && !isFeePending ? Math.floor((totalCents * 17) / 1000) + 30 : null,
    feeState: status !== 'paid' ? 'none' : isFeePending ? 'pending' : 'known',
    revenueType: 'subscription',
    isTest: false,
    refundedCents: index % 173 === 40 ? totalCents : 0,
    hasDrift: false,
  };
}

export function matchesInvoice(row: InvoiceRow, filter: InvoiceFilter): boolean {
  const search = filter.search?.toLowerCase();
  return (
    (search === undefined ||
      `${row.number} ${row.clientName} ${row.rtoCode} ${Math.floor(row.totalCents / 100)}.${String(row.totalCents % 100).padStart(2, '0')}`
        .toLowerCase()
        .includes(search)) &&
    (filter.status?.includes(row.status) ?? true) &&
    (filter.qbStatus?.includes(row.qbStatus) ?? true) &&
    (filter.revenueType?.includes(row.revenueType) ?? true) &&
    (filter.from === undefined || row.date >= filter.from) &&
    (filter.to === undefined || row.date <= filter.to) &&
    (filter.rtoCode === undefined || row.rtoCode === filter.rtoCode) &&
    (filter.feePending !== true || row.feeState === 'pending')
  );
}

export function sampleTotals(rows: readonly InvoiceRow[]): InvoiceTotals {
  const home = rows.filter((row) => row.currency === 'aud');
  const sum = (amountOf: (row: InvoiceRow) => number): number => home.reduce((total, row) => total + amountOf(row), 0);
  return {
    count: rows.length,
    exGstCents: sum((row) => row.exGstCents),
    gstCents: sum((row) => row.gstCents),
    totalCents: sum((row) => row.totalCents),
    feeCents: sum((row) => row.feeCents ?? 0),
    otherCurrencyCount: rows.length - home.length,
  };
}

const stepTitles = [
  ['step1_token', 'Have a valid access token'],
  ['step2_accounts', 'Find tax code, item, accounts and term'],
  ['step3_customer', 'Find or create the customer'],
  ['step4_invoice', 'Write the invoice'],
  ['step5_verify_invoice', 'Read the invoice back and compare'],
  ['step6_payment', 'Write the payment'],
  ['step7_verify_payment', 'Read the invoice back: balance zero, payment linked'],
  ['step8_synced', 'Mark as synced'],
] as const;

export function sampleAttempt(
  row: InvoiceRow,
  attempt: number,
  upTo: number,
  ending: 'running' | 'failed' | 'synced',
): PushAttemptView {
  return {
    id: row.id * 10 + attempt,
    attempt,
    state: ending,
    startedAt: '2026-11-20T20:15:04.120Z',
    endedAt: ending === 'running' ? null : '2026-11-20T20:15:07.460Z',
    errorCode: ending === 'failed' ? 'QB_DUPLICATE_NAME' : null,
    errorMessage: ending === 'failed' ? row.qbError : null,
    steps: stepTitles.map(([name, title], index) => {
      const step = index + 1;
      const state = step < upTo ? 'done' : step === upTo ? (ending === 'synced' ? 'done' : ending) : 'waiting';
      const isDone = state === 'done';
      return {
        step,
        name,
        title,
        state,
        startedAt: isDone ? `2026-11-20T20:15:0${Math.min(9, 4 + Math.floor(index / 3))}.120Z` : null,
        endedAt: isDone ? `2026-11-20T20:15:0${Math.min(9, 4 + Math.floor(index / 3))}.460Z` : null,
        requestId: isDone && (step === 4 || step === 6) ? `tie-${row.id}-${step}-9f21c0a7be` : null,
        request:
          step === 4 && isDone
            ? [
                { label: 'Number', value: row.number ?? '' },
                { label: 'Total', value: '399.00' },
                { label: 'GST', value: '36.27' },
                { label: 'Customer', value: row.clientName },
              ]
            : [],
        evidence:
          step === 5 && isDone
            ? [
                { label: 'Total', value: '399.00, equal' },
                { label: 'GST', value: '36.27, equal' },
                { label: 'Customer', value: `${row.clientName}, equal` },
                { label: 'Balance', value: '399.00' },
              ]
            : isDone && step === 4
              ? [
                  { label: 'Id', value: '1045' },
                  { label: 'SyncToken', value: '0' },
                ]
              : [],
        responseDigest: isDone && step >= 3 ? 'b0c1a4be77d2e9f3c5a8' : null,
        intuitTid: isDone && step >= 3 ? '1-673eb0c4-5a1f0b6f1c2d3e4f' : null,
        error: state === 'failed' ? row.qbError : null,
      };
    }),
  };
}

function attemptsOf(row: InvoiceRow): PushAttemptView[] {
  if (row.qbStatus === 'synced') return [sampleAttempt(row, 1, 8, 'synced')];
  if (row.qbStatus === 'failed') return [sampleAttempt(row, 1, 3, 'failed'), sampleAttempt(row, 2, 3, 'failed')];
  if (row.qbStatus === 'pushing') return [sampleAttempt(row, 1, 5, 'running')];
  if (row.qbStatus === 'payment_pending') return [sampleAttempt(row, 1, 6, 'failed')];
  return [];
}

export function sampleStory(row: InvoiceRow): InvoiceStory {
  const at = `${row.date}T02:11:09.000Z`;
  const isPaid = row.status === 'paid';
  return {
    invoice: row,
    orgId: 'org_31',
    stripeInvoiceId: `in_1QSampleInvoice${row.id}Abcdef`,
    stripeCustomerId: 'cus_SampleCustomer01',
    stripeInvoiceUrl: null,
    stripeDashboardUrl: `https://dashboard.stripe.com/invoices/in_1QSampleInvoice${row.id}Abcdef`,
    finalizedAt: at,
    paidAt: isPaid ? at : null,
    quarter: '2027-Q2',
    lines: [
      {
        description: row.description,
        quantity: 1,
        exGstCents: row.exGstCents,
        gstCents: row.gstCents,
        totalCents: row.totalCents,
        periodStart: at,
        periodEnd: '2026-12-20T02:11:09.000Z',
      },
    ],
    payments: isPaid
      ? [
          {
            chargeId: `ch_3QSampleCharge${row.id}XyZ`,
            paymentIntentId: `pi_3QSample${row.id}`,
            amountCents: row.totalCents,
            paidAt: at,
            status: 'succeeded',
            cardBrand: 'visa',
            cardLast4: '4242',
            balanceTransactionId: row.feeCents === null ? null : `txn_3QSampleBalance${row.id}`,
            feeCents: row.feeCents,
            netCents: row.feeCents === null ? null : row.totalCents - row.feeCents,
            payout:
              row.feeCents === null ? null : { id: 'po_1QSamplePayout', status: 'paid', arrivalDate: '2026-11-23' },
          },
        ]
      : [],
    ledger: isPaid
      ? [
          {
            id: row.id * 3,
            eventType: 'subscription_payment',
            description: row.description,
            exGstCents: row.exGstCents,
            gstCents: row.gstCents,
            totalCents: row.totalCents,
            effectiveAt: at,
            recordedAt: at,
          },
        ]
      : [],
    quickBooks: {
      status: row.qbStatus,
      invoiceId: row.qbStatus === 'synced' || row.qbStatus === 'payment_pending' ? '1045' : null,
      paymentId: row.qbStatus === 'synced' ? '1046' : null,
      customerId: row.qbStatus === 'synced' ? '58' : null,
      syncedAt: row.qbStatus === 'synced' ? '2026-11-20T20:15:07.460Z' : null,
      error: row.qbError,
      consecutiveFailures: row.qbStatus === 'failed' ? 2 : row.qbStatus === 'abandoned' ? 3 : 0,
      attempts: attemptsOf(row),
      invoiceUrl: row.qbStatus === 'synced' ? 'http://127.0.0.1/app/invoice?txnId=1045' : null,
    },
    events: [
      { at, source: 'stripe', title: 'Invoice finalised', detail: null, reference: 'evt_1QSampleA' },
      ...(isPaid
        ? ([
            { at, source: 'stripe', title: 'Invoice paid', detail: 'Visa ending 4242', reference: 'evt_1QSampleB' },
            { at, source: 'ledger', title: 'Payment booked', detail: row.description, reference: null },
            {
              at: '2026-11-20T20:14:50.000Z',
              source: 'person',
              title: 'Approved for QuickBooks',
              detail: null,
              reference: null,
            },
          ] as const)
        : []),
    ],
  };
}
