// Task: a database of any size by direct inserts into the program's own schema, in one transaction.
import Database from 'better-sqlite3';
import { sha256Hex } from '../../src/adapters/runtime/sha256Hex.ts';
import { addDays, localDateOf, instantFromMs, quarterOf } from '../../src/domain/calendar.ts';
import { splitGstInclusive, gstRateOn } from '../../src/domain/gst.ts';
import { chainHash, genesisHash, type LedgerEntry } from '../../src/domain/hashChain.ts';
import { openBenchStore } from '../benchEngine.ts';
import { databaseFileIn } from '../benchPaths.ts';
import { isRefunded, refundIdOf, seedActivity, seedMirror, seedSubscriptions, type SeededPayment } from './seedMirror.ts';
import { seedRevenue } from './seedRevenue.ts';

export interface SeedInput {
  readonly folder: string;
  readonly invoices: number;
}

const timeZone = 'Australia/Brisbane';
const daysOfHistory = 1095;
const invoicesPerClient = 24;
const totals = [39_900, 69_900, 43_400, 149_000, 3_500] as const;
const places = [
  'Kimberley',
  'Pilbara',
  'Gippsland',
  'Illawarra',
  'Riverina',
  'Barossa',
  'Mallee',
  'Tiwi',
  'Darling',
  'Bass Strait',
] as const;
const kinds = ['Training', 'Skills', 'College', 'Institute', 'Academy', 'Safety Training', 'Care Training'] as const;

/** States in the proportions of a business that keeps up with its queue. */
function stateOf(index: number): { status: string; qbStatus: string; feeState: string } {
  const place = index % 100;
  if (place === 7) return { status: 'open', qbStatus: 'not_applicable', feeState: 'none' };
  if (place === 23) return { status: 'void', qbStatus: 'not_applicable', feeState: 'none' };
  if (place === 41) return { status: 'paid', qbStatus: 'failed', feeState: 'known' };
  if (place === 59) return { status: 'paid', qbStatus: 'awaiting_review', feeState: 'pending' };
  if (place === 77) return { status: 'paid', qbStatus: 'awaiting_review', feeState: 'known' };
  return { status: 'paid', qbStatus: 'synced', feeState: 'known' };
}

const insertInvoice = `
  INSERT INTO billing_invoices (
    id, org_id, invoice_number, client_name, rto_code, description, amount_ex_gst, gst_amount, amount_total, amount_paid, currency, status,
    attempt_count, issued_at, finalized_at, paid_at, local_date, quarter, stripe_invoice_id, stripe_customer_id, stripe_fee_cents, fee_state,
    qb_invoice_id, qb_payment_id, qb_customer_id, qb_sync_status, qb_synced_at, revenue_type, created_at, updated_at)
  VALUES (
    @id, @orgId, @number, @clientName, @rtoCode, @description, @exGstCents, @gstCents, @totalCents, @amountPaidCents, 'aud', @status,
    0, @at, @at, @paidAt, @localDate, @quarter, @stripeInvoiceId, @customerId, @feeCents, @feeState,
    @qbInvoiceId, @qbPaymentId, @qbCustomerId, @qbStatus, @qbSyncedAt, 'subscription', @at, @at)`;

const insertLedger = `
  INSERT INTO billing_ledger (
    fact_key, event_type, revenue_type, amount_ex_gst, gst_amount, amount_total, currency, running_total, invoice_id, org_id, description,
    effective_at, recorded_at, local_date, quarter, source_type, source_id, is_test, previous_hash, hash)
  VALUES (
    @factKey, @eventType, @revenueType, @exGstCents, @gstCents, @totalCents, @currency, @runningTotal, @invoiceId, @orgId, @description,
    @effectiveAt, @recordedAt, @localDate, @quarter, @sourceType, @sourceId, 0, @previousHash, @hash)`;

