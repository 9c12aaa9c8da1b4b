// Sample answers of the books' side: ledger, GST, checks, activity, settings.
import type { LedgerRow } from '../../../src/contract/ledger.ts';
import { defaultBusinessProfile } from '../../../src/contract/profile.ts';
import { sampleNow } from './sampleInvoices.ts';
import { page, type Answers, type SampleWorld } from './sampleWorld.ts';

function ledgerRows(world: SampleWorld): LedgerRow[] {
  let runningTotalCents = 0;
  const rows: LedgerRow[] = [];
  for (const invoice of world.invoices) {
    if (invoice.status !== 'paid' || invoice.currency !== 'aud') continue;
    for (const sign of invoice.refundedCents > 0 ? [1, -1] : [1]) {
      runningTotalCents += sign * invoice.totalCents;
      rows.push({
        id: rows.length + 1,
        effectiveAt: `${invoice.date}T02:11:09.000Z`,
        recordedAt: `${invoice.date}T02:12:00.000Z`,
        date: invoice.date,
        eventType: sign === 1 ? 'subscription_payment' : 'refund',
        description: sign === 1 ? invoice.description : `Refund of ${invoice.number}`,
        clientName: invoice.clientName,
        invoiceId: invoice.id,
        invoiceNumber: invoice.number,
        revenueType: 'subscription',
        exGstCents: sign * invoice.exGstCents,
        gstCents: sign * invoice.gstCents,
        totalCents: sign * invoice.totalCents,
        currency: 'aud',
        quarter: '2027-Q2',
        runningTotalCents,
        source: `in_1QSample${invoice.id}`,
        isTest: false,
      });
    }
  }
  return rows;
}

