// The daily backup: what only the user knew (approvals, notes, lodgements) is in no vendor's hands.
import type { JobHandler } from '../jobs/runner.ts';
import { done } from '../jobs/retry.ts';

/** Job `local.backup`, once a day; the latest twenty are kept. */
export const backUp: JobHandler = async (context, _job, signal) => {
  const file = await context.store.backupBeside('daily', signal);
  context.store.log.append({ source: 'program', kind: 'backup', result: 'ok', summary: `The local database was backed up`, detail: file });
  context.changed('settings', 'activity');
  return done;
};