const accrue = `
  INSERT INTO gst_accrual (quarter, gst_collected, gst_refunded, gst_net, sales_ex_gst, sales_total, refunds_total, invoice_count, created_at, updated_at)
  SELECT quarter, SUM(MAX(gst_amount, 0)), -SUM(MIN(gst_amount, 0)), SUM(gst_amount), SUM(MAX(amount_ex_gst, 0)), SUM(MAX(amount_total, 0)), -SUM(MIN(amount_total, 0)),
         SUM(amount_total > 0), @now, @now
  FROM billing_ledger GROUP BY quarter`;

export async function task({ folder, invoices }: SeedInput): Promise<{ elapsedMs: number }> {
  openBenchStore(folder).close();
  const startedMs = performance.now();
  const db = new Database(databaseFileIn(folder));
  // Nothing of it needs to survive a power cut: a half-made file is thrown away.
  for (const setting of ['locking_mode = EXCLUSIVE', 'journal_mode = OFF', 'synchronous = OFF', 'foreign_keys = ON', 'cache_size = -1000000', 'temp_store = MEMORY']) db.pragma(setting);
  const makeIndexes = dropIndexes(db);
  const now = instantFromMs(Date.now());
  const firstDay = addDays(localDateOf(now, timeZone), -daysOfHistory);
  db.transaction(() => {
    seedClients(db, Math.ceil(invoices / invoicesPerClient), now);
    seedSubscriptions(db, Math.ceil(invoices / invoicesPerClient), now);
    seedRows(db, invoices, firstDay);
    seedActivity(db, invoices, now);
    seedRevenue(db, { clients: Math.ceil(invoices / invoicesPerClient), firstDay, days: daysOfHistory, now });
    db.prepare(accrue).run({ now });
    db.prepare('UPDATE billing_invoice_sequence SET last_number = ?').run(invoices);
  })();
  makeIndexes();
  for (const setting of ['locking_mode = NORMAL', 'journal_mode = WAL']) db.pragma(setting);
  db.close();
  // As the program would have done with every sync: kept totals know of every row.
  const store = openBenchStore(folder);
  store.reads.foldTotals();
  store.close();
  return { elapsedMs: performance.now() - startedMs };
}

