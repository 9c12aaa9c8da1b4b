// The browser tests: the built program in a real Chromium, both shells.
import { defineConfig } from '@playwright/test';
import { packagedChromium } from './test/e2e/chromium.ts';

const chromium = packagedChromium();

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results/browser',
  fullyParallel: false,
  workers: 2,
  forbidOnly: true,
  // Generous: they end what hangs, and a busy machine is slow.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/playwright.json' }]],
  use: {
    browserName: 'chromium',
    locale: 'en-AU',
    timezoneId: 'Australia/Brisbane',
    viewport: { width: 1360, height: 860 },
    trace: 'retain-on-failure',
    ...(chromium === undefined
      ? { channel: 'chrome' }
      : { launchOptions: { executablePath: chromium.executablePath, env: { ...(process.env as Record<string, string>), ...chromium.env } } }),
  },
});
