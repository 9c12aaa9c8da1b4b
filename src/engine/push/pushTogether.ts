// Several approved invoices side by side: each goes through its own eight steps, and they share their calls.
import { AppError } from '../../contract/errors.ts';
import type { EngineContext } from '../context.ts';
import type { JobOutcome } from '../jobs/retry.ts';
import type { JobRecord } from '../ports/records.ts';
import { resolveAccounts } from './accounts.ts';
import { makeCohort } from './cohort.ts';
import { pushInvoice } from './pushInvoice.ts';

/** Group handler of `push.invoice`: answers how each job ended, in their order. */
export async function pushTogether(context: EngineContext, jobs: readonly JobRecord[], signal: AbortSignal): Promise<readonly PromiseSettledResult<JobOutcome>[]> {
  const ends = new Map<number, PromiseSettledResult<JobOutcome>>();
  for (const wave of waves(context, jobs)) {
    // Alone, or with something missing that each must say for itself.
    const isShared = wave.length > 1 && (await isReady(context, signal));
    const ended = isShared ? await pushWave(context, wave, signal) : await oneByOne(context, wave, signal);
    for (const [index, end] of ended.entries()) ends.set(wave[index]?.id ?? 0, end);
  }
  return jobs.map((job) => ends.get(job.id) ?? { status: 'rejected', reason: new Error('a push of a group did not end') });
}

function pushWave(context: EngineContext, wave: readonly JobRecord[], signal: AbortSignal): Promise<readonly PromiseSettledResult<JobOutcome>[]> {
  const cohort = makeCohort(context.quickBooksApi, wave.length, () => `tieout-${context.random.uuid()}`);
  const sharing: EngineContext = { ...context, quickBooksApi: cohort.api };
  return Promise.allSettled(wave.map((job) => pushInvoice(sharing, job, signal).finally(cohort.leave)));
}

async function oneByOne(context: EngineContext, wave: readonly JobRecord[], signal: AbortSignal): Promise<readonly PromiseSettledResult<JobOutcome>[]> {
  const ends: PromiseSettledResult<JobOutcome>[] = [];
  for (const job of wave) ends.push(...(await Promise.allSettled([pushInvoice(context, job, signal)])));
  return ends;
}

/** Looked up once for all; what fails here fails in every push as well, and is told there. */
async function isReady(context: EngineContext, signal: AbortSignal): Promise<boolean> {
  try {
    await context.tokens.access();
    await resolveAccounts(context, signal);
    return true;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return false;
  }
}

/**
 * Two invoices of a client that QuickBooks does not know yet would both create it: only the first of them goes in the first
 * wave.
 */
function waves(context: EngineContext, jobs: readonly JobRecord[]): readonly (readonly JobRecord[])[] {
  const first: JobRecord[] = [];
  const rest: JobRecord[] = [];
  const unlinked = new Set<string>();
  for (const job of jobs) {
    const invoice = context.store.invoices.get((job.input as { invoiceId: number }).invoiceId);
    const customer = invoice?.stripeCustomerId == null ? undefined : context.store.orgs.customer(invoice.stripeCustomerId);
    const name = customer?.qbCustomerId == null ? (invoice?.clientName ?? '').toLowerCase() : null;
    if (name === null || !unlinked.has(name)) first.push(job);
    else rest.push(job);
    if (name !== null) unlinked.add(name);
  }
  return rest.length === 0 ? [first] : [first, ...rest.map((job) => [job])];
}
