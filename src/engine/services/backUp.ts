// The daily backup: what only the user knew (approvals, notes, lodgements) is in no vendor's hands.
import type { EngineContext } from '../context.ts';
import { done, type JobOutcome } from '../jobs/retry.ts';

/** Job `local.backup`, once a day; the latest twenty are kept. */
export async function backUp(context: EngineContext): Promise<JobOutcome> {
  const file = context.store.backup('daily');
  context.store.log.append({ source: 'program', kind: 'backup', result: 'ok', summary: `The local database was backed up`, detail: file });
  context.changed('settings', 'activity');
  return done;
}
