// Answers every query of the contract with sample data, and acts out the commands well enough to look at.
import { defaultBusinessProfile } from '../../../src/contract/profile.ts';
import type { OperationName, OperationOutput, OperationParsedInput } from '../../../src/contract/operations.ts';
import type { EngineEvent } from '../../../src/contract/rpc.ts';
import type { InvoiceRow } from '../../../src/contract/invoices.ts';
import type { LedgerRow } from '../../../src/contract/ledger.ts';
import { matchesInvoice, sampleInvoice, sampleNow, sampleStory, sampleToday, sampleTotals } from './sampleInvoices.ts';

export interface SampleWorld {
  readonly invoices: InvoiceRow[];
  readonly emit: (event: EngineEvent) => void;
  hasBanners: boolean;
  /** Filtered and sorted lists, so that a million rows can be paged. */
  readonly sorted: Map<string, InvoiceRow[]>;
}

export const createSampleWorld = (count: number, emit: (event: EngineEvent) => void): SampleWorld => ({
  invoices: Array.from({ length: count }, (_, index) => sampleInvoice(index, count)),
  emit,
  hasBanners: true,
  sorted: new Map(),
});

type Answers = { readonly [N in OperationName]?: (input: OperationParsedInput<N>) => OperationOutput<N> };

const sortValue = {
  date: 'date',
  number: 'id',
  client: 'clientName',
  total: 'totalCents',
  status: 'status',
  qbStatus: 'qbStatus',
  fee: 'feeCents',
} as const;

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

const page = <R>(
  rows: readonly R[],
  cursor: string | null,
  limit: number,
): { rows: R[]; nextCursor: string | null } => {
  const from = cursor === null ? 0 : Number(cursor);
  return { rows: rows.slice(from, from + limit), nextCursor: from + limit < rows.length ? String(from + limit) : null };
};

const perItem = (
  world: SampleWorld,
  ids: readonly number[],
  qbStatus: InvoiceRow['qbStatus'],
): { done: number[]; refused: { invoiceId: number; code: string; message: string }[] } => {
  const refused = ids.slice(8, 9).map((invoiceId) => ({
    invoiceId,
    code: 'STALE_VIEW',
    message: 'Something changed since this screen was drawn. Look at the refreshed row, then decide again.',
  }));
  const done = ids.filter((id) => refused.every(({ invoiceId }) => invoiceId !== id));
  for (const id of done) {
    const index = id - 1;
    const row = world.invoices[index];
    if (row !== undefined) world.invoices[index] = { ...row, qbStatus, version: row.version + 1 };
  }
  world.sorted.clear();
  world.emit({ kind: 'changed', topics: ['invoices', 'status'] });
  return { done, refused };
};

