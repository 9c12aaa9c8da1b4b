// Entry of the simulators' process: both vendors on loopback, away from the processor thread that is measured.
import { startDemoCompany } from '../../src/simulators/demo-company/startDemoCompany.ts';
import { startQuickBooksSimulator } from '../../src/simulators/quickbooks/server.ts';
import { startStripeSimulator } from '../../src/simulators/stripe/server.ts';
import type { QuickBooksSimulator } from '../../src/simulators/quickbooks/server.ts';
import type { StripeSimulator } from '../../src/simulators/stripe/server.ts';
import { oauthClient, realmId } from './startSimulators.ts';
import type { FromSimulators, SimulatorFacts, SimulatorQuestion, StartOptions } from './startSimulators.ts';

const clock = { nowMs: () => Date.now() };
const seed = 20_261_121;

interface Running {
  readonly facts: Omit<SimulatorFacts, 'refreshToken'>;
  readonly stripe: StripeSimulator;
  readonly quickBooks: QuickBooksSimulator;
  readonly clientId: string;
  readonly realmId: string;
}

async function startBulk(bulkPaidInvoices: number, throttles: boolean): Promise<Running> {
  const stripe = await startStripeSimulator({ seed, clock, bulkPaidInvoices });
  const quickBooks = await startQuickBooksSimulator({
    seed,
    clock,
    companies: [{ realmId, companyName: 'RTOpacks Pty Ltd' }],
    oauthClients: [
      {
        clientId: oauthClient.clientId,
        clientSecret: oauthClient.clientSecret,
        redirectUris: [oauthClient.redirectUri],
      },
    ],
    rateLimits: { enabled: throttles },
  });
  const facts = {
    stripeUrl: stripe.url,
    stripeApiKey: stripe.apiKey,
    quickBooksUrl: quickBooks.apiUrl,
    intuitUrl: quickBooks.intuitUrl,
    clientId: oauthClient.clientId,
    clientSecret: oauthClient.clientSecret,
    realmId,
  };
  return { facts, stripe, quickBooks, clientId: oauthClient.clientId, realmId };
}

async function startDemo(): Promise<Running> {
  const demo = await startDemoCompany({ clock, seed, redirectUri: oauthClient.redirectUri });
  const facts = {
    stripeUrl: demo.stripeUrl,
    stripeApiKey: demo.stripeApiKey,
    quickBooksUrl: demo.qboUrl,
    intuitUrl: demo.intuitUrl,
    clientId: demo.clientId,
    clientSecret: demo.clientSecret,
    realmId: demo.realmId,
  };
  return { facts, stripe: demo.stripe, quickBooks: demo.quickBooks, clientId: demo.clientId, realmId: demo.realmId };
}

/** Ends the current period of `count` subscriptions: each renews and pays at once, with all the events that this has. */
function renew(stripe: StripeSimulator, count: number): { invoices: number; events: number } {
  const before = stripe.all('event').length;
  const active = stripe.all('subscription').filter((subscription) => subscription.status === 'active');
  for (let index = 0; index < count; index += 1) {
    const subscription = active[index % active.length];
    if (subscription === undefined) throw new Error('there is no subscription to renew');
    stripe.act({ act: 'renewal', subscription: subscription.id });
  }
  return { invoices: count, events: stripe.all('event').length - before };
}

let running: Running | undefined;

const started = (): Running => {
  if (running === undefined) throw new Error('the simulators are not started');
  return running;
};

async function answerTo(question: SimulatorQuestion): Promise<unknown> {
  if (question.ask === 'start') {
    const { company, throttles = false }: StartOptions = question.options;
    running = company === 'demo' ? await startDemo() : await startBulk(company.bulkPaidInvoices, throttles);
  }
  const { facts, stripe, quickBooks, clientId, realmId: company } = started();
  switch (question.ask) {
    case 'start':
    case 'refreshToken':
      return { ...facts, refreshToken: quickBooks.issueTokens(company, clientId).refreshToken };
    case 'renew':
      return renew(stripe, question.count);
    case 'quickBooksStats':
      return quickBooks.stats;
    case 'stop':
      await stripe.close();
      await quickBooks.close();
      return null;
  }
}

process.on('message', ({ id, question }: { id: number; question: SimulatorQuestion }) => {
  const reply = (answer: FromSimulators): void => void process.send?.(answer);
  answerTo(question).then(
    (value) => reply({ id, ok: true, value }),
    (error: unknown) =>
      reply({ id, ok: false, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});

// Whoever started it is gone: nothing of it may be left running.
process.once('disconnect', () => process.exit(0));
