// fraudWarnings.list: payments that a card's bank suspects, with where each can be refunded.
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import type { EngineContext } from '../context.ts';

export function fraudWarningsList(context: EngineContext, input: OperationParsedInput<'fraudWarnings.list'>): OperationOutput<'fraudWarnings.list'> {
  const { fraudWarnings } = context.store.reads;
  return {
    warnings: fraudWarnings.list(input).map((warning) => ({
      ...warning,
      stripeUrl: warning.chargeId === null ? null : `${context.config.links.stripeDashboard}/payments/${warning.chargeId}`,
    })),
    openCount: fraudWarnings.openCount(),
    mayRefund: context.profile().mayIssueRefunds,
  };
}
