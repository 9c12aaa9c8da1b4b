// A test payment: a customer marked as a test with a test card, and a subscription that is paid at once; Stripe does the rest.
import { AppError } from '../../contract/errors.ts';
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import type { EngineContext } from '../context.ts';
import { beginChange } from '../stripeWrites/beginChange.ts';
import { testKeyName } from '../stripeWrites/acts/testCustomer.ts';
import { refuseLive } from './refuseLive.ts';

const lookEveryMs = 250;
const mostLooks = 240;

/** Until the change is no longer running, or the engine has nothing left to do, or a minute has passed. */
function settled(context: EngineContext, changeId: number, idle: () => Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    let cancel: () => void = () => undefined;
    const look = (looks: number): void => {
      if (context.store.changes.get(changeId)?.state !== 'running' || looks === mostLooks) return resolve();
      cancel = context.timers.after(lookEveryMs, () => look(looks + 1));
    };
    look(0);
    void idle().then(() => (cancel(), resolve()));
  });
}

/** `idle` resolves when no job is running or due. Throws BILLING_BAD_REQUEST, BILLING_PLAN_NOT_FOUND. */
export async function testPayment(context: EngineContext, input: OperationParsedInput<'testTools.payment'>, idle: () => Promise<void>): Promise<OperationOutput<'testTools.payment'>> {
  refuseLive(context);
  const { store } = context;
  if (input.org_id === undefined && input.rto_code === undefined) throw new AppError('BILLING_BAD_REQUEST', 'org_id or rto_code');
  const price = store.tests.priceOf(input.plan);
  if (price === undefined) throw new AppError('BILLING_PLAN_NOT_FOUND', input.plan);
  const entry = input.rto_code === undefined ? undefined : store.clients.registerEntry(input.rto_code);
  const key = context.random.uuid();
  const orgId = input.org_id ?? `test-${input.rto_code}`;
  const name = store.orgs.get(orgId)?.name ?? entry?.tradingName ?? entry?.legalName ?? `Test client ${input.rto_code ?? orgId}`;
  const metadata = { is_test: 'true', org_id: orgId, ...(input.rto_code === undefined ? {} : { rto_code: input.rto_code }), [testKeyName]: key };
  const changeId = store.transaction(() =>
    beginChange(context, {
      kind: 'test-payment', subjectId: `test payment ${key}`, orgId: null, stripeSubscriptionId: null,
      summary: `Test payment of ${name} for ${input.plan}`, choice: { plan: input.plan },
      steps: [
        { title: 'Make a test customer with a test card', act: 'testPayment.customer', targetId: key, request: { name, metadata, payment_method: input.card, invoice_settings: { default_payment_method: input.card } } },
        { title: 'Begin its subscription', act: 'testPayment.subscription', targetId: '{{1}}', request: { customer: '{{1}}', items: [{ price }], payment_behavior: 'error_if_incomplete', metadata } },
      ],
    }),
  );
  context.kick();
  await settled(context, changeId, idle);
  const change = store.changes.get(changeId);
  if (change?.state === 'done') return { status: 'succeeded', org_id: orgId, message: `${name} paid; the books hear of it with the next sync.` };
  if (change?.state !== 'paused') return { status: 'started', org_id: orgId, message: 'Stripe has not answered yet; it goes on by itself.' };
  // Nothing is left to decide about a test that was declined.
  store.changes.setState(changeId, { state: 'given_up', errorCode: change.errorCode, errorSentence: change.errorSentence });
  return { status: 'failed', org_id: orgId, message: change.errorSentence ?? 'Stripe refused it.' };
}
