// qb_documents and their parts: what is to be written into QuickBooks besides invoices, and what it became there.
import type { DocumentTables, QbDocumentPart, QbDocumentPatch, QbDocumentRecord } from '../../../engine/ports/documentTables.ts';
import { bit, type TableContext } from './tableContext.ts';

export const documentColumns = `
  id, row_version AS version, kind, source_id AS sourceId, invoice_id AS invoiceId, document_number AS number, local_date AS localDate, currency,
  amount_ex_gst AS exGstCents, gst_amount AS gstCents, amount_total AS totalCents, description, recipe, status, status_reason AS statusReason, error,
  consecutive_failures AS consecutiveFailures, approved_at AS approvedAt, synced_at AS syncedAt, qb_customer_id AS qbCustomerId, realm_id AS realmId,
  is_test AS isTest, created_at AS createdAt`;

export type StoredDocument = Omit<QbDocumentRecord, 'isTest'> & { isTest: number };

const patchColumns: Readonly<Record<keyof QbDocumentPatch, string>> = {
  status: 'status',
  statusReason: 'status_reason',
  error: 'error',
  consecutiveFailures: 'consecutive_failures',
  approvedAt: 'approved_at',
  syncedAt: 'synced_at',
  qbCustomerId: 'qb_customer_id',
  realmId: 'realm_id',
  recipe: 'recipe',
  localDate: 'local_date',
  exGstCents: 'amount_ex_gst',
  gstCents: 'gst_amount',
  totalCents: 'amount_total',
  description: 'description',
};

export const documentRecord = (row: StoredDocument): QbDocumentRecord => ({ ...row, isTest: row.isTest === 1 });

export function documentTables({ db, now }: TableContext): DocumentTables {
  const get = db.prepare<[number], StoredDocument>(`SELECT ${documentColumns} FROM qb_documents WHERE id = ?`);
  const bySource = db.prepare<[string, string], StoredDocument>(`SELECT ${documentColumns} FROM qb_documents WHERE kind = ? AND source_id = ?`);
  const ofInvoice = db.prepare<[number], StoredDocument>(`SELECT ${documentColumns} FROM qb_documents WHERE invoice_id = ? ORDER BY id`);
  const add = db.prepare<[Record<string, unknown>], StoredDocument>(
    `INSERT INTO qb_documents (kind, source_id, invoice_id, document_number, local_date, currency, amount_ex_gst, gst_amount, amount_total, description,
       status, is_test, created_at, updated_at)
     VALUES (@kind, @sourceId, @invoiceId, @number, @localDate, @currency, @exGstCents, @gstCents, @totalCents, @description, 'awaiting_review', @isTest, @now, @now)
     RETURNING ${documentColumns}`,
  );
  const parts = db.prepare<[number], QbDocumentPart>(
    `SELECT role, qb_id AS qbId, doc_number AS docNumber, request_id AS requestId, verified_at AS verifiedAt FROM qb_document_parts WHERE document_id = ? ORDER BY role`,
  );
  const putPart = db.prepare(
    `INSERT INTO qb_document_parts (document_id, role, qb_id, doc_number, request_id, verified_at)
     VALUES (@documentId, @role, @qbId, @docNumber, @requestId, @verifiedAt)
     ON CONFLICT (document_id, role) DO UPDATE SET qb_id = excluded.qb_id, doc_number = excluded.doc_number, request_id = excluded.request_id, verified_at = excluded.verified_at`,
  );
  const evidence = db.prepare<[], { synced: number; withoutEvidence: number }>(
    `SELECT COUNT(*) AS synced,
            COALESCE(SUM(NOT EXISTS (SELECT 1 FROM push_attempts a WHERE a.document_id = d.id AND a.state = 'synced')
              OR (SELECT COUNT(*) FROM qb_document_parts p WHERE p.document_id = d.id AND p.qb_id IS NOT NULL AND p.verified_at IS NOT NULL)
                 < CASE d.recipe WHEN 'linked' THEN 3 ELSE 1 END), 0) AS withoutEvidence
     FROM qb_documents d WHERE d.status = 'synced'`,
  );
  const record = (row: StoredDocument | undefined): QbDocumentRecord | undefined => (row === undefined ? undefined : documentRecord(row));
  return {
    get: (id) => record(get.get(id)),
    bySource: (kind, sourceId) => record(bySource.get(kind, sourceId)),
    ofInvoice: (invoiceId) => ofInvoice.all(invoiceId).map(documentRecord),
    add: (document) => {
      const row = add.get({ ...document, isTest: bit(document.isTest), now: now() });
      if (row === undefined) throw new Error('a document was not queued');
      return documentRecord(row);
    },
    patch: (id, patch) => {
      const keys = (Object.keys(patch) as (keyof QbDocumentPatch)[]).filter((key) => patch[key] !== undefined);
      const columns = keys.map((key) => `${patchColumns[key]} = @${key}, `).join('');
      db.prepare(`UPDATE qb_documents SET ${columns}row_version = row_version + 1, updated_at = @now WHERE id = @id`).run({ ...patch, id, now: now() });
    },
    idsByStatus: (statuses, from) =>
      db
        .prepare<unknown[], { id: number }>(`SELECT id FROM qb_documents WHERE status IN (${statuses.map(() => '?').join(', ')}) AND local_date >= ? ORDER BY local_date, id`)
        .all(...statuses, from)
        .map((row) => row.id),
    syncedEvidence: () => evidence.get() ?? { synced: 0, withoutEvidence: 0 },
    parts: (documentId) => parts.all(documentId),
    putPart: (documentId, part) => void putPart.run({ documentId, ...part }),
  };
}
