// Tests of the console on the worker's demo company, at rest; each fails when the page logs an error or breaks its own policy.
import type { Page } from '@playwright/test';
import { demoCompany } from './demoCompany.ts';
import type { DemoCompany } from './demoCompany.ts';
import { test as hostTest } from './hostFixture.ts';

interface ConsoleFixtures {
  readonly company: DemoCompany;
  /** What the page complained of so far; a test that provokes an error empties it. */
  readonly complaints: string[];
}

/** Collects errors of the page's scripts and log, and breaches of its content security policy. */
export const collectComplaints = async (page: Page, complaints: string[]): Promise<void> => {
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      complaints.push(`${message.type()}: ${message.text()}`);
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      reportError(new Error(`policy: ${violatedDirective} ${blockedURI}`)),
    );
  });
};

export const test = hostTest.extend<ConsoleFixtures>({
  company: async ({ demoHost }, use) => {
    const company = await demoCompany(demoHost.origin, demoHost.cookies);
    await company.settle();
    await use(company);
  },
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      await collectComplaints(page, complaints);
      await use(complaints);
      hostTest.expect(complaints, 'what the page complained of').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect } from '@playwright/test';
