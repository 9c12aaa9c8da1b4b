// A new subscription: with a card that Stripe has a token of, or with one that the client enters on Stripe's own page.
import { AppError } from '../../contract/errors.ts';
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import type { EngineContext } from '../context.ts';
import type { NewStripeChange } from '../ports/stripeWriteTables.ts';
import { beginChange } from '../stripeWrites/beginChange.ts';
import { planName } from './planName.ts';
import { planToSell, priceParameters } from './planToSell.ts';
import { isEnded } from './refusalOf.ts';

/** Throws AppError BILLING_ALREADY_SUBSCRIBED, BILLING_PLAN_NOT_FOUND, BILLING_BAD_REQUEST, NOT_FOUND, CHANGE_UNFINISHED. */
export function subscribe(context: EngineContext, input: OperationParsedInput<'subscriptions.subscribe'>): OperationOutput<'subscriptions.subscribe'> {
  if (!context.flags.hasStripeKey) throw new AppError('STRIPE_NOT_CONFIGURED');
  const { store } = context;
  const changeId = store.transaction(() => {
    const org = store.orgs.get(input.orgId);
    if (org === undefined) throw new AppError('NOT_FOUND', `organisation ${input.orgId}`);
    const present = store.subscriptions.ofOrg(input.orgId);
    if (present !== undefined && !isEnded(present.status)) throw new AppError('BILLING_ALREADY_SUBSCRIBED', org.name);
    const plan = planToSell(context, input.planId);
    const [customer] = store.subscriptions.customersOf(input.orgId);
    if (customer === undefined) throw new AppError('BILLING_BAD_REQUEST', `${org.name} has no customer in Stripe yet`);
    const { homeCurrency } = context.profile();
    const create = {
      items: [{ ...priceParameters(context, plan, homeCurrency, input.amountCents), quantity: 1 }],
      default_payment_method: input.paymentMethodToken === null ? '{{2}}' : '{{1}}',
      // The invoice stays open until Stripe says that it is paid; a card that asks for more is a state, not an error.
      payment_behavior: 'allow_incomplete',
      metadata: { org_id: org.id, ...(org.rtoCode === null ? {} : { rto_code: org.rtoCode }), catalogue_id: plan.id, plan: plan.planTier },
    };
    const name = planName(context, plan.planTier);
    return beginChange(context, {
      kind: 'subscribe',
      subjectId: `subscribe ${org.id}`,
      orgId: org.id,
      stripeSubscriptionId: null,
      summary: `Subscribe to ${name}: ${org.name}`,
      choice: { planId: plan.id, withPage: input.paymentMethodToken === null },
      steps: [...cardSteps(context, customer, input.paymentMethodToken), { act: 'subscription.create', title: `Start ${name}`, targetId: customer, request: create }],
    });
  });
  context.changed('subscriptions', 'billing', 'activity');
  return { changeId };
}

function cardSteps(context: EngineContext, customer: string, token: string | null): NewStripeChange['steps'] {
  const makeDefault = (card: string) => ({ act: 'card.default', title: 'Make the card the default', targetId: customer, request: { invoice_settings: { default_payment_method: card } } });
  if (token !== null) return [{ act: 'card.attach', title: 'Attach the card', targetId: token, request: { customer } }, makeDefault('{{1}}')];
  const back = context.config.links.stripeDashboard;
  return [
    { act: 'card.page', title: 'Make a page for the card', targetId: customer, request: { currency: context.profile().homeCurrency, payment_method_types: ['card'], success_url: back, cancel_url: back } },
    { act: 'card.await', title: 'Wait until the client has entered a card', targetId: '{{1}}', request: {} },
    makeDefault('{{2}}'),
  ];
}
