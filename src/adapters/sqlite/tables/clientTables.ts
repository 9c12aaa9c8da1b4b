// What is kept about clients: the facts of their standing, rto_clients' client part, client_conversions, client_notes.
import type { ClientTables, ConversionRow, FirstPayment, RegisterEntry } from '../../../engine/ports/clientTables.ts';
import { bit, type TableContext } from './tableContext.ts';

type Facts = ReturnType<ClientTables['billingFacts']>;

export function clientTables(context: TableContext): ClientTables {
  return { ...standingTables(context), ...registerTables(context), ...ownersTables(context) };
}

type Standing = Pick<ClientTables, 'billingFacts' | 'moveCustomer' | 'setMarketplace' | 'setActiveMembers' | 'firstPayment' | 'orgsWithCode'>;

function standingTables({ db, now }: TableContext): Standing {
  const subscription = db.prepare<[string], { stripeSubscriptionId: string; status: string; planTier: string }>(
    `SELECT stripe_subscription_id AS stripeSubscriptionId, status, plan_tier AS planTier
     FROM billing_subscriptions
     WHERE org_id = ?
     ORDER BY CASE status
                WHEN 'active' THEN 0 WHEN 'trialing' THEN 1 WHEN 'past_due' THEN 2 WHEN 'paused' THEN 3 WHEN 'unpaid' THEN 4
                WHEN 'cancelled' THEN 6 WHEN 'incomplete_expired' THEN 7 ELSE 5 END,
              started_at DESC, stripe_subscription_id
     LIMIT 1`,
  );
  // An invoice does not name the payment intent of an open payment: it is the customer's for the very amount that is due.
  const failing = db.prepare<[string], { attemptCount: number; issuedAt: string; isActionRequired: number }>(
    `SELECT attempt_count AS attemptCount, issued_at AS issuedAt,
            EXISTS (
              SELECT 1 FROM stripe_payment_intents AS intent
              WHERE intent.status = 'requires_action' AND intent.stripe_customer_id = billing_invoices.stripe_customer_id
                AND intent.amount = billing_invoices.amount_total - billing_invoices.amount_paid
            ) AS isActionRequired
     FROM billing_invoices INDEXED BY billing_invoices_failing
     WHERE org_id = ? AND status = 'open' AND attempt_count > 0 AND is_test = 0`,
  );
  const failedCharges = db.prepare<[string, string], { firstAt: string | null; lastAt: string | null }>(
    `SELECT MIN(charge.created_at) AS firstAt, MAX(charge.created_at) AS lastAt
     FROM billing_customers AS customer
     JOIN stripe_charges AS charge INDEXED BY stripe_charges_failed_by_customer ON charge.stripe_customer_id = customer.stripe_customer_id
     WHERE customer.org_id = ? AND charge.is_paid = 0 AND charge.status = 'failed' AND charge.created_at >= ?`,
  );
  const recovered = db.prepare<[string], { at: string | null }>(
    `SELECT MAX(paid_at) AS at FROM billing_invoices INDEXED BY billing_invoices_recovered
     WHERE org_id = ? AND status = 'paid' AND attempt_count > 1 AND is_test = 0`,
  );
  const leaving = ['billing_subscriptions', 'billing_invoices'].map((table) => ({
    from: db.prepare<[string, string], { orgId: string }>(`SELECT DISTINCT org_id AS orgId FROM ${table} WHERE stripe_customer_id = ? AND org_id <> ?`),
    move: db.prepare(`UPDATE ${table} SET org_id = ? WHERE stripe_customer_id = ? AND org_id <> ?`),
  }));
  const marketplace = db.prepare(`UPDATE billing_customers SET marketplace = ? WHERE stripe_customer_id = ? AND marketplace IS NOT ?`);
  const members = db.prepare(`UPDATE orgs SET active_members = ?, updated_at = ? WHERE id = ? AND active_members IS NOT ?`);
  const firstPayment = db.prepare<[string], Omit<FirstPayment, 'isTest'> & { isTest: number }>(
    `SELECT invoice.paid_at AS paidAt, invoice.stripe_customer_id AS stripeCustomerId, invoice.is_test AS isTest
     FROM billing_invoices AS invoice JOIN billing_ledger AS ledger ON ledger.fact_key = invoice.stripe_invoice_id || ' paid'
     WHERE invoice.org_id = ? AND invoice.amount_total > 0 AND invoice.paid_at IS NOT NULL
     ORDER BY invoice.is_test, invoice.paid_at, invoice.id
     LIMIT 1`,
  );
  const withCode = db.prepare<[string], { id: string }>(`SELECT id FROM orgs WHERE rto_code = ? ORDER BY created_at, id`);
  return {
    billingFacts: (orgId): Facts => {
      const open = failing.all(orgId).map((invoice) => ({ ...invoice, isActionRequired: invoice.isActionRequired === 1 }));
      const since = open.map((invoice) => invoice.issuedAt).toSorted()[0];
      const matters = subscription.get(orgId);
      return {
        subscription: matters ?? null,
        stripeSubscriptionId: matters?.stripeSubscriptionId ?? null,
        failing: open,
        failedCharges: (since === undefined ? undefined : failedCharges.get(orgId, since)) ?? { firstAt: null, lastAt: null },
        recoveredAt: recovered.get(orgId)?.at ?? null,
      };
    },
    moveCustomer: (stripeCustomerId, orgId) => {
      const left = new Set<string>();
      for (const { from, move } of leaving) {
        for (const row of from.all(stripeCustomerId, orgId)) left.add(row.orgId);
        if (left.size > 0) move.run(orgId, stripeCustomerId, orgId);
      }
      return [...left];
    },
    setMarketplace: (stripeCustomerId, name) => void marketplace.run(name, stripeCustomerId, name),
    setActiveMembers: (orgId, count) => void members.run(count, now(), orgId, count),
    firstPayment: (orgId) => {
      const row = firstPayment.get(orgId);
      return row === undefined ? undefined : { ...row, isTest: row.isTest === 1 };
    },
    orgsWithCode: (rtoCode) => withCode.all(rtoCode).map((row) => row.id),
  };
}

