// Starts the demo company: both simulators on loopback, with their state in a folder and eighteen months of history.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { QuickBooksSimulator } from '../quickbooks/server.ts';
import { startQuickBooksSimulator } from '../quickbooks/server.ts';
import type { StripeSimulator } from '../stripe/server.ts';
import { startStripeSimulator } from '../stripe/server.ts';
import { bookkeeperAtWork } from './bookkeeperAtWork.ts';
import { buildDemoCompany } from './buildDemoCompany.ts';
import { pushedInvoices } from './pushedInvoices.ts';
import { seedQuickBooks } from './seedQuickBooks.ts';

export type StartDemoCompanyOptions = {
  /** Nobody changes anything by hand in QuickBooks. */
  isBookkeeperAway?: boolean;
  /** Holds the simulators' state; made if absent. Without it everything lives in memory. */
  folder?: string;
  /** The present. A later start lives through the time since the last one: renewals fall due, payouts arrive. */
  clock: { nowMs(): number };
  seed: number;
  /** Registered with the OAuth client: where Intuit's sign-in comes back to. */
  redirectUri?: string;
  stripePort?: number;
  quickBooksPort?: number;
};

export type DemoCompanyServers = {
  stripeUrl: string;
  stripeApiKey: string;
  qboUrl: string;
  intuitUrl: string;
  clientId: string;
  clientSecret: string;
  realmId: string;
  /** A refresh token as if the owner had signed in, for starting connected. */
  issueRefreshToken(): string;
  stripe: StripeSimulator;
  quickBooks: QuickBooksSimulator;
  close(): Promise<void>;
};

const REALM_ID = '9130350000000001';
const CLIENT_ID = 'ABdemoCompanyClientIdOnThisMachineOnly';
const CLIENT_SECRET = 'demo-company-client-secret';
const DEFAULT_REDIRECT_URI = 'http://localhost:8787/api/integrations/quickbooks/callback';
const BUILT_KEY = 'demoCompanyBuilt';

function fileIn(folder: string | undefined, name: string): { databaseFile?: string } {
  return folder === undefined ? {} : { databaseFile: join(folder, name) };
}

function ensureHistory(
  stripe: StripeSimulator,
  quickBooks: QuickBooksSimulator,
  options: StartDemoCompanyOptions,
): void {
  if (stripe.meta.get(BUILT_KEY) === undefined) {
    stripe.batch(() => {
      buildDemoCompany({ stripe, seed: options.seed, endInstantMs: options.clock.nowMs() });
      stripe.meta.set(BUILT_KEY, new Date(options.clock.nowMs()).toISOString());
    });
  }
  // Told from Stripe's side, so that it can be made up for where the first start was cut short between the two.
  if (quickBooks.store.count(REALM_ID, 'Invoice') === 0) seedQuickBooks(quickBooks, REALM_ID, pushedInvoices(stripe));
}

export async function startDemoCompany(options: StartDemoCompanyOptions): Promise<DemoCompanyServers> {
  if (options.folder !== undefined) mkdirSync(options.folder, { recursive: true });
  let tellBookkeeper: (route: string) => void = () => undefined;
  const quickBooks = await startQuickBooksSimulator({
    onAnswered: (route) => tellBookkeeper(route),
    seed: options.seed,
    clock: options.clock,
    port: options.quickBooksPort ?? 0,
    companies: [{ realmId: REALM_ID, companyName: 'RTOpacks Pty Ltd' }],
    oauthClients: [
      { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, redirectUris: [options.redirectUri ?? DEFAULT_REDIRECT_URI] },
    ],
    ...fileIn(options.folder, 'quickbooks-simulator.sqlite'),
  });
  const stripe = await startStripeSimulator({
    seed: options.seed,
    clock: options.clock,
    port: options.stripePort ?? 0,
    billing: { radarFeeCents: 8 },
    ...fileIn(options.folder, 'stripe-simulator.sqlite'),
  });
  const close = async (): Promise<void> => {
    await stripe.close();
    await quickBooks.close();
  };
  try {
    ensureHistory(stripe, quickBooks, options);
    if (options.isBookkeeperAway !== true) tellBookkeeper = bookkeeperAtWork(quickBooks, REALM_ID, stripe);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    stripeUrl: stripe.url,
    stripeApiKey: stripe.apiKey,
    qboUrl: quickBooks.apiUrl,
    intuitUrl: quickBooks.intuitUrl,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    realmId: REALM_ID,
    issueRefreshToken: () => quickBooks.issueTokens(REALM_ID, CLIENT_ID).refreshToken,
    stripe,
    quickBooks,
    close,
  };
}
