// Answers every query of the contract with sample data, and acts out the commands well enough to look at.
import { metricsPolicy } from '../../../src/contract/revenue.ts';
import type { InvoiceRow } from '../../../src/contract/invoices.ts';
import { sampleBooks } from './sampleBooks.ts';
import { matchesInvoice, sampleInvoice, sampleNow, sampleStory, sampleToday, sampleTotals } from './sampleInvoices.ts';
import { page, type Answers, type SampleWorld } from './sampleWorld.ts';

const sortValue = {
  date: 'date',
  number: 'id',
  client: 'clientName',
  total: 'totalCents',
  status: 'status',
  qbStatus: 'qbStatus',
  fee: 'feeCents',
} as const;

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
        otherDocuments: 0,
        unexpectedShapes: 2,
        openDisputes: 1,
        subscriptionsToDecide: 0, fraudWarnings: 0, refundsStopped: 0, clientsNeedAHand: 0, exceptionsToSettle: 0, quartersToLodge: 0, daysToLodge: null },
    }),
    'overview.get': () => ({
      asOf: '2026-11-21T04:01:30.000Z',
      metricsPolicy,
      mrrMovedCents: 36_273,
      customerChurn: { numerator: 1, denominator: 46, percentThousandths: 2_174 },
      mrrByMonth: [
        { month: '2026-10', closingCents: 2_148_272, closingClients: 45, movedCents: 63_545 },
        { month: '2026-11', closingCents: 2_184_545, closingClients: 46, movedCents: 36_273 },
      ],
      mrrCents: 2_184_545,
      mrrAtRiskCents: 136_090,
      clientsAtRisk: 3,
      booksClosedTo: '2026-06-30',
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
      isPaused: false,
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
          creates: null,
        },
        {
          check: 'Custom transaction numbers',
          ok: true,
          severity: 'info',
          sentence: 'Our invoice numbers are kept.',
          nextAction: null,
          creates: null,
        },
        {
          check: 'Deposit account',
          ok: false,
          severity: 'warning',
          sentence: 'There is no account “Stripe clearing account”; payments go to Undeposited Funds.',
          nextAction: 'Create the account in QuickBooks, then refresh the mapping.',
          creates: 'clearing_account',
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
    ...sampleBooks(world),
  };
}
