// One attempt at pushing anything: takes its steps, and ends it as synced, failed or waiting, by the error's own nature.
import { AppError } from '../../contract/errors.ts';
import type { EngineContext } from '../context.ts';
import { done, outcomeOfError, type JobOutcome } from '../jobs/retry.ts';
import type { JobRecord } from '../ports/records.ts';

export interface AttemptEnds {
  synced(): void;
  /** Answers whether it is abandoned now. */
  failed(failure: AppError): boolean;
  /** The place is kept and nothing is counted. */
  waiting(failure: AppError): void;
}

export async function runAttempt(context: EngineContext, job: JobRecord, takeSteps: () => Promise<void>, ends: AttemptEnds): Promise<JobOutcome> {
  try {
    await takeSteps();
    ends.synced();
    return done;
  } catch (error) {
    const failure = error instanceof AppError ? error : context.store.failure(error);
    if (failure === undefined) {
      ends.failed(new AppError('INTERNAL'));
      throw error;
    }
    const outcome = outcomeOfError(failure, job.attempt, context.random.unit());
    // Being offline, throttled, disconnected or stopped says nothing about the document: the place is kept, nothing is counted.
    if (isNoFault(failure)) {
      ends.waiting(failure);
      return outcome.kind === 'failed' ? { kind: 'wait_for_reconnect', code: failure.code } : outcome;
    }
    return ends.failed(failure) ? { kind: 'failed', code: 'PUSH_ABANDONED' } : outcome;
  } finally {
    context.changed('invoices', 'quickbooks', 'ledger', 'overview', 'activity');
  }
}

const noFaults = new Set(['OFFLINE', 'QB_RATE_LIMITED', 'QB_RECONNECT_NEEDED', 'QB_NOT_CONNECTED', 'QB_NOT_CONFIGURED', 'QB_READ_ONLY', 'CANCELLED', 'DISK_FULL', 'KEYCHAIN_UNAVAILABLE']);
const isNoFault = (error: AppError): boolean => noFaults.has(error.code);
