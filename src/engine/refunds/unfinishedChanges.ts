// Refunds and evidence on their way to Stripe, or stopped half-way, for a person to go on with or give up.
import type { OperationOutput } from '../../contract/operations.ts';
import type { EngineContext } from '../context.ts';

export const refundChangeKinds: ReadonlySet<string> = new Set(['refund.issue', 'dispute.draft', 'dispute.submit']);

export function unfinishedChanges({ store }: EngineContext): OperationOutput<'refunds.unfinished'> {
  const changes = store.changes.unfinished().filter((change) => refundChangeKinds.has(change.kind));
  return {
    changes: changes.map((change) => ({
      changeId: change.id,
      version: change.version,
      kind: change.kind,
      summary: change.summary,
      state: change.state,
      error: change.errorSentence,
      startedAt: change.createdAt,
      settledAt: change.settledAt,
      steps: store.changes.steps(change.id).map(({ position, title, state }) => ({ position, title, state })),
    })),
  };
}