export function sampleBooks(world: SampleWorld): Answers {
  return {
    'ledger.list': ({ filter, direction, cursor, limit, withTotals }) => {
      const all = ledgerRows(world);
      const rows = all.filter(
        (row) =>
          (filter.invoiceId === undefined || row.invoiceId === filter.invoiceId) &&
          (filter.eventType?.includes(row.eventType) ?? true) &&
          (filter.search === undefined || row.description.toLowerCase().includes(filter.search.toLowerCase())),
      );
      if (direction === 'desc') rows.reverse();
      const sum = (amountOf: (row: LedgerRow) => number): number =>
        rows.reduce((total, row) => total + amountOf(row), 0);
      return {
        ...page(rows, cursor, limit),
        totals: withTotals
          ? {
              count: rows.length,
              exGstCents: sum((row) => row.exGstCents),
              gstCents: sum((row) => row.gstCents),
              totalCents: sum((row) => row.totalCents),
            }
          : null,
        allCount: all.length,
        eventTypes: ['subscription_payment', 'refund', 'qb_synced', 'payout_paid'],
      };
    },
    'books.check': () => ({
      checkedAt: sampleNow,
      ok: false,
      checks: [
        {
          id: 'chain',
          title: 'Ledger hash chain',
          ok: true,
          sentence: 'Every row carries the hash of the one before.',
          rowsChecked: 7412,
        },
        {
          id: 'accrual',
          title: 'GST accrual equals the ledger',
          ok: true,
          sentence: 'Summed again per quarter, equal to the cent.',
          rowsChecked: 7412,
        },
        {
          id: 'synced',
          title: 'Synced means read back',
          ok: false,
          sentence: 'RTP-0412 is marked synced without the evidence of step 7. Open it and retry.',
          rowsChecked: 3902,
        },
      ],
    }),
    'gst.quarters': () => ({
      quarters: (
        [
          ['2027-Q2', '2026-10-01', '2026-12-31', '2027-02-28'],
          ['2027-Q1', '2026-07-01', '2026-09-30', '2026-11-25'],
          ['2026-Q4', '2026-04-01', '2026-06-30', '2026-08-25'],
          ['2026-Q3', '2026-01-01', '2026-03-31', '2026-05-26'],
        ] as const
      ).map(([quarter, from, to, dueDate], index) => ({
        quarter,
        label: `Quarter ${quarter}`,
        from,
        to,
        dueDate,
        salesExGstCents: 4_100_000 - index * 310_000,
        salesTotalCents: 4_510_000 - index * 341_000,
        refundsTotalCents: index * 39_900,
        gstCollectedCents: 410_000 - index * 31_000,
        gstRefundedCents: index * 3_627,
        gstNetCents: 410_000 - index * 34_627,
        invoiceCount: 112 - index * 9,
        remitted: index > 1,
        remittedAt: index > 1 ? '2026-08-20T01:00:00.000Z' : null,
        isCurrent: index === 0,
      })),
      testRowsLeftOut: 4,
      otherCurrencyRowsLeftOut: 12,
    }),
    'gst.markRemitted': ({ quarter }) => ({ quarter, remitted: true, remittedAt: sampleNow }),
    'activity.list': ({ cursor, limit }) => ({
      ...page(
        Array.from({ length: 640 }, (_, index) => ({
          id: 640 - index,
          at: new Date(Date.parse(sampleNow) - index * 1_740_000).toISOString(),
          source: (['stripe', 'quickbooks', 'person', 'program'] as const)[index % 4] ?? 'program',
          kind: ['sync', 'push', 'approval', 'heartbeat'][index % 4] ?? 'sync',
          result: (['ok', 'ok', 'info', 'warning', 'ok', 'failed'] as const)[index % 6] ?? 'ok',
          summary:
            [
              'Read 12 events from Stripe',
              'Pushed RTP-3961 to QuickBooks',
              'Approved 3 invoices for QuickBooks',
              'Heartbeat renewed the QuickBooks tokens',
            ][index % 4] ?? '',
          detail: index % 6 === 5 ? 'QB_DUPLICATE_NAME: the name is taken by a vendor.' : null,
          invoiceId: index % 4 === 1 ? 3961 : null,
          correlationId: index % 6 === 5 ? 'c-7f1e' : null,
        })),
        cursor,
        limit,
      ),
      totals: { count: 640 },
      allCount: 640,
    }),
    'activity.canary': () => ({
      rows: [
        {
          id: 1,
          objectType: 'charge',
          eventType: 'charge.updated',
          apiVersion: '2026-09-30.dahlia',
          problem: 'payment_method_details.type: unknown value "klarna_au"',
          count: 3,
          firstSeenAt: '2026-11-10T01:00:00.000Z',
          lastSeenAt: '2026-11-19T09:00:00.000Z',
          lastObjectId: 'ch_3QSampleOdd',
          sample: '{\n "object": "=charge",\n "amount": "integer"\n}',
        },
      ],
    }),
    'settings.get': () => ({
      profile: defaultBusinessProfile,
      environment: 'demo',
      secretsPersistence: 'memory',
      stripe: {
        key: { isStored: true, storedAt: '2026-11-01T00:00:00.000Z', hint: '4f2a' },
        webhook: { secret: { isStored: false, storedAt: null, hint: null }, lastReceivedAt: null, listener: { isOn: false, port: 4242 }, shell: 'browser' },
        accountId: 'acct_1SampleAccount',
        apiBase: 'http://127.0.0.1:12111',
        permissions: [
          { resource: 'Invoices', access: 'granted', neededFor: 'The mirror, and writing invoice numbers' },
          { resource: 'Charges and refunds', access: 'granted', neededFor: 'Payments, fees and refunds' },
          { resource: 'Payouts', access: 'missing', neededFor: 'The next payout on the overview' },
          { resource: 'Disputes', access: 'unknown', neededFor: 'Deadlines of disputes' },
        ],
      },
      quickBooks: {
        clientId: 'ABSampleClient',
        clientSecret: { isStored: true, storedAt: '2026-11-01T00:00:00.000Z', hint: null },
        apiBase: 'http://127.0.0.1:12112',
        redirectUri: 'http://localhost:8787/api/integrations/quickbooks/callback',
      },
      data: {
        folder: '/home/sample/.tieout/demo',
        databaseFile: 'tieout.db',
        schemaVersion: 40,
        lastBackupAt: '2026-11-20T14:00:00.000Z',
      },
    }),
    'settings.saveProfile': () => ({ saved: true }),
    'settings.setStripeKey': () => ({ accountId: 'acct_1SampleAccount', permissions: [] }),
    'settings.setQuickBooksApp': () => ({ saved: true }),
    'settings.diagnostics': () => ({ text: 'Tieout 0.1.0\nenvironment demo\nschema 40\n' }),
  };
}
