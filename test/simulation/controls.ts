// Programs that are broken on purpose, at their ports: a simulation that does not catch each of them is blind.
import type { QuickBooksApi } from '../../src/engine/ports/quickBooksGateway.ts';
import type { LedgerAppend } from '../../src/engine/ports/records.ts';
import type { GstDelta, Store } from '../../src/engine/ports/store.ts';
import type { Sabotage } from './sabotage.ts';

/** Facts are no longer recognised: each delivery writes its ledger row again. */
function withoutDeduplication(store: Store): Store {
  let deliveries = 0;
  return {
    ...store,
    ledger: {
      ...store.ledger,
      has: () => false,
      append: (entry: LedgerAppend) => {
        deliveries += 1;
        return store.ledger.append(entry.totalCents === 0 ? entry : { ...entry, factKey: `${entry.factKey} ${deliveries} ${entry.effectiveAt}` });
      },
    },
  };
}

/** The accrual is written after the transaction that it belongs to has ended: a crash in between loses it. */
function accrualOutsideTransaction(store: Store): Store {
  const late: { quarter: string; delta: GstDelta }[] = [];
  let depth = 0;
  return {
    ...store,
    gst: {
      ...store.gst,
      apply: (quarter: string, delta: GstDelta) => {
        if (depth === 0) store.gst.apply(quarter, delta);
        else late.push({ quarter, delta });
      },
    },
    transaction: <T>(work: () => T): T => {
      depth += 1;
      try {
        return store.transaction(work);
      } finally {
        depth -= 1;
        if (depth === 0) for (const { quarter, delta } of late.splice(0)) store.gst.apply(quarter, delta);
      }
    },
  };
}

/** The look before a create sees nothing. */
function withoutLooking(api: QuickBooksApi): QuickBooksApi {
  return {
    ...api,
    findBy: async (access, entity, field, values, signal) => {
      const answer = await api.findBy(access, entity, field, values, signal);
      return field === 'DocNumber' || field === 'PaymentRefNum' ? { ...answer, entities: [] } : answer;
    },
  };
}

/** Every attempt has a request id of its own. */
function withFreshRequestIds(api: QuickBooksApi): QuickBooksApi {
  let attempts = 0;
  return {
    ...api,
    create: (access, entity, body, _requestId, signal) => {
      attempts += 1;
      return api.create(access, entity, body, `fresh ${attempts}`, signal);
    },
    createMany: (access, items, _requestId, signal) => {
      attempts += 1;
      return api.createMany(access, items, `fresh ${attempts}`, signal);
    },
  };
}

/** What comes back is called equal without having been read. */
function withoutReadBack(store: Store): Store {
  return {
    ...store,
    invoices: {
      ...store.invoices,
      patchPush: (id, patch) => {
        const row = store.invoices.get(id);
        const isEarly = patch.qbInvoiceId != null && row !== undefined && row.qbPaymentId === null;
        store.invoices.patchPush(id, isEarly ? { ...patch, qbPaymentId: patch.qbInvoiceId ?? null, qbStatus: 'synced', qbSyncedAt: row.paidAt } : patch);
      },
    },
  };
}

/** A new approval is answered and not stored. */
function withoutApprovals(store: Store): Store {
  let approvals = 0;
  return {
    ...store,
    invoices: {
      ...store.invoices,
      patchPush: (id, patch) => {
        approvals += patch.qbStatus === 'approved' ? 1 : 0;
        if (patch.qbStatus !== 'approved' || approvals % 5 !== 0) store.invoices.patchPush(id, patch);
      },
    },
  };
}

/** Numbers are given again after a restart. */
function withNumbersReused(store: Store): Store {
  let given = 0;
  return {
    ...store,
    invoices: {
      ...store.invoices,
      nextSequence: () => {
        store.invoices.nextSequence();
        given += 1;
        return given;
      },
    },
  };
}

/** `caughtBy`: the promise that this program breaks; another violation doesn't count as having seen it. `firstSeed`: where looking for it begins. */
export const controls: readonly (Sabotage & { readonly caughtBy: RegExp; readonly firstSeed?: number })[] = [
  { name: 'facts are not deduplicated', store: withoutDeduplication, caughtBy: /two ledger rows for one fact/ },
  { name: 'the accrual is outside the transaction', store: accrualOutsideTransaction, caughtBy: /^GST of|accrual/, firstSeed: 5013 },
  // QuickBooks itself refuses a second invoice of one number; what it does not refuse is a second payment.
  { name: 'no look before create, fresh request ids', quickBooksApi: (api) => withFreshRequestIds(withoutLooking(api)), caughtBy: /two QuickBooks|already has this number/, firstSeed: 5003 },
  { name: 'no look before create, request ids forgotten', quickBooksApi: withoutLooking, forgetsRequestIds: true, caughtBy: /two QuickBooks|already has this number/ },
  { name: 'synced before the read-back', store: withoutReadBack, caughtBy: /called synced although/ },
  { name: 'an approval is lost', store: withoutApprovals, caughtBy: /the approval of .* was lost/ },
  { name: 'numbers are given again', store: withNumbersReused, caughtBy: /UNIQUE|was given to|"INTERNAL"/ },
];
