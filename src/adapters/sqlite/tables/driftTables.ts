// qb_drift, qb_customer_names, qb_pushed_with: what was changed in QuickBooks after it was pushed, what stands there by us, and with which references.
import type { DriftRecord, DriftTables, PushedObject, PushedWith } from '../../../engine/ports/driftTables.ts';
import { canonicalJson } from '../../../domain/push/requestId.ts';
import type { TableContext } from './tableContext.ts';

const columns = `id, row_version AS version, realm_id AS realmId, entity, qb_id AS qbId, invoice_id AS invoiceId, document_id AS documentId, role, kind, state,
  sync_token AS syncToken, facts_hash AS factsHash, fields, found_value AS foundValue, reason, error, request_id AS requestId, found_at AS foundAt, decided_at AS decidedAt`;

type Stored = Omit<DriftRecord, 'fields'> & { readonly fields: string };
type PushedRow = PushedObject & { readonly rowId: number };

const recordOf = (row: Stored): DriftRecord => ({ ...row, fields: JSON.parse(row.fields) as DriftRecord['fields'] });

const patchColumns = { state: 'state', reason: 'reason', error: 'error', requestId: 'request_id', decidedAt: 'decided_at' } as const;

const subjectOf = ({ documentId, invoiceId }: Pick<PushedObject, 'invoiceId' | 'documentId'>): [string, number] => (documentId === null ? ['invoice', invoiceId ?? 0] : ['document', documentId]);

const synced = `qb_sync_status = 'synced'`;
const pushedSql = {
  invoice: `SELECT id AS rowId, 'invoice' AS role, qb_invoice_id AS qbId, id AS invoiceId, NULL AS documentId FROM billing_invoices WHERE ${synced} AND qb_invoice_id IS NOT NULL`,
  payment: `SELECT id AS rowId, 'payment' AS role, qb_payment_id AS qbId, id AS invoiceId, NULL AS documentId FROM billing_invoices WHERE ${synced} AND qb_payment_id IS NOT NULL`,
  // The latest invoice speaks for its customer.
  customer: `SELECT id AS rowId, 'customer' AS role, qb_customer_id AS qbId, id AS invoiceId, NULL AS documentId FROM billing_invoices AS i WHERE ${synced} AND qb_customer_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM billing_invoices AS later WHERE later.qb_customer_id = i.qb_customer_id AND later.id > i.id AND later.qb_sync_status = 'synced')`,
  part: `SELECT id AS rowId, role, qbId, NULL AS invoiceId, documentId FROM (
      SELECT d.id * 8 + ROW_NUMBER() OVER (PARTITION BY d.id ORDER BY p.role) AS id, p.role, p.qb_id AS qbId, d.id AS documentId
      FROM qb_documents AS d JOIN qb_document_parts AS p ON p.document_id = d.id WHERE d.status = 'synced' AND p.qb_id IS NOT NULL) WHERE 1`,
} as const;

