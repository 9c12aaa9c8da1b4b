// The engine's configuration for each company: which vendors it talks to and where a person looks at their pages.
import type { Environment } from '../contract/values.ts';
import type { EngineConfig } from '../engine/engine.ts';
import { demoRegisterEntries } from './demoRegisterEntries.ts';
import { developmentRedirectUri } from './developmentRedirectUri.ts';
import type { Options } from './options.ts';
import type { CompanyPaths } from './paths.ts';
import type { DemoCompany } from './simulatorMessages.ts';

const stripeApiBase = 'https://api.stripe.com';
const quickBooksApiBase = { sandbox: 'https://sandbox-quickbooks.api.intuit.com', production: 'https://quickbooks.api.intuit.com' } as const;

const vendorLinks = (company: Environment): EngineConfig['links'] => {
  const stripe = company === 'live' ? 'https://dashboard.stripe.com' : 'https://dashboard.stripe.com/test';
  const quickBooks = company === 'live' ? 'https://qbo.intuit.com' : 'https://sandbox.qbo.intuit.com';
  return {
    stripeDashboard: `${stripe}/`,
    stripeInvoice: `${stripe}/invoices/{id}`,
    quickBooksHome: `${quickBooks}/app/homepage`,
    quickBooksInvoice: `${quickBooks}/app/invoice?txnId={id}`,
  };
};

const demoLinks = (demo: DemoCompany): EngineConfig['links'] => ({
  stripeDashboard: `${demo.stripeUrl}/`,
  stripeInvoice: `${demo.stripeUrl}/dashboard/invoices/{id}`,
  quickBooksHome: `${demo.qboUrl}/`,
  quickBooksInvoice: `${demo.qboUrl}/app/invoice?txnId={id}`,
  stripeHostedPages: `${demo.stripeUrl}/hosted/`,
});

export interface ConfigParts {
  readonly company: Environment;
  readonly shell: EngineConfig['shell'];
  readonly options: Pick<Options, 'redirectUri' | 'stripeUrl' | 'qboUrl'>;
  readonly paths: CompanyPaths;
  readonly homeFolder: string;
  readonly demo: DemoCompany | undefined;
  /** Where the demo's sign-in page sends the person back to. */
  readonly demoRedirectUri: string;
}

export const engineConfig = ({ company, shell, options, paths, homeFolder, demo, demoRedirectUri }: ConfigParts): EngineConfig => {
  const quickBooksEnvironment = demo !== undefined ? 'simulator' : company === 'live' ? 'production' : 'sandbox';
  const realBase = quickBooksApiBase[company === 'live' ? 'production' : 'sandbox'];
  return {
    environment: company,
    shell,
    homeFolder,
    databaseFile: paths.databaseFile,
    stripeApiBase: demo?.stripeUrl ?? options.stripeUrl ?? stripeApiBase,
    quickBooksApiBase: demo?.qboUrl ?? options.qboUrl ?? realBase,
    quickBooksEnvironment,
    // Production keys need an https address of the business's own domain, so there is no default for them.
    redirectUri: demo !== undefined ? demoRedirectUri : (options.redirectUri ?? (company === 'live' ? null : developmentRedirectUri)),
    links: demo !== undefined ? demoLinks(demo) : vendorLinks(company),
    quickBooksClientId: demo?.clientId ?? null,
    demoRealmId: demo?.realmId ?? null,
    demoRegister: demo === undefined ? [] : demoRegisterEntries(),
    pollIntervalMs: 300_000,
    pollIntervalFocusedMs: 60_000,
  };
};
