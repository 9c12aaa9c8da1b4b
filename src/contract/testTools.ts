// Test tools of the demo and of test mode: a payment with a test card, and the reset of what such payments left. Unknown in live.
import { z } from 'zod';
import { command, query } from './operation.ts';

/** Stripe's own test methods stand for the two numbers; a number goes no further than this line (https://docs.stripe.com/testing). */
const testMethods = { '4111111111111111': 'pm_card_visa', '1111111111111111': 'pm_card_chargeDeclined' } as const;

const testCard = z
  .enum(['4111111111111111', '1111111111111111'], { error: 'only the two test cards of the README' })
  .transform((number) => testMethods[number]);

const resetReport = z.object({
  orgs_decoverted: z.int(),
  decoverted_rto_codes: z.array(z.string()),
  /** Test customers whose deletion in Stripe was begun: their subscriptions end with them. */
  test_customers: z.int(),
  /** Ledger rows are never removed: they stay, marked as tests, outside every sum. */
  ledger_rows_kept: z.int(),
});

export const testToolOperations = {
  'testTools.preview': query(z.object({}), resetReport),
  'testTools.payment': command(
    z.object({ org_id: z.string().min(1).max(100).optional(), rto_code: z.string().regex(/^\d{1,10}$/).optional(), plan: z.enum(['essential', 'pro']), card: testCard }),
    z.object({ status: z.enum(['succeeded', 'failed', 'started']), org_id: z.string(), message: z.string() }),
    { method: 'POST', path: '/billing/test-payment' },
  ),
  'testTools.reset': command(z.object({}), resetReport, { method: 'POST', path: '/billing/reset-test' }),
  /** The older name of the same. */
  'testTools.testReset': command(z.object({}), resetReport, { method: 'POST', path: '/billing/test-reset' }),
};
export type TestResetReport = z.infer<typeof resetReport>;