export function driftTables({ db, now }: TableContext): DriftTables {
  const one = db.prepare<[number], Stored>(`SELECT ${columns} FROM qb_drift WHERE id = ?`);
  const of = db.prepare<[string, string, string], Stored>(`SELECT ${columns} FROM qb_drift WHERE realm_id = ? AND entity = ? AND qb_id = ?`);
  const raise = db.prepare(
    `INSERT INTO qb_drift (realm_id, entity, qb_id, invoice_id, document_id, role, kind, state, sync_token, facts_hash, fields, found_value, found_at, updated_at)
     VALUES (@realmId, @entity, @qbId, @invoiceId, @documentId, @role, @kind, 'open', @syncToken, @factsHash, @fields, @foundValue, @now, @now)
     ON CONFLICT (realm_id, entity, qb_id) DO UPDATE SET invoice_id = excluded.invoice_id, document_id = excluded.document_id, role = excluded.role, kind = excluded.kind,
       state = 'open', sync_token = excluded.sync_token, facts_hash = excluded.facts_hash, fields = excluded.fields, found_value = excluded.found_value,
       reason = NULL, error = NULL, request_id = NULL, decided_at = NULL, found_at = excluded.found_at, row_version = row_version + 1, updated_at = excluded.updated_at`,
  );
  const listed = (states: readonly string[]): string => states.map(() => '?').join(', ');
  const pages = new Map(Object.entries(pushedSql).map(([kind, sql]) => [kind, db.prepare<[number, number], PushedRow>(`${sql} AND id > ? ORDER BY id LIMIT ?`)]));
  const under = {
    invoice: db.prepare<[string], PushedRow>(`${pushedSql.invoice} AND qb_invoice_id = ? LIMIT 1`),
    payment: db.prepare<[string], PushedRow>(`${pushedSql.payment} AND qb_payment_id = ? LIMIT 1`),
    customer: db.prepare<[string], PushedRow>(`${pushedSql.customer} AND qb_customer_id = ? LIMIT 1`),
  };
  const name = db.prepare<[string, string], { displayName: string }>('SELECT display_name AS displayName FROM qb_customer_names WHERE realm_id = ? AND qb_id = ?');
  const keepName = db.prepare(
    'INSERT INTO qb_customer_names (realm_id, qb_id, display_name) VALUES (?, ?, ?) ON CONFLICT (realm_id, qb_id) DO UPDATE SET display_name = excluded.display_name',
  );
  const pushedWith = db.prepare<[string, number], { txnDate: string; refs: string }>(
    `SELECT p.txn_date AS txnDate, s.refs FROM qb_pushed_with AS p JOIN qb_reference_sets AS s ON s.id = p.reference_set_id WHERE p.kind = ? AND p.subject_id = ?`,
  );
  const keepRefs = db.prepare('INSERT INTO qb_reference_sets (refs) VALUES (?) ON CONFLICT (refs) DO NOTHING');
  const keepPushed = db.prepare(
    `INSERT INTO qb_pushed_with (kind, subject_id, txn_date, reference_set_id) SELECT @kind, @subjectId, @txnDate, id FROM qb_reference_sets WHERE refs = @refs
     ON CONFLICT (kind, subject_id) DO UPDATE SET txn_date = excluded.txn_date, reference_set_id = excluded.reference_set_id`,
  );
  return {
    get: (id) => {
      const row = one.get(id);
      return row === undefined ? undefined : recordOf(row);
    },
    of: (realmId, entity, qbId) => {
      const row = of.get(realmId, entity, qbId);
      return row === undefined ? undefined : recordOf(row);
    },
    raise: (found) => void raise.run({ ...found, fields: JSON.stringify(found.fields), now: now() }),
    patch: (id, patch) => {
      const keys = (Object.keys(patch) as (keyof typeof patchColumns)[]).filter((key) => patch[key] !== undefined);
      db.prepare(`UPDATE qb_drift SET ${keys.map((key) => `${patchColumns[key]} = @${key}, `).join('')}row_version = row_version + 1, updated_at = @now WHERE id = @id`).run({ ...patch, id, now: now() });
    },
    list: (states, limit) =>
      db.prepare<unknown[], Stored>(`SELECT ${columns} FROM qb_drift WHERE state IN (${listed(states)}) ORDER BY found_at DESC, id DESC LIMIT ?`).all(...states, limit).map(recordOf),
    count: (states) => db.prepare<unknown[], { n: number }>(`SELECT COUNT(*) AS n FROM qb_drift WHERE state IN (${listed(states)})`).get(...states)?.n ?? 0,
    pushed: (kind, after, limit) => pages.get(kind)?.all(after, limit) ?? [],
    pushedUnder: (role, qbId) => {
      if (typeof role === 'string') return under[role].get(qbId);
      return db.prepare<unknown[], PushedRow>(`${pushedSql.part} AND qbId = ? AND role IN (${listed(role)}) LIMIT 1`).get(qbId, ...role);
    },
    pushedWith: (of) => {
      const row = pushedWith.get(...subjectOf(of));
      return row === undefined ? undefined : { txnDate: row.txnDate, ...(JSON.parse(row.refs) as Pick<PushedWith, 'accounts' | 'documents'>) };
    },
    keepPushedWith: (of, { txnDate, accounts, documents }) => {
      const [kind, subjectId] = subjectOf(of);
      const refs = canonicalJson({ accounts, documents });
      keepRefs.run(refs);
      keepPushed.run({ kind, subjectId, txnDate, refs });
    },
    customerName: (realmId, qbId) => name.get(realmId, qbId)?.displayName,
    keepCustomerName: (realmId, qbId, displayName) => void keepName.run(realmId, qbId, displayName),
  };
}
