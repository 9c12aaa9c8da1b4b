// Setting up a company of one's own: the checklist, its steps, the dry run, going live, and which company is open.
import { z } from 'zod';
import { command, query } from './operation.ts';
import { businessProfile } from './profile.ts';
import { amountCents, environment, instant, localDate } from './values.ts';

export const setupStepIds = ['stripe', 'quickbooks', 'mapping', 'profile', 'dry_run'] as const;
export type SetupStepId = (typeof setupStepIds)[number];

/** Items of going live that only a person can vouch for. */
export const goLiveByHandIds = ['production_app', 'redirect_registered', 'tax_agent', 'sandbox_tried', 'first_push_looked_at', 'backup_elsewhere'] as const;
export type GoLiveByHandId = (typeof goLiveByHandIds)[number];

const confirmation = z.object({ by: z.string(), at: instant });

export const setupOutput = z.object({
  steps: z.array(z.object({ id: z.enum(setupStepIds), isDone: z.boolean(), sentence: z.string() })),
  isDone: z.boolean(),
  /** Nothing is written to Stripe or QuickBooks on the program's own account until the dry run was looked at. */
  areWritesHeld: z.boolean(),
  goLive: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      isDone: z.boolean(),
      /** True: the program sees it for itself; false: a person confirms it. */
      isAutomatic: z.boolean(),
      sentence: z.string(),
      confirmation: confirmation.nullable(),
    }),
  ),
});
export type SetupOutput = z.infer<typeof setupOutput>;

export const writePermissions = z.array(
  z.object({
    resource: z.string(),
    neededFor: z.string(),
    /** What it is needed for is switched on in the profile, or is done by a person each time. */
    isNeededNow: z.boolean(),
    access: z.enum(['granted', 'missing', 'unknown']),
  }),
);
export type WritePermissions = z.infer<typeof writePermissions>;

export const mappedNames = ['quickBooksItemName', 'quickBooksTaxCodeName', 'quickBooksTermName', 'quickBooksPaymentMethodName', 'quickBooksDepositAccountName'] as const satisfies readonly (keyof z.infer<typeof businessProfile>)[];
export type MappedName = (typeof mappedNames)[number];

export const dryRun = z.object({
  /** The last full month, `YYYY-MM`, in the business's time zone. */
  month: z.string(),
  from: localDate,
  to: localDate,
  /** Stripe had been read up to this instant; null: the first read is under way, so the counts are not whole. */
  asOf: instant.nullable(),
  isReadingStripe: z.boolean(),
  mirrored: z.object({ count: z.int(), exGstCents: amountCents, gstCents: amountCents, totalCents: amountCents, otherCurrencyCount: z.int() }),
  /** Paid invoices by where they would go. */
  groups: z.array(z.object({ id: z.enum(['would_be_pushed', 'already_there', 'not_offered']), count: z.int(), totalCents: amountCents })),
  /** The pushes that were worked out to the last field, by the code that writes them. */
  previewed: z.object({ count: z.int(), linkedCustomers: z.int(), newCustomers: z.int(), unknownCustomers: z.int() }),
  findings: z.array(z.object({ severity: z.enum(['error', 'warning', 'info']), sentence: z.string(), count: z.int(), /** One of them, to open. */ invoiceId: z.int().nullable() })),
});
export type DryRun = z.infer<typeof dryRun>;

export const setupOperations = {
  'setup.get': query(z.object({}), setupOutput),
  /** A step that is a person's judgement, or an item of going live. `by`: their name or initials. */
  'setup.confirm': command(
    z.object({ item: z.enum(['profile', 'dry_run', ...goLiveByHandIds]), by: z.string().trim().min(2).max(60), isConfirmed: z.boolean().default(true) }),
    z.object({ isConfirmed: z.boolean() }),
  ),
  /** Asks Stripe to change an object that can not exist: a key that may not is refused before that is noticed. Changes nothing. */
  'setup.testStripeWrites': command(z.object({}), z.object({ permissions: writePermissions })),
  /** The names that QuickBooks holds for each name in the profile, the likeliest first. Reads QuickBooks. */
  'setup.mapping': query(
    z.object({}),
    z.object({
      names: z.array(z.object({ name: z.enum(mappedNames), value: z.string(), isFound: z.boolean(), suggestions: z.array(z.string()) })),
    }),
  ),
  /** Reads what is mirrored, and QuickBooks; writes nothing anywhere. */
  'setup.dryRun': query(z.object({}), dryRun),
  /** Has the shell close these books and open another company's, each with its own folder and keys. */
  'company.open': command(z.object({ company: environment }), z.object({ isOpening: z.literal(true) })),
};
