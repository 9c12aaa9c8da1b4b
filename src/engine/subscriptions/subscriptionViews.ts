// What the screens and the billing API show of subscriptions and of changes under way.
import { AppError, errorCatalogue, type ErrorCode } from '../../contract/errors.ts';
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import type { StripeChangeView } from '../../contract/stripeWrites.ts';
import type { SubscriptionChangeKind } from '../../contract/subscriptions.ts';
import { planDirection } from '../../domain/subscriptionChange.ts';
import type { EngineContext } from '../context.ts';
import type { PlanRecord } from '../ports/store.ts';
import type { StripeChange } from '../ports/stripeWriteTables.ts';
import { stripeAsOf } from '../queries/stripeAsOf.ts';
import { hostedPage } from './hostedPage.ts';
import { planName } from './planName.ts';
import { refusalOf } from './refusalOf.ts';
import { unfinishedOnes } from './subscriptionsToDecide.ts';

const kinds: readonly SubscriptionChangeKind[] = ['upgrade', 'downgrade', 'undo_downgrade', 'add_seat', 'override', 'end_override', 'pause', 'resume', 'cancel_at_period_end', 'undo_cancel', 'cancel_now'];
const changesShown = 10;

export function listSubscriptions(context: EngineContext, input: OperationParsedInput<'subscriptions.list'>): OperationOutput<'subscriptions.list'> {
  const page = context.store.subscriptions.page({ ...input, now: context.now() });
  return { ...page, rows: [...page.rows], asOf: stripeAsOf(context) };
}

/** Throws AppError NOT_FOUND. */
export function getSubscription(context: EngineContext, { id }: OperationParsedInput<'subscriptions.get'>): OperationOutput<'subscriptions.get'> {
  const { store } = context;
  const subscription = store.subscriptions.get(id);
  const row = store.subscriptions.row(id, context.now());
  if (subscription === undefined || row === undefined) throw new AppError('NOT_FOUND', `subscription ${id}`);
  const customer = store.orgs.customer(subscription.stripeCustomerId);
  const card = customer?.cardBrand != null && customer.cardLast4 !== null ? { brand: customer.cardBrand, last4: customer.cardLast4 } : null;
  return {
    row,
    items: subscription.items.map((item) => ({ name: planName(context, item.planTier ?? subscription.planTier), unitAmountCents: item.unitAmountCents, quantity: item.quantity, isSeat: item.planTier === 'seat_addon' })),
    paymentMethod: card,
    billingEmail: customer?.billingEmail ?? null,
    openInvoice: openInvoiceOf(context, id),
    stripeUrl: context.config.links.stripeInvoice.replace('/invoices/', '/subscriptions/').replace('{id}', id),
    plans: planChoices(context, context.store.plans.get(subscription.planId ?? subscription.planTier)),
    acts: kinds.map((kind) => ({ kind, disabledReason: refusalOf(context, subscription, kind)?.reason ?? null })),
    changes: store.changes.ofSubscription(id, changesShown).map((change) => changeView(context, change)),
  };
}

function openInvoiceOf(context: EngineContext, id: string): OperationOutput<'subscriptions.get'>['openInvoice'] {
  const open = context.store.subscriptions.openInvoice(id);
  return open === undefined ? null : { ...open, url: open.url === null ? null : hostedPage(context, open.url) };
}

const clientsOffered = 20;

export function offer(context: EngineContext, { search, orgId }: OperationParsedInput<'subscriptions.offer'>): OperationOutput<'subscriptions.offer'> {
  const found = context.store.subscriptions.withoutSubscription({ search, orgId, limit: clientsOffered + 1 });
  return { plans: planChoices(context, undefined), clients: found.slice(0, clientsOffered).map((client) => ({ ...client })), hasMore: found.length > clientsOffered };
}

function planChoices(context: EngineContext, present: PlanRecord | undefined): OperationOutput<'subscriptions.get'>['plans'] {
  const { plans } = context.store;
  return plans
    .list()
    .filter((plan) => plan.isActive && plan.planTier !== 'free' && plan.planTier !== 'seat_addon')
    .map((plan) => ({
      planId: plan.id,
      planTier: plan.planTier,
      name: planName(context, plan.planTier),
      totalCents: plan.totalCents,
      hasListPrice: plan.totalCents > 0,
      direction: present === undefined ? 'same' : planDirection(present, plan),
    }));
}

const isErrorCode = (code: string): code is ErrorCode => code in errorCatalogue;

export function changeView(context: EngineContext, change: StripeChange): StripeChangeView {
  const next = change.errorCode !== null && isErrorCode(change.errorCode) ? errorCatalogue[change.errorCode].nextAction : null;
  return {
    changeId: change.id,
    version: change.version,
    kind: change.kind,
    summary: change.summary,
    state: change.state,
    error: change.errorSentence === null ? null : [change.errorSentence, next].filter(Boolean).join('. '),
    startedAt: change.createdAt,
    settledAt: change.settledAt,
    steps: context.store.changes.steps(change.id).map(({ position, title, state }) => ({ position, title, state })),
  };
}

export function unfinishedChanges(context: EngineContext): OperationOutput<'changes.unfinished'> {
  return { changes: unfinishedOnes(context.store).map((change) => ({ ...changeView(context, change), subscriptionId: change.stripeSubscriptionId, hasCardPage: cardPageOf(context, change.id) !== null })) };
}

const cardPageOf = (context: EngineContext, changeId: number): string | null => {
  const steps = context.store.changes.steps(changeId);
  const isWaiting = steps.some((step) => step.act === 'card.await' && step.state === 'sending');
  return isWaiting ? (steps.find((step) => step.act === 'card.page')?.answerId ?? null) : null;
};

/** Throws AppError NOT_ALLOWED_NOW: no card is waited for. */
export async function cardPage(context: EngineContext, { changeId }: OperationParsedInput<'changes.cardPage'>): Promise<OperationOutput<'changes.cardPage'>> {
  const id = cardPageOf(context, changeId);
  if (id === null) throw new AppError('NOT_ALLOWED_NOW', 'no card is waited for');
  const session = await context.stripe().read({ route: '/v1/checkout/sessions/:id', id, needs: 'read checkout_sessions' });
  if (typeof session['url'] !== 'string') throw new AppError('NOT_ALLOWED_NOW', 'the page is closed: the card was entered, or the page has expired');
  return { url: hostedPage(context, session['url']) };
}
