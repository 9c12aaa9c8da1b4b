// `npm run simulators`: both simulators alone, for a person with a browser, curl or the Stripe SDK.
import { parseArgs } from 'node:util';
import { startDemoCompany } from './demo-company/startDemoCompany.ts';
import { startQuickBooksSimulator } from './quickbooks/server.ts';
import { startStripeSimulator } from './stripe/server.ts';

const USAGE = `npm run simulators -- [flags]

  --demo              the demo company with its history (default)
  --no-bookkeeper     with --demo: nobody changes anything by hand in QuickBooks
  --empty             two empty accounts
  --folder <path>     keeps the state in this folder; without it, in memory
  --stripe-port <n>   default 12111
  --qbo-port <n>      default 12112
  --seed <n>          default 20261121
  --redirect-uri <u>  where Intuit's sign-in comes back to
  --bulk <n>          with --empty: seeds this many paid invoices
`;

const { values } = parseArgs({
  options: {
    demo: { type: 'boolean' },
    'no-bookkeeper': { type: 'boolean' },
    empty: { type: 'boolean' },
    folder: { type: 'string' },
    'stripe-port': { type: 'string' },
    'qbo-port': { type: 'string' },
    seed: { type: 'string' },
    'redirect-uri': { type: 'string' },
    bulk: { type: 'string' },
    help: { type: 'boolean' },
  },
});

type Running = { lines: readonly string[]; close(): Promise<void> };

const clock = { nowMs: () => Date.now() };
const stripePort = Number(values['stripe-port'] ?? 12_111);
const qboPort = Number(values['qbo-port'] ?? 12_112);
const seed = Number(values.seed ?? 20_261_121);

async function runDemo(): Promise<Running> {
  const demo = await startDemoCompany({
    clock,
    seed,
    stripePort,
    quickBooksPort: qboPort,
    isBookkeeperAway: values['no-bookkeeper'] === true,
    ...(values.folder === undefined ? {} : { folder: values.folder }),
    ...(values['redirect-uri'] === undefined ? {} : { redirectUri: values['redirect-uri'] }),
  });
  return {
    lines: [
      `Stripe       ${demo.stripeUrl}`,
      `  API key    ${demo.stripeApiKey}`,
      `QuickBooks   ${demo.qboUrl}`,
      `  sign-in    ${demo.intuitUrl}/connect/oauth2`,
      `  company    ${demo.realmId}`,
      `  client id  ${demo.clientId}`,
      `  secret     ${demo.clientSecret}`,
      '',
      `A new payment:  curl -X POST ${demo.stripeUrl}/_simulator/act -d '{"act":"new-payment","name":"Example Training"}'`,
      `A month later:  curl -X POST ${demo.stripeUrl}/_simulator/clock -d '{"advanceMs":2678400000}'`,
    ],
    close: () => demo.close(),
  };
}

async function runEmpty(): Promise<Running> {
  const stripe = await startStripeSimulator({
    seed,
    clock,
    port: stripePort,
    ...(values.bulk === undefined ? {} : { bulkPaidInvoices: Number(values.bulk) }),
  });
  const clientId = 'ABemptyCompanyClientIdOnThisMachineOnly';
  const quickBooks = await startQuickBooksSimulator({
    seed,
    clock,
    port: qboPort,
    companies: [{ realmId: '9130350000000002', companyName: 'Empty Company Pty Ltd' }],
    oauthClients: [
      {
        clientId,
        clientSecret: 'empty-company-client-secret',
        redirectUris: [values['redirect-uri'] ?? 'http://localhost:8787/api/integrations/quickbooks/callback'],
      },
    ],
  });
  return {
    lines: [
      `Stripe       ${stripe.url}`,
      `  API key    ${stripe.apiKey}`,
      `QuickBooks   ${quickBooks.apiUrl}`,
      `  client id  ${clientId}`,
      '  secret     empty-company-client-secret',
    ],
    close: async () => {
      await stripe.close();
      await quickBooks.close();
    },
  };
}

if (values.help === true) process.stdout.write(USAGE);
else {
  const running = await (values.empty === true ? runEmpty() : runDemo());
  process.stdout.write(`${running.lines.join('\n')}\n\nCtrl+C ends them.\n`);
  const stop = (): void => {
    void running.close().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}
