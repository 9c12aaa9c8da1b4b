// stripe_outbox, stripe_changes, stripe_change_steps: what is to be done in Stripe, stored before it is sent.
import type { OutboxRow, OutboxTable, StripeChange, StripeChangeStep, StripeChangeTables, StripeRequest } from '../../../engine/ports/stripeWriteTables.ts';
import type { TableContext } from './tableContext.ts';

type StoredOutbox = Omit<OutboxRow, 'request'> & { request: string };
type StoredChange = Omit<StripeChange, 'choice'> & { choice: string };
type StoredStep = Omit<StripeChangeStep, 'request'> & { request: string };

const outboxColumns = `idempotency_key AS idempotencyKey, act, target_id AS targetId, request, state, created_at AS createdAt, sent_at AS sentAt,
  answer_id AS answerId, seen_in_event_id AS seenInEventId, change_id AS changeId, step_position AS stepPosition, last_code AS lastCode`;

const requestOf = (text: string): StripeRequest => JSON.parse(text) as StripeRequest;

export function outboxTable({ db, now }: TableContext): OutboxTable {
  const intend = db.prepare(
    `INSERT INTO stripe_outbox (idempotency_key, act, target_id, request, state, created_at, change_id, step_position)
     VALUES (@idempotencyKey, @act, @targetId, @request, 'intended', @now, @changeId, @stepPosition) ON CONFLICT (idempotency_key) DO NOTHING`,
  );
  const get = db.prepare<[string], StoredOutbox>(`SELECT ${outboxColumns} FROM stripe_outbox WHERE idempotency_key = ?`);
  const of = db.prepare<[string, string], StoredOutbox>(`SELECT ${outboxColumns} FROM stripe_outbox WHERE act = ? AND target_id = ? ORDER BY rowid`);
  const markSent = db.prepare(`UPDATE stripe_outbox SET sent_at = ? WHERE idempotency_key = ? AND sent_at IS NULL`);
  const settle = db.prepare(
    `UPDATE stripe_outbox SET state = @state, last_code = @code, error_sentence = @sentence, answer_id = @answerId, settled_by = @by, settled_at = @now
     WHERE idempotency_key = @idempotencyKey`,
  );
  const row = (stored: StoredOutbox): OutboxRow => ({ ...stored, request: requestOf(stored.request) });
  return {
    intend: (write) => intend.run({ ...write, request: JSON.stringify(write.request), now: now() }).changes > 0,
    get: (idempotencyKey) => {
      const stored = get.get(idempotencyKey);
      return stored === undefined ? undefined : row(stored);
    },
    of: (act, targetId) => of.all(act, targetId).map(row),
    markSent: (idempotencyKey) => void markSent.run(now(), idempotencyKey),
    settle: (idempotencyKey, result) => void settle.run({ idempotencyKey, ...result, now: now() }),
  };
}

const changeColumns = `id, kind, subject_id AS subjectId, org_id AS orgId, stripe_subscription_id AS stripeSubscriptionId, summary, choice, state, version,
  error_code AS errorCode, error_sentence AS errorSentence, created_at AS createdAt, settled_at AS settledAt`;

export function stripeChangeTables({ db, now }: TableContext): StripeChangeTables {
  const insert = db.prepare(
    `INSERT INTO stripe_changes (kind, subject_id, org_id, stripe_subscription_id, summary, choice, state, created_at, updated_at)
     VALUES (@kind, @subjectId, @orgId, @stripeSubscriptionId, @summary, @choice, 'running', @now, @now)`,
  );
  const insertStep = db.prepare(
    `INSERT INTO stripe_change_steps (change_id, position, act, title, target_id, request, state, updated_at)
     VALUES (@changeId, @position, @act, @title, @targetId, @request, 'planned', @now)`,
  );
  const get = db.prepare<[number], StoredChange>(`SELECT ${changeColumns} FROM stripe_changes WHERE id = ?`);
  const steps = db.prepare<[number], StoredStep>(
    `SELECT position, act, title, target_id AS targetId, request, state, answer_id AS answerId, idempotency_key AS idempotencyKey
     FROM stripe_change_steps WHERE change_id = ? ORDER BY position`,
  );
  const unfinishedOf = db.prepare<[string], StoredChange>(`SELECT ${changeColumns} FROM stripe_changes WHERE subject_id = ? AND state IN ('running', 'paused')`);
  const unfinished = db.prepare<[], StoredChange>(`SELECT ${changeColumns} FROM stripe_changes WHERE state IN ('running', 'paused') ORDER BY id`);
  const ofSubscription = db.prepare<[string, number], StoredChange>(`SELECT ${changeColumns} FROM stripe_changes WHERE stripe_subscription_id = ? ORDER BY id DESC LIMIT ?`);
  const setState = db.prepare(
    `UPDATE stripe_changes SET state = @state, error_code = @errorCode, error_sentence = @errorSentence, version = version + 1, updated_at = @now,
       settled_at = CASE WHEN @state IN ('done', 'given_up') THEN @now END
     WHERE id = @id`,
  );
  const setStep = db.prepare(
    `UPDATE stripe_change_steps SET state = @state, answer_id = COALESCE(@answerId, answer_id), idempotency_key = COALESCE(@idempotencyKey, idempotency_key), updated_at = @now
     WHERE change_id = @id AND position = @position`,
  );
  const setSubscription = db.prepare(`UPDATE stripe_changes SET stripe_subscription_id = ?, version = version + 1, updated_at = ? WHERE id = ?`);
  const change = (stored: StoredChange): StripeChange => ({ ...stored, choice: JSON.parse(stored.choice) as unknown });
  return {
    insert: ({ steps: planned, ...row }) => {
      const id = Number(insert.run({ ...row, choice: JSON.stringify(row.choice), now: now() }).lastInsertRowid);
      planned.forEach((step, index) => {
        insertStep.run({ changeId: id, position: index + 1, act: step.act, title: step.title, targetId: step.targetId, request: JSON.stringify(step.request), now: now() });
      });
      return id;
    },
    get: (id) => {
      const stored = get.get(id);
      return stored === undefined ? undefined : change(stored);
    },
    steps: (id) => steps.all(id).map((step) => ({ ...step, request: requestOf(step.request) })),
    unfinishedOf: (subjectId) => {
      const stored = unfinishedOf.get(subjectId);
      return stored === undefined ? undefined : change(stored);
    },
    unfinished: () => unfinished.all().map(change),
    ofSubscription: (stripeSubscriptionId, limit) => ofSubscription.all(stripeSubscriptionId, limit).map(change),
    setState: (id, to) => void setState.run({ id, ...to, now: now() }),
    setStep: (id, position, to) => void setStep.run({ id, position, state: to.state, answerId: to.answerId ?? null, idempotencyKey: to.idempotencyKey ?? null, now: now() }),
    setSubscription: (id, stripeSubscriptionId) => void setSubscription.run(stripeSubscriptionId, now(), id),
  };
}