export function sampleAnswers(world: SampleWorld): Answers {
  const rowById = (id: number): InvoiceRow => world.invoices[id - 1] ?? sampleInvoice(0, 1);
  const countIn = (status: InvoiceRow['qbStatus']): number =>
    world.invoices.filter((row) => row.qbStatus === status).length;
  return {
    'status.get': () => ({
      businessName: 'RTOpacks',
      environment: 'demo',
      timeZone: 'Australia/Brisbane',
      now: sampleNow,
      today: sampleToday,
      version: '0.1.0',
      shell: 'browser',
      secretsPersistence: 'memory',
      links: { stripe: 'http://127.0.0.1:12111/dashboard', quickBooks: 'http://127.0.0.1:12112/app' },
      freshness: [
        {
          source: 'stripe',
          state: 'green',
          asOf: '2026-11-21T04:01:30.000Z',
          sentence: 'Stripe is read every minute; nothing is waiting.',
        },
        {
          source: 'quickbooks',
          state: 'amber',
          asOf: '2026-11-20T20:00:00.000Z',
          sentence: 'The last heartbeat was this morning; two pushes failed since.',
        },
      ],
      banners: world.hasBanners
        ? [
            {
              id: 'KEYCHAIN_MEMORY',
              tone: 'info',
              sentence: 'Keys are kept in memory for this session only.',
              nextAction: 'This machine has no keychain service; keys are asked for again at the next start.',
              screen: 'settings',
            },
          ]
        : [],
      longWork: [
        {
          id: 'w1',
          kind: 'backfill',
          doing: 'Reading invoices from Stripe',
          done: 1240,
          total: 3980,
          perSecond: 410,
          startedAt: sampleNow,
          cancellable: true,
        },
      ],
      badges: {
        toReview: countIn('awaiting_review'),
        pushFailed: countIn('failed'),
        unexpectedShapes: 2,
        openDisputes: 1,
      },
    }),
    'overview.get': () => ({
      asOf: '2026-11-21T04:01:30.000Z',
      mrrCents: 2_184_545,
      mrrAtRiskCents: 136_090,
      activeSubscriptions: 48,
      pastDueSubscriptions: 3,
      payingClients: 46,
      gst: {
        quarter: '2027-Q2',
        collectedCents: 412_045,
        refundedCents: 6_354,
        netCents: 405_691,
        dueDate: '2027-02-28',
      },
      gstToLodge: { quarter: '2027-Q1', netCents: 598_200, dueDate: '2026-11-25' },
      notInQuickBooks: { count: 14, totalCents: 688_600 },
      toReview: countIn('awaiting_review'),
      pushFailed: countIn('failed'),
      feesPending: 3,
      openDisputes: [
        {
          id: 'dp_1',
          amountCents: 69_900,
          dueBy: '2026-11-27T13:59:59.000Z',
          clientName: 'Harbour City Hospitality',
          status: 'needs_response',
        },
      ],
      nextPayout: { id: 'po_1', amountCents: 214_390, arrivalDate: '2026-11-24', status: 'in_transit' },
      revenueByMonth: Array.from({ length: 12 }, (_, index) => ({
        month: index === 0 ? '2025-12' : `2026-${String(index).padStart(2, '0')}`,
        receivedExGstCents: 1_200_000 + index * 85_000 + ((index * 7919) % 13) * 9_000,
        refundedExGstCents: index % 4 === 2 ? 63_545 : 0,
        invoiceCount: 29 + index * 2,
      })),
      foreignCurrencyInvoices: 12,
      month: { exGstCents: 1_430_000, gstCents: 143_000, totalCents: 1_573_000 },
    }),
    'sync.now': () => ({ started: true, kind: 'poll' }),
    'work.cancel': () => ({ cancelled: true }),
    'invoices.list': ({ filter, sort, cursor, limit, withTotals }) => {
      const field = sortValue[sort.key];
      const key = JSON.stringify([filter, sort]);
      const rows = world.sorted.get(key) ?? sortRows();
      function sortRows(): InvoiceRow[] {
        const found = world.invoices.filter((row) => matchesInvoice(row, filter));
        const sign = sort.direction === 'asc' ? 1 : -1;
        found.sort((left, right) => {
          const [a, b] = [left[field] ?? -1, right[field] ?? -1];
          return sign * (a < b ? -1 : a > b ? 1 : left.id - right.id);
        });
        world.sorted.set(key, found);
        return found;
      }
      return {
        ...page(rows, cursor, limit),
        totals: withTotals ? sampleTotals(rows) : null,
        allCount: world.invoices.length,
        asOf: '2026-11-21T04:01:30.000Z',
      };
    },
    'invoices.get': ({ invoiceId }) => sampleStory(rowById(invoiceId)),
    'push.counts': () => ({
      awaiting_review: countIn('awaiting_review'),
      approved: countIn('approved'),
      pushing: countIn('pushing'),
      failed: countIn('failed'),
      payment_pending: countIn('payment_pending'),
      abandoned: countIn('abandoned'),
      synced: countIn('synced'),
    }),
    'push.preview': ({ invoiceId }) => {
      const row = rowById(invoiceId);
      return {
        invoiceId,
        version: row.version,
        number: row.number ?? '',
        blockers:
          invoiceId % 5 === 0
            ? ['GST is not switched on in QuickBooks. In QuickBooks open Settings, Advanced, GST.']
            : [],
        warnings:
          invoiceId % 3 === 0
            ? ['The customer will be renamed in QuickBooks: the register has a newer trading name.']
            : [],
        txnDate: row.date,
        dueDate: row.date,
        lines: [
          {
            description: row.description,
            item: 'RTOpacks Services',
            taxCode: 'GST',
            exGstCents: row.exGstCents,
            gstCents: row.gstCents,
          },
        ],
        exGstCents: row.exGstCents,
        gstCents: row.gstCents,
        totalCents: row.totalCents,
        taxMethod: 'Tax exclusive, with the GST pinned to the cent on its own tax line.',
        customer: {
          match: 'linked',
          displayName: row.clientName,
          quickBooksId: '58',
          changes: [{ field: 'E-mail', from: 'old@example.com', to: 'accounts@example.com' }],
        },
        payment: {
          totalCents: row.totalCents,
          txnDate: row.date,
          method: 'Credit Card',
          reference: row.number ?? '',
          depositTo: 'Stripe clearing account',
          note: `Stripe charge ch_3QSample | Visa 4242 | ${row.date} AEST | RTOpacks ref: ${row.number}`,
        },
        effects: [
          'Accounts receivable: +399.00, then −399.00',
          'Sales: +362.73',
          'GST liabilities payable: +36.27',
          'Stripe clearing account: +399.00',
        ],
        privateNote: `Auto-generated by Tieout. Invoice ${row.number}. Do not edit manually.`,
      };
    },
    'push.approve': ({ items }) =>
      perItem(
        world,
        items.map((item) => item.invoiceId),
        'approved',
      ),
    'push.withdraw': ({ items }) =>
      perItem(
        world,
        items.map((item) => item.invoiceId),
        'awaiting_review',
      ),
    'push.retry': ({ items }) =>
      perItem(
        world,
        items.map((item) => item.invoiceId),
        'approved',
      ),
    'push.abandon': ({ invoiceId }) => {
      perItem(world, [invoiceId], 'abandoned');
      return { invoiceId };
    },
    'push.reconcileNow': () => ({
      status: 'ok',
      synced: 3,
      failed: 1,
      abandoned: 0,
      heartbeat: { ok: true, message: 'Both tokens were renewed.' },
    }),
    'quickbooks.status': () => ({
      state: 'connected',
      companyName: 'RTOpacks Pty Ltd',
      realmId: '9341452000000001',
      environment: 'simulator',
      country: 'AU',
      connectedAt: '2026-09-01T03:00:00.000Z',
      refreshTokenExpiresAt: '2027-03-01T03:00:00.000Z',
      daysLeft: 99,
      grantExpiresAt: '2031-09-01T03:00:00.000Z',
      lastHeartbeatAt: '2026-11-20T20:00:00.000Z',
      lastHeartbeatResult: 'Both tokens were renewed.',
      nextHeartbeatAt: '2026-11-21T20:00:00.000Z',
      reconnectSuggested: false,
      setup: [
        {
          check: 'GST is switched on',
          ok: true,
          severity: 'info',
          sentence: 'Tax code GST, 10 %, with one sales rate.',
          nextAction: null,
        },
        {
          check: 'Custom transaction numbers',
          ok: true,
          severity: 'info',
          sentence: 'Our invoice numbers are kept.',
          nextAction: null,
        },
        {
          check: 'Deposit account',
          ok: false,
          severity: 'warning',
          sentence: 'There is no account “Stripe clearing account”; payments go to Undeposited Funds.',
          nextAction: 'Create the account in QuickBooks, then refresh the mapping.',
        },
      ],
      setupCheckedAt: '2026-11-20T20:00:00.000Z',
      redirectUri: 'http://localhost:8787/api/integrations/quickbooks/callback',
    }),
    'quickbooks.connect': () => ({
      authorizeUrl: 'http://127.0.0.1:12112/connect/oauth2?state=x',
      expiresAt: '2026-11-21T04:12:00.000Z',
    }),
    'quickbooks.disconnect': () => ({ disconnected: true }),
    'quickbooks.entityCache': () => ({
      rows: [
        {
          kind: 'TaxCode',
          label: 'Tax code',
          name: 'GST',
          quickBooksId: '10',
          detail: 'Rate 20, 10 %',
          fetchedAt: '2026-11-20T20:00:00.000Z',
        },
        {
          kind: 'Item',
          label: 'Item',
          name: 'RTOpacks Services',
          quickBooksId: '31',
          detail: 'Income account: Sales',
          fetchedAt: '2026-11-20T20:00:00.000Z',
        },
        {
          kind: 'Term',
          label: 'Terms',
          name: 'Due on receipt',
          quickBooksId: '1',
          detail: null,
          fetchedAt: '2026-11-20T20:00:00.000Z',
        },
      ],
    }),
    'quickbooks.refreshSetup': () => ({ ok: true }),
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
        },
      ],
    }),
    'settings.get': () => ({
      profile: defaultBusinessProfile,
      environment: 'demo',
      secretsPersistence: 'memory',
      stripe: {
        key: { isStored: true, storedAt: '2026-11-01T00:00:00.000Z', hint: '4f2a' },
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
