// The handlers of the questions, by operation; and of the two commands that change plans.
import type { OperationName, OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import { cardByRtoCode } from '../clients/clientCard.ts';
import { setEntitlements, setPlanActive } from './billingCommands.ts';
import { billingInvoicesQuery, entitlementQuery, gateQuery, plansQuery, subscriptionQuery } from './billingQueries.ts';
import { entityCacheQuery } from './entityCacheQuery.ts';
import { gstQuartersQuery } from './gstQuartersQuery.ts';
import { invoiceStoryQuery } from './invoiceStoryQuery.ts';
import { invoicesListQuery, ledgerListQuery } from './listQueries.ts';
import { overviewQuery } from './overviewQuery.ts';
import { isPushPaused } from '../push/isPushPaused.ts';
import type { QueryPorts } from './queryPorts.ts';

type Handlers = { readonly [N in OperationName]: (input: OperationParsedInput<N>) => OperationOutput<N> };

export type QueryHandlers = Pick<
  Handlers,
  | 'overview.get'
  | 'invoices.list'
  | 'invoices.get'
  | 'ledger.list'
  | 'gst.quarters'
  | 'activity.list'
  | 'activity.canary'
  | 'push.counts'
  | 'quickbooks.entityCache'
  | 'billing.subscription'
  | 'billing.entitlement'
  | 'billing.gate'
  | 'billing.plans'
  | 'billing.setPlanActive'
  | 'billing.setEntitlements'
  | 'billing.invoices'
  | 'billing.org'
>;

/** Handlers answer at once and from the local database only. They throw AppError with the codes named at each. */
export function queryHandlers(ports: QueryPorts): QueryHandlers {
  return {
    'overview.get': () => overviewQuery(ports),
    'invoices.list': (input) => invoicesListQuery(ports, input),
    'invoices.get': (input) => invoiceStoryQuery(ports, input),
    'ledger.list': (input) => ledgerListQuery(ports, input),
    'gst.quarters': () => gstQuartersQuery(ports),
    'activity.list': (input) => ports.store.reads.activityPage(input),
    'activity.canary': () => ({ rows: ports.store.reads.canaryRows() }),
    'push.counts': () => ({ ...ports.store.reads.queueCounts(), isPaused: isPushPaused(ports) }),
    'quickbooks.entityCache': () => entityCacheQuery(ports),
    'billing.subscription': (input) => subscriptionQuery(ports, input),
    'billing.entitlement': (input) => entitlementQuery(ports, input),
    'billing.gate': (input) => gateQuery(ports, input),
    'billing.plans': () => plansQuery(ports),
    'billing.setPlanActive': (input) => {
      const plan = setPlanActive(ports, input);
      ports.publish({ kind: 'changed', topics: ['billing', 'activity'] });
      return plan;
    },
    'billing.setEntitlements': (input) => {
      const result = setEntitlements(ports, input);
      ports.publish({ kind: 'changed', topics: ['billing', 'activity'] });
      return result;
    },
    'billing.invoices': (input) => billingInvoicesQuery(ports, input),
    'billing.org': (input) => cardByRtoCode(ports, input.rto_code),
  };
}
