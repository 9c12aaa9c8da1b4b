// clearing_postings, clearing_source_changes, fee_tax_invoices, attachments: the Stripe clearing book and what is typed in beside it.
import type { ClearingTables, FeeTaxInvoiceRecord } from '../../../engine/ports/clearingTables.ts';
import { clearingChecks } from '../reads/clearingChecks.ts';
import { clearingReads } from '../reads/clearingReads.ts';
import type { TableContext } from './tableContext.ts';

const postSql = `
  INSERT INTO clearing_postings (balance_transaction_id, rule_version, account_class, reporting_category, balance_type, amount, fee, net, currency,
    fee_type, fee_cost, fee_gst_included, fee_gst_on_top, effective_at, recorded_at, local_date, month, source_id, source_digest)
  VALUES (@balanceTransactionId, @ruleVersion, @accountClass, @reportingCategory, @balanceType, @amountCents, @feeCents, @netCents, @currency,
    @feeType, @feeCostCents, @feeGstIncludedCents, @feeGstOnTopCents, @effectiveAt, @now, @localDate, @month, @sourceId, @sourceDigest)`;

const invoiceColumns = `f.id, f.month, f.invoice_number AS invoiceNumber, f.invoice_date AS invoiceDate, f.total AS totalCents, f.gst AS gstCents,
  f.variance_class AS varianceClass, f.variance_note AS varianceNote, f.recorded_at AS recordedAt,
  a.id AS attachmentId, a.file_name AS fileName, a.size_bytes AS sizeBytes`;

type StoredInvoice = Omit<FeeTaxInvoiceRecord, 'attachment'> & { attachmentId: number | null; fileName: string | null; sizeBytes: number | null };

const invoiceOf = ({ attachmentId, fileName, sizeBytes, ...row }: StoredInvoice): FeeTaxInvoiceRecord => ({
  ...row,
  attachment: attachmentId === null ? null : { id: attachmentId, fileName: fileName ?? '', sizeBytes: sizeBytes ?? 0 },
});

export function clearingTables(context: TableContext): ClearingTables {
  const { db, now } = context;
  const post = db.prepare(postSql);
  const digest = db.prepare<[string], { text: string }>(`SELECT source_digest AS text FROM clearing_postings WHERE balance_transaction_id = ?`);
  const noteChange = db.prepare(`INSERT INTO clearing_source_changes (balance_transaction_id, was, found, recorded_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`);
  const invoices = db.prepare<[], StoredInvoice>(
    `SELECT ${invoiceColumns} FROM fee_tax_invoices f LEFT JOIN attachments a ON a.id = f.attachment_id
     WHERE f.id = (SELECT MAX(id) FROM fee_tax_invoices l WHERE l.month = f.month) ORDER BY f.month DESC`,
  );
  const history = db.prepare<[string], StoredInvoice>(
    `SELECT ${invoiceColumns} FROM fee_tax_invoices f LEFT JOIN attachments a ON a.id = f.attachment_id WHERE f.month = ? ORDER BY f.id DESC`,
  );
  const addInvoice = db.prepare(
    `INSERT INTO fee_tax_invoices (month, invoice_number, invoice_date, total, gst, variance_class, variance_note, attachment_id, recorded_at)
     VALUES (@month, @invoiceNumber, @invoiceDate, @totalCents, @gstCents, @varianceClass, @varianceNote, @attachmentId, @now)`,
  );
  const addFile = db.prepare(
    `INSERT INTO attachments (file_name, media_type, size_bytes, sha256, content, recorded_at) VALUES (@fileName, @mediaType, @sizeBytes, @sha256, @content, @now)`,
  );
  const file = db.prepare<[number], { fileName: string; mediaType: string; content: Buffer }>(`SELECT file_name AS fileName, media_type AS mediaType, content FROM attachments WHERE id = ?`);
  const listed = db.prepare(
    // While Stripe is still putting a payout together, its list may be short.
    `UPDATE stripe_payouts SET members_listed_at = ? WHERE id = ? AND COALESCE(reconciliation_status, 'completed') = 'completed'`,
  );
  return {
    ...clearingReads(db),
    ...clearingChecks(db),
    post: (posting) => {
      const known = digest.get(posting.balanceTransactionId);
      if (known === undefined) {
        post.run({ ...posting, now: now() });
        return 'posted';
      }
      if (known.text === posting.sourceDigest) return 'known';
      return noteChange.run(posting.balanceTransactionId, known.text, posting.sourceDigest, now()).changes > 0 ? 'changed' : 'known';
    },
    has: (id) => digest.get(id) !== undefined,
    markMembersListed: (payoutId) => void listed.run(now(), payoutId),
    feeTaxInvoices: () => invoices.all().map(invoiceOf),
    feeTaxInvoiceHistory: (month) => history.all(month).map(invoiceOf),
    addFeeTaxInvoice: (invoice) => void addInvoice.run({ ...invoice, now: now() }),
    addAttachment: ({ contentBase64, ...added }) => {
      const content = Buffer.from(contentBase64, 'base64');
      return Number(addFile.run({ ...added, sizeBytes: content.byteLength, content, now: now() }).lastInsertRowid);
    },
    attachment: (id) => {
      const row = file.get(id);
      return row === undefined ? undefined : { fileName: row.fileName, mediaType: row.mediaType, contentBase64: row.content.toString('base64') };
    },
  };
}
