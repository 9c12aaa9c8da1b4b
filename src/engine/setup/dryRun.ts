// The dry run: the last full month as it would be mirrored and pushed, worked out by the code that writes, writing nothing.
import type { InvoiceRow } from '../../contract/invoices.ts';
import type { DryRun } from '../../contract/setup.ts';
import { addDays, localDateOf, localMonthOf } from '../../domain/calendar.ts';
import type { EngineContext } from '../context.ts';
import { syncKeys } from '../intake/syncState.ts';
import { previewPush } from '../push/previewPush.ts';

/** Each preview asks QuickBooks for its customer: more would keep a person waiting and use up the rate limit. */
const previewedAtMost = 60;

/** The month before the one that `today` is in: its first and last day. */
export function lastFullMonth(today: string): { month: string; from: string; to: string } {
  const to = addDays(`${localMonthOf(today)}-01`, -1);
  const month = localMonthOf(to);
  return { month, from: `${month}-01`, to };
}

export async function dryRun(context: EngineContext): Promise<DryRun> {
  const { month, from, to } = lastFullMonth(localDateOf(context.now(), context.profile().timeZone));
  const { rows, totals } = paidInvoices(context, from, to);
  const wouldBePushed = rows.filter(({ qbStatus }) => qbStatus !== 'synced' && qbStatus !== 'not_applicable');
  const asOf = context.store.state.sync(syncKeys.stripeAsOf);
  const findings = new Findings();
  if (totals.otherCurrencyCount > 0) findings.add('info', 'Invoices in other currencies are mirrored and kept out of QuickBooks and GST.', null, totals.otherCurrencyCount);
  for (const row of rows) for (const [severity, sentence] of oddities(row)) findings.add(severity, sentence, row.id);
  const previewed = await previewAll(context, wouldBePushed.slice(0, previewedAtMost), findings);
  if (wouldBePushed.length > previewedAtMost) findings.add('info', `The first ${previewedAtMost} were worked out in full; the rest is counted.`, null, wouldBePushed.length - previewedAtMost);
  return {
    month, from, to,
    asOf: typeof asOf === 'string' ? asOf : null,
    isReadingStripe: context.work.list().some(({ kind }) => kind === 'backfill'),
    mirrored: totals,
    groups: [
      { id: 'would_be_pushed', ...sumOf(wouldBePushed) },
      { id: 'already_there', ...sumOf(rows.filter(({ qbStatus }) => qbStatus === 'synced')) },
      { id: 'not_offered', ...sumOf(rows.filter(({ qbStatus }) => qbStatus === 'not_applicable')) },
    ],
    previewed,
    findings: findings.all(),
  };
}

function paidInvoices(context: EngineContext, from: string, to: string): { rows: InvoiceRow[]; totals: DryRun['mirrored'] } {
  const profile = context.profile();
  const rows: InvoiceRow[] = [];
  let cursor: string | null = null;
  let totals: DryRun['mirrored'] = { count: 0, exGstCents: 0, gstCents: 0, totalCents: 0, otherCurrencyCount: 0 };
  do {
    const page = context.store.reads.invoicesPage({
      filter: { status: ['paid'], from, to },
      sort: { key: 'date', direction: 'asc' },
      cursor,
      limit: 500,
      withTotals: cursor === null,
      homeCurrency: profile.homeCurrency,
      numberFormat: { prefix: profile.invoicePrefix, digits: profile.invoiceDigits },
    });
    if (page.totals !== null) {
      const { count, exGstCents, gstCents, totalCents, otherCurrencyCount } = page.totals;
      totals = { count, exGstCents, gstCents, totalCents, otherCurrencyCount };
    }
    rows.push(...page.rows);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return { rows: rows.filter(({ currency }) => currency === profile.homeCurrency), totals };
}

function oddities(row: InvoiceRow): (readonly ['error' | 'warning' | 'info', string])[] {
  return [
    ...(row.exGstCents + row.gstCents === row.totalCents ? [] : [['error', 'The amount without GST and the GST do not add up to the total.'] as const]),
    ...(row.isTest ? [['info', 'Marked as a test in Stripe; kept out of GST and QuickBooks.'] as const] : []),
    ...(row.rtoCode === null && !row.isTest ? [['warning', 'The Stripe customer has no org_id or rto_code in its metadata, so it belongs to no client of the register.'] as const] : []),
    ...(row.feeState === 'pending' ? [['info', 'Stripe has not told the fee yet.'] as const] : []),
    ...(row.refundedCents > 0 ? [['info', 'Refunded since; the refund has its own document and its own review.'] as const] : []),
  ];
}

async function previewAll(context: EngineContext, rows: readonly InvoiceRow[], findings: Findings): Promise<DryRun['previewed']> {
  let linkedCustomers = 0;
  let newCustomers = 0;
  let unknownCustomers = 0;
  for (const row of rows) {
    const { customer, blockers, warnings } = await previewPush(context, { invoiceId: row.id });
    if (customer.match === 'will_be_created') newCustomers += 1;
    else if (customer.match === 'unknown_offline') unknownCustomers += 1;
    else linkedCustomers += 1;
    for (const blocker of blockers) findings.add('error', blocker, row.id);
    for (const warning of warnings) findings.add('warning', warning, row.id);
  }
  return { count: rows.length, linkedCustomers, newCustomers, unknownCustomers };
}

const sumOf = (rows: readonly InvoiceRow[]): { count: number; totalCents: number } => ({ count: rows.length, totalCents: rows.reduce((sum, row) => sum + row.totalCents, 0) });

/** The same sentence about many invoices is one finding with a count. */
class Findings {
  readonly #found = new Map<string, DryRun['findings'][number]>();

  add(severity: DryRun['findings'][number]['severity'], sentence: string, invoiceId: number | null, count = 1): void {
    const known = this.#found.get(sentence);
    this.#found.set(sentence, known === undefined ? { severity, sentence, count, invoiceId } : { ...known, count: known.count + count });
  }

  /** What stops a push first. */
  all(): DryRun['findings'] {
    const order = ['error', 'warning', 'info'];
    return [...this.#found.values()].toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  }
}
