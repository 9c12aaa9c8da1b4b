// Where an organisation stands with failed payments, derived from its open invoices, so that the order of events doesn't matter.
import { dunningOf } from '../../domain/dunning.ts';
import type { EngineContext } from '../context.ts';

/** Runs inside a transaction; a success resets to `ok` and retry count 0 at once. */
export function deriveDunning(context: EngineContext, orgId: string): void {
  const { dunning, invoices } = context.store;
  const failing = invoices.failingOf(orgId);
  const before = dunning.get(orgId);
  const retryCount = Math.max(0, ...failing.map((invoice) => invoice.attemptCount));
  if (retryCount === (before?.retryCount ?? 0)) return;
  const firstFailureAt = failing.map((invoice) => invoice.issuedAt).toSorted()[0] ?? null;
  dunning.set(orgId, {
    status: dunningOf({ retryCount, isCancelled: false }),
    retryCount,
    firstFailureAt,
    lastRetryAt: retryCount === 0 ? null : context.now(),
    resolvedAt: retryCount === 0 ? context.now() : null,
  });
}
