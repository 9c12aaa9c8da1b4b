// The effect of a change before it is done: sentences from here, amounts from Stripe's own preview, never computed here.
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import { msFromInstant } from '../../domain/calendar.ts';
import { readInvoice } from '../../domain/stripe/readInvoice.ts';
import type { EngineContext } from '../context.ts';
import { buildChange } from './buildChange.ts';
import { effectsOf } from './effectsOf.ts';
import { changeableSubscription } from './refusalOf.ts';

/** Throws AppError for what the change would be refused by, and for a Stripe that can not be asked. */
export async function previewChange(context: EngineContext, { id, change }: OperationParsedInput<'subscriptions.preview'>): Promise<OperationOutput<'subscriptions.preview'>> {
  const subscription = changeableSubscription(context, id, change.kind);
  const prorationDateSeconds = Math.floor(msFromInstant(context.now()) / 1000);
  const built = buildChange({ context, subscription, prorationDateSeconds }, change);
  const preview = {
    version: subscription.version,
    effects: effectsOf(context, subscription, change),
    lines: [],
    totalCents: 0,
    dueNowCents: null,
    nextInvoiceCents: null,
    nextInvoiceAt: subscription.currentPeriodEnd,
    currency: subscription.currency,
    prorationDateSeconds: null,
    settles: 'next_invoice' as const,
    typedWord: change.kind === 'cancel_now' ? 'CANCEL' : null,
  };
  if (built.preview === null) return preview;
  const raw = await context.stripe().ask({ route: '/v1/invoices/create_preview', parameters: { subscription: id, subscription_details: built.preview }, needs: 'read invoices' });
  // A preview has no id of its own in some versions; what is read of it does not need one.
  const reading = readInvoice({ id: 'upcoming', ...raw });
  if (!reading.ok) return preview;
  const { lines, totalCents } = reading.value;
  const isAtOnce = change.kind === 'cancel_now' ? change.invoiceNow : built.preview['proration_behavior'] === 'always_invoice';
  const isNever = change.kind === 'cancel_now' && !isAtOnce;
  return {
    ...preview,
    settles: isAtOnce ? ('now' as const) : isNever ? ('not_invoiced' as const) : preview.settles,
    totalCents,
    lines: lines.map((line) => ({ description: line.description ?? 'Line', totalCents: line.amountCents, isProration: line.isProration })),
    dueNowCents: isAtOnce ? totalCents : null,
    nextInvoiceCents: isAtOnce || isNever ? null : totalCents,
    prorationDateSeconds: 'proration_date' in built.preview ? prorationDateSeconds : null,
  };
}
