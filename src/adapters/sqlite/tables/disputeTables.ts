// Disputes as mirrored, the reminders that were given, and the evidence drafted here.
import type { DisputeRecord, DisputeTables, EvidenceRecord } from '../../../engine/ports/refundTables.ts';
import type { TableContext } from './tableContext.ts';

type StoredDispute = Omit<DisputeRecord, 'evidence'> & { evidence: string };
type StoredEvidence = Omit<EvidenceRecord, 'texts' | 'checklist'> & { texts: string; checklist: string };

const disputeSql = `
  SELECT id AS disputeId, charge_id AS chargeId, payment_intent_id AS paymentIntentId, amount AS amountCents, currency, status, reason, due_by AS dueBy,
         submission_count AS submissionCount, evidence, fee_cents AS feeCents, created_at AS createdAt
  FROM stripe_disputes`;

const recordOf = (row: StoredDispute): DisputeRecord => ({ ...row, evidence: JSON.parse(row.evidence) as DisputeRecord['evidence'] });

export function disputeTables({ db, now }: TableContext): DisputeTables {
  const byId = db.prepare<[string], StoredDispute>(`${disputeSql} WHERE id = ?`);
  const ofCharges = db.prepare<[string], StoredDispute>(`${disputeSql} WHERE charge_id IN (SELECT value FROM json_each(?)) ORDER BY created_at, id`);
  const withDeadline = db.prepare<[string], StoredDispute>(`${disputeSql} WHERE due_by > ? ORDER BY due_by, id`);
  const closed = db.prepare<[string], { at: string | null }>(
    `SELECT MIN(created_at) AS at FROM stripe_events WHERE object_id = ? AND type = 'charge.dispute.closed'`,
  );
  const movement = db.prepare<[string], NonNullable<ReturnType<DisputeTables['movement']>>>(
    `SELECT amount AS amountCents, fee AS feeCents, currency FROM stripe_balance_transactions WHERE id = ?`,
  );
  const remind = db.prepare(
    `INSERT INTO dispute_reminders (dispute_id, due_by, days_before, reminded_at) VALUES (@disputeId, @dueBy, @daysBefore, @now) ON CONFLICT DO NOTHING`,
  );
  const evidence = db.prepare<[string], StoredEvidence>(
    `SELECT dispute_id AS disputeId, texts, checklist, row_version AS version, updated_at AS updatedAt, sent_version AS sentVersion, sent_at AS sentAt,
            submitted_at AS submittedAt
     FROM dispute_evidence WHERE dispute_id = ?`,
  );
  const save = db.prepare(
    `INSERT INTO dispute_evidence (dispute_id, texts, checklist, row_version, updated_at) VALUES (@disputeId, @texts, @checklist, 1, @now)
     ON CONFLICT (dispute_id) DO UPDATE SET
       texts = excluded.texts, checklist = excluded.checklist, row_version = row_version + 1, updated_at = excluded.updated_at`,
  );
  const sent = db.prepare(
    `UPDATE dispute_evidence SET sent_version = @version, sent_at = @now, submitted_at = CASE WHEN @isSubmitted THEN @now ELSE submitted_at END
     WHERE dispute_id = @disputeId`,
  );
  const read = (disputeId: string): EvidenceRecord | undefined => {
    const row = evidence.get(disputeId);
    return row === undefined
      ? undefined
      : { ...row, texts: JSON.parse(row.texts) as EvidenceRecord['texts'], checklist: JSON.parse(row.checklist) as EvidenceRecord['checklist'] };
  };
  return {
    get: (disputeId) => {
      const row = byId.get(disputeId);
      return row === undefined ? undefined : recordOf(row);
    },
    ofCharges: (chargeIds) => (chargeIds.length === 0 ? [] : ofCharges.all(JSON.stringify(chargeIds)).map(recordOf)),
    withDeadline: (at) => withDeadline.all(at).map(recordOf),
    closedAt: (disputeId) => closed.get(disputeId)?.at ?? null,
    movement: (id) => movement.get(id),
    remind: (disputeId, dueBy, daysBefore) => remind.run({ disputeId, dueBy, daysBefore, now: now() }).changes > 0,
    evidence: read,
    saveEvidence: ({ disputeId, texts, checklist }) => {
      save.run({ disputeId, texts: JSON.stringify(texts), checklist: JSON.stringify(checklist), now: now() });
      const saved = read(disputeId);
      if (saved === undefined) throw new Error('evidence that was just saved is gone');
      return saved;
    },
    markSent: (disputeId, version, isSubmitted) => void sent.run({ disputeId, version, isSubmitted: isSubmitted ? 1 : 0, now: now() }),
  };
}