type Register = Pick<ClientTables, 'registerEntry' | 'convert' | 'undoConversion' | 'noteStanding' | 'appendConversion' | 'conversions'>;
type StoredEntry = Omit<RegisterEntry, 'isClient' | 'isTest'> & { isClient: number; isTest: number };
type StoredConversion = Omit<ConversionRow, 'isTest'> & { isTest: number };

function registerTables({ db, now }: TableContext): Register {
  const entry = db.prepare<[string], StoredEntry>(
    `SELECT rto_code AS rtoCode, legal_name AS legalName, trading_name AS tradingName, abn, acn, ceo_given AS ceoGiven,
            ceo_family AS ceoFamily, website, entity_type AS entityType, phone, address, is_client AS isClient, is_test AS isTest,
            client_status AS clientStatus, client_since AS clientSince, plan, stripe_customer_id AS stripeCustomerId,
            stripe_subscription_id AS stripeSubscriptionId
     FROM rto_clients WHERE rto_code = ?`,
  );
  // A test's date is nobody's "client since": the first real payment takes its place. Of two, the earlier holds, whichever came first.
  const convert = db.prepare(
    `UPDATE rto_clients
     SET client_since = CASE WHEN is_client = 1 AND is_test = 1 AND @isTest = 0 THEN @clientSince ELSE MIN(COALESCE(client_since, @clientSince), @clientSince) END,
         is_client = 1, is_test = @isTest, client_status = 'active',
         stripe_customer_id = COALESCE(@stripeCustomerId, stripe_customer_id), updated_at = @now
     WHERE rto_code = @rtoCode`,
  );
  const undo = db.prepare(
    `UPDATE rto_clients
     SET is_client = 0, is_test = 0, client_status = NULL, client_since = NULL, plan = NULL, stripe_customer_id = NULL,
         stripe_subscription_id = NULL, updated_at = ?
     WHERE rto_code = ?`,
  );
  const standing = db.prepare(
    `UPDATE rto_clients
     SET plan = @plan, stripe_subscription_id = @stripeSubscriptionId, client_status = @status, updated_at = @now
     WHERE rto_code = @rtoCode AND is_client = 1
       AND (plan IS NOT @plan OR stripe_subscription_id IS NOT @stripeSubscriptionId OR client_status IS NOT @status)`,
  );
  const append = db.prepare(
    `INSERT INTO client_conversions (rto_code, org_id, act, decided_by, is_test, note, recorded_at)
     VALUES (@rtoCode, @orgId, @act, @decidedBy, @isTest, @note, @now)`,
  );
  const conversions = db.prepare<[string], StoredConversion>(
    `SELECT act, decided_by AS decidedBy, org_id AS orgId, is_test AS isTest, note, recorded_at AS recordedAt
     FROM client_conversions WHERE rto_code = ? ORDER BY id DESC`,
  );
  return {
    registerEntry: (rtoCode) => {
      const row = entry.get(rtoCode);
      return row === undefined ? undefined : { ...row, isClient: row.isClient === 1, isTest: row.isTest === 1 };
    },
    convert: (rtoCode, at) => void convert.run({ rtoCode, ...at, isTest: bit(at.isTest), now: now() }),
    undoConversion: (rtoCode) => void undo.run(now(), rtoCode),
    noteStanding: (rtoCode, { plan, stripeSubscriptionId, isRestricted }) =>
      void standing.run({ rtoCode, plan, stripeSubscriptionId, status: isRestricted ? 'suspended' : 'active', now: now() }),
    appendConversion: (row) => void append.run({ ...row, isTest: bit(row.isTest), now: now() }),
    conversions: (rtoCode) => conversions.all(rtoCode).map((row) => ({ ...row, isTest: row.isTest === 1 })),
  };
}

type Owners = Pick<ClientTables, 'setBillingEmail' | 'setGrace' | 'setNoEntry' | 'addNote' | 'removeNote' | 'notes'>;

function ownersTables({ db, now }: TableContext): Owners {
  const email = db.prepare(`UPDATE orgs SET billing_email_edited = ?, updated_at = ? WHERE id = ?`);
  const grace = db.prepare(`UPDATE orgs SET grace_until = ?, updated_at = ? WHERE id = ?`);
  const noEntry = db.prepare(`UPDATE orgs SET no_entry_note = ?, updated_at = ? WHERE id = ?`);
  const addNote = db.prepare(`INSERT INTO client_notes (org_id, note, written_at) VALUES (?, ?, ?)`);
  const removeNote = db.prepare(`UPDATE client_notes SET removed_at = ? WHERE id = ? AND org_id = ? AND removed_at IS NULL`);
  const notes = db.prepare<[string], ReturnType<ClientTables['notes']>[number]>(
    `SELECT id, note, written_at AS writtenAt FROM client_notes WHERE org_id = ? AND removed_at IS NULL ORDER BY id DESC`,
  );
  return {
    setBillingEmail: (orgId, value) => void email.run(value, now(), orgId),
    setGrace: (orgId, value) => void grace.run(value, now(), orgId),
    setNoEntry: (orgId, note) => void noEntry.run(note, now(), orgId),
    addNote: (orgId, note) => Number(addNote.run(orgId, note, now()).lastInsertRowid),
    removeNote: (orgId, noteId) => removeNote.run(now(), noteId, orgId).changes > 0,
    notes: (orgId) => notes.all(orgId),
  };
}
