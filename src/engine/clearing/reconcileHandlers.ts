// The handlers of payouts, fees and exceptions.
import type { EngineContext } from '../context.ts';
import type { Handlers } from '../handle.ts';
import { attachmentQuery, enterFeeInvoice, queueFeeMonth } from './enterFeeInvoice.ts';
import { exceptionsQuery } from './exceptionsQuery.ts';
import { feeMonthQuery, feeMonthsQuery } from './feeQueries.ts';
import { payoutQuery, payoutsListQuery } from './payoutQueries.ts';

type ReconcileHandlers = Pick<Handlers, 'payouts.list' | 'payouts.get' | 'fees.months' | 'fees.month' | 'fees.enterTaxInvoice' | 'fees.attachment' | 'fees.queueForQuickBooks' | 'reconcile.exceptions'>;

export function reconcileHandlers(context: EngineContext): ReconcileHandlers {
  return {
    'payouts.list': (input) => payoutsListQuery(context, input),
    'payouts.get': (input) => payoutQuery(context, input),
    'fees.months': () => feeMonthsQuery(context),
    'fees.month': (input) => feeMonthQuery(context, input),
    'fees.enterTaxInvoice': (input) => enterFeeInvoice(context, input),
    'fees.attachment': (input) => attachmentQuery(context, input),
    'fees.queueForQuickBooks': (input) => queueFeeMonth(context, input),
    'reconcile.exceptions': () => exceptionsQuery(context),
  };
}
