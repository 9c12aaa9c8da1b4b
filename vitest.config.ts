// Unit, adapter and simulation tests; the browser tests are Playwright's (playwright.config.ts).
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['test/**/*.test.{ts,tsx}'], exclude: ['test/e2e/**'], testTimeout: 90_000, hookTimeout: 120_000, pool: 'threads' },
});