/** Sorting a whole index once is several times faster than keeping it up row by row. Answers what makes them again. */
function dropIndexes(db: Database.Database): () => void {
  const indexes = db.prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql NOT LIKE 'CREATE UNIQUE%'`).all() as { name: string; sql: string }[];
  for (const { name } of indexes) db.exec(`DROP INDEX ${name}`);
  return () => indexes.forEach(({ sql }) => void db.exec(sql));
}

const clientName = (client: number): string =>
  `${places[client % places.length] ?? ''} ${kinds[client % kinds.length] ?? ''} ${client} Pty Ltd`;

function seedClients(db: Database.Database, clients: number, now: string): void {
  const org = db.prepare(
    `INSERT INTO orgs (id, name, billing_email, rto_code, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const customer = db.prepare(
    `INSERT INTO billing_customers (stripe_customer_id, org_id, created_at, updated_at) VALUES (?, ?, ?, ?)`,
  );
  const entry = db.prepare(`INSERT INTO rto_clients (rto_code, legal_name, is_client, created_at, updated_at) VALUES (?, ?, 1, ?, ?)`);
  for (let client = 0; client < clients; client += 1) {
    if (client % 50 !== 0) entry.run(String(10_000 + client), clientName(client), now, now);
    org.run(
      `org-${client}`,
      clientName(client),
      `accounts@client-${client}.example.com`,
      String(10_000 + client),
      now,
      now,
    );
    customer.run(`cus_bench${client}`, `org-${client}`, now, now);
  }
}

function seedRows(db: Database.Database, invoices: number, firstDay: string): void {
  const clients = Math.ceil(invoices / invoicesPerClient);
  const days = Array.from({ length: daysOfHistory }, (_none, day) => addDays(firstDay, day));
  const invoice = db.prepare(insertInvoice);
  const ledger = db.prepare(insertLedger);
  const mirror = seedMirror(db);
  let previousHash: string = genesisHash;
  let runningTotal = 0;
  for (let index = 0; index < invoices; index += 1) {
    const localDate = days[Math.floor((index * daysOfHistory) / invoices)] ?? firstDay;
    const at = `${localDate}T02:00:00.000Z`;
    const client = (index * 7919) % clients;
    const { status, qbStatus, feeState } = stateOf(index);
    const isPaid = status === 'paid';
    const isSynced = qbStatus === 'synced';
    const money = splitGstInclusive(totals[index % totals.length] ?? 0, gstRateOn(localDate));
    const stripeInvoiceId = `in_bench${String((index * 48_271) % 2_147_483_647).padStart(10, '0')}x${index}`;
    const description = `RTOpacks Pro — monthly subscription, ${localDate.slice(0, 7)}`;
    const quarter = quarterOf(localDate);
    invoice.run({
      id: index + 1,
      orgId: `org-${client}`,
      number: `RTP-${String(index + 1).padStart(4, '0')}`,
      clientName: clientName(client),
      rtoCode: String(10_000 + client),
      description,
      ...money,
      amountPaidCents: isPaid ? money.totalCents : 0,
      status,
      at,
      paidAt: isPaid ? at : null,
      localDate,
      quarter: isPaid ? quarter : null,
      stripeInvoiceId,
      customerId: `cus_bench${client}`,
      feeCents: feeState === 'known' ? 708 : null,
      feeState,
      qbInvoiceId: isSynced ? String(index) : null,
      qbPaymentId: isSynced ? String(index) : null,
      qbCustomerId: isSynced ? String(client) : null,
      qbStatus,
      qbSyncedAt: isSynced ? at : null,
    });
    if (!isPaid) continue;
    const payment: SeededPayment = { index, stripeInvoiceId, clientId: `org-${client}`, customerId: `cus_bench${client}`, localDate, at, totalCents: money.totalCents };
    append(paidEntry(payment, money, { description, quarter }), localDate);
    mirror.addPayment(payment);
    if (!isRefunded(index)) continue;
    append(refundEntry(payment, money, { description, quarter }), localDate);
    mirror.addRefund(payment);
  }
  mirror.finish();

  function append(entry: LedgerEntry, localDate: string): void {
    runningTotal += entry.totalCents;
    const hash = chainHash(sha256Hex, previousHash, entry);
    const { stripeEventId: _stripeEventId, isTest: _isTest, ...columns } = entry;
    ledger.run({ ...columns, localDate, runningTotal, previousHash, hash });
    previousHash = hash;
  }
}

type Money = ReturnType<typeof splitGstInclusive>;
type About = { readonly description: string; readonly quarter: string };

const paidEntry = ({ index, stripeInvoiceId, clientId, at }: SeededPayment, money: Money, { description, quarter }: About): LedgerEntry => ({
  factKey: `${stripeInvoiceId} paid`,
  eventType: 'subscription_payment',
  revenueType: 'subscription',
  ...money,
  currency: 'aud',
  stripeEventId: null,
  invoiceId: index + 1,
  orgId: clientId,
  description: `${description} — paid`,
  effectiveAt: at,
  recordedAt: at,
  sourceType: 'invoice',
  sourceId: stripeInvoiceId,
  isTest: false,
  quarter,
});

const refundEntry = (payment: SeededPayment, { exGstCents, gstCents, totalCents }: Money, about: About): LedgerEntry => ({
  ...paidEntry(payment, { exGstCents: -exGstCents, gstCents: -gstCents, totalCents: -totalCents }, about),
  factKey: `${refundIdOf(payment.index)} refunded`,
  eventType: 'refund',
  sourceType: 'refund',
  sourceId: refundIdOf(payment.index),
});
