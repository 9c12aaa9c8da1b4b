// A refund made in Stripe from here: only where the profile allows it, previewed, and confirmed by typing the invoice's number.
import { AppError, type ErrorCode } from '../../contract/errors.ts';
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import { localDateOf } from '../../domain/calendar.ts';
import { centsToDecimalText } from '../../domain/money.ts';
import type { EngineContext } from '../context.ts';
import { refundIntentKey } from '../stripeWrites/acts/createRefund.ts';
import { beginChange } from '../stripeWrites/beginChange.ts';
import { chargesOf, judgeRefund, refundSubject } from './judgeRefund.ts';

/** Stores the intent; the outbox sends it. Throws REFUND_NOT_ENABLED, CONFIRMATION_DIFFERS, STALE_VIEW, the code of the first stop, CHANGE_UNFINISHED. */
export function issueRefund(context: EngineContext, input: OperationParsedInput<'refunds.issue'>): OperationOutput<'refunds.issue'> {
  const { store } = context;
  const { invoiceId, amountCents, reason } = input;
  if (!context.profile().mayIssueRefunds) throw new AppError('REFUND_NOT_ENABLED');
  if (!context.flags.hasStripeKey) throw new AppError('STRIPE_NOT_CONFIGURED');
  const changeId = store.transaction(() => {
    const invoice = store.invoices.get(invoiceId);
    if (invoice === undefined) throw new AppError('NOT_FOUND', `invoice ${invoiceId}`);
    if (invoice.version !== input.expectedVersion) throw new AppError('STALE_VIEW');
    if (invoice.number === null || input.confirmation.trim() !== invoice.number) throw new AppError('CONFIRMATION_DIFFERS', `type ${invoice.number ?? 'the number'}`);
    const date = localDateOf(context.now(), context.profile().timeZone);
    const stop = judgeRefund(context, { invoiceId, amountCents, date, way: 'stripe' }).stops.find((each) => !(each.isOverridable && input.acceptsEarlierRefund));
    if (stop !== undefined) throw new AppError(stop.code as ErrorCode);
    const chargeId = chargesOf(context, invoice).find((id) => {
      const charge = store.mirror.charge(id);
      return charge !== undefined && charge.amountCents - charge.amountRefundedCents >= amountCents;
    });
    if (chargeId === undefined) throw new AppError('REFUND_TOO_MUCH', 'no single card payment of this invoice has that much left');
    const amount = centsToDecimalText(amountCents);
    return beginChange(context, {
      kind: 'refund.issue',
      subjectId: refundSubject(invoiceId),
      orgId: invoice.orgId,
      stripeSubscriptionId: null,
      summary: `Refund ${amount} of ${invoice.number} to ${invoice.clientName}`,
      choice: { invoiceId, amountCents },
      steps: [{ act: 'refund.create', title: `Refund ${amount} in Stripe`, targetId: chargeId, request: { amount: amountCents, reason, metadata: { [refundIntentKey]: context.random.uuid() } } }],
    });
  });
  context.kick();
  context.changed('refunds', 'invoices', 'activity');
  return { changeId };
}
