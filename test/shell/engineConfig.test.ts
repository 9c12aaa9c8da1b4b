// Which vendors each company talks to: demo data never reaches a real one, live never a sandbox.
import { expect, test } from 'vitest';
import type { Environment } from '../../src/contract/values.ts';
import type { EngineConfig } from '../../src/engine/engine.ts';
import { engineConfig } from '../../src/shell/engineConfig.ts';
import { companyPaths } from '../../src/shell/paths.ts';

const demo = {
  stripeUrl: 'http://127.0.0.1:1', stripeApiKey: 'k', qboUrl: 'http://127.0.0.1:2', intuitUrl: 'http://127.0.0.1:3', clientId: 'c', clientSecret: 's', realmId: '9',
};
const none = { redirectUri: undefined, stripeUrl: undefined, qboUrl: undefined };
const make = (company: Environment, options: { redirectUri?: string; stripeUrl?: string; qboUrl?: string } = {}): EngineConfig =>
  engineConfig({
    company, shell: 'browser', options: { ...none, ...options }, paths: companyPaths('/h', company), homeFolder: '/h',
    demo: company === 'demo' ? demo : undefined, demoRedirectUri: 'http://127.0.0.1:4/cb',
  });
const addresses = (config: EngineConfig): string[] => [config.stripeApiBase, config.quickBooksApiBase, ...Object.values(config.links)];

test('the demo talks to this machine only, whatever the flags say', () => {
  const config = make('demo', { stripeUrl: 'https://api.stripe.com', qboUrl: 'https://quickbooks.api.intuit.com' });
  for (const address of addresses(config)) expect(new URL(address).hostname).toBe('127.0.0.1');
  expect(config).toMatchObject({ environment: 'demo', quickBooksEnvironment: 'simulator', demoRealmId: '9', quickBooksClientId: 'c', redirectUri: 'http://127.0.0.1:4/cb' });
});

test('the test company uses the sandbox and the loopback redirect of Development keys', () => {
  expect(make('test')).toMatchObject({
    quickBooksEnvironment: 'sandbox', quickBooksApiBase: 'https://sandbox-quickbooks.api.intuit.com', demoRealmId: null, quickBooksClientId: null,
    redirectUri: 'http://localhost:8787/api/integrations/quickbooks/callback',
  });
});

test('live uses production and has no redirect address of its own: Intuit wants one on https', () => {
  expect(make('live')).toMatchObject({ quickBooksEnvironment: 'production', quickBooksApiBase: 'https://quickbooks.api.intuit.com', stripeApiBase: 'https://api.stripe.com', redirectUri: null });
  expect(make('live', { redirectUri: 'https://books.example/cb' }).redirectUri).toBe('https://books.example/cb');
  for (const address of addresses(make('live'))) expect(address).not.toMatch(/sandbox|\/test/);
});

test('other addresses can stand in for the vendors', () => {
  expect(make('test', { stripeUrl: 'http://127.0.0.1:7', qboUrl: 'http://127.0.0.1:8' })).toMatchObject({ stripeApiBase: 'http://127.0.0.1:7', quickBooksApiBase: 'http://127.0.0.1:8' });
});
