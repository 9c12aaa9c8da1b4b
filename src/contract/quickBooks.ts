// The QuickBooks connection: its panel, connecting and disconnecting, the cached entity ids.
import { z } from 'zod';
import { command, query } from './operation.ts';
import { instant } from './values.ts';

/** What may be created in the company from here, after a confirmation. */
export const setupCreations = ['item', 'clearing_account', 'fee_account', 'fee_vendor', 'term', 'payment_method'] as const;
export const setupCreation = z.enum(setupCreations);
export type SetupCreation = z.infer<typeof setupCreation>;

export const quickBooksStatus = z.object({
  state: z.enum(['not_configured', 'not_connected', 'connected', 'reconnect_needed']),
  companyName: z.string().nullable(),
  realmId: z.string().nullable(),
  environment: z.enum(['simulator', 'sandbox', 'production']),
  country: z.string().nullable(),
  connectedAt: instant.nullable(),
  refreshTokenExpiresAt: instant.nullable(),
  /** Whole days left of the rolling 100. */
  daysLeft: z.int().nullable(),
  /** End of the grant itself, five years at most. */
  grantExpiresAt: instant.nullable(),
  lastHeartbeatAt: instant.nullable(),
  lastHeartbeatResult: z.string().nullable(),
  nextHeartbeatAt: instant.nullable(),
  /** The amber button is shown: the chain is dead or near its end. */
  reconnectSuggested: z.boolean(),
  setup: z.array(z.object({ check: z.string(), ok: z.boolean(), severity: z.enum(['error', 'warning', 'info']), sentence: z.string(), nextAction: z.string().nullable(), creates: setupCreation.nullable() })),
  setupCheckedAt: instant.nullable(),
  redirectUri: z.string().nullable(),
});
export type QuickBooksStatus = z.infer<typeof quickBooksStatus>;

export const selfTestReport = z.object({
  startedAt: instant,
  endedAt: instant,
  companyName: z.string(),
  environment: z.string(),
  findings: z.array(z.object({ name: z.string(), ok: z.boolean(), sentence: z.string() })),
  /** What stopped it, as a sentence. */
  failure: z.string().nullable(),
  /** Documents that could not be voided yet. */
  leftBehind: z.int(),
});
export type SelfTestReport = z.infer<typeof selfTestReport>;

export const entityCacheRow = z.object({ kind: z.string(), label: z.string(), name: z.string(), quickBooksId: z.string(), detail: z.string().nullable(), fetchedAt: instant });

export const quickBooksOperations = {
  'quickbooks.status': query(z.object({}), quickBooksStatus),
  /** Makes a single-use state and the address of Intuit's page; the shell opens it. */
  'quickbooks.connect': command(z.object({}), z.object({ authorizeUrl: z.url(), expiresAt: instant }), { method: 'GET', path: '/billing/qb-connect' }),
  /** What Intuit sent back, or the whole address that a person pasted. */
  'quickbooks.callback': command(
    z.object({
      code: z.string().max(2000).optional(),
      realmId: z.string().max(50).optional(),
      state: z.string().max(200).optional(),
      error: z.string().max(200).optional(),
      address: z.string().max(8000).optional(),
    }),
    z.object({ connected: z.boolean(), companyName: z.string() }),
    { method: 'GET', path: '/billing/qb-callback' },
  ),
  'quickbooks.disconnect': command(z.object({}), z.object({ disconnected: z.boolean() })),
  'quickbooks.entityCache': query(z.object({}), z.object({ rows: z.array(entityCacheRow) })),
  'quickbooks.selfTestReport': query(z.object({}), z.object({ report: selfTestReport.nullable() })),
  /** Writes three invoices with payments into a sandbox company and voids them; refused in production. */
  'quickbooks.selfTest': command(z.object({}), z.object({ report: selfTestReport })),
  /** What would be created; writes nothing in QuickBooks. */
  'quickbooks.previewCreation': query(
    z.object({ what: setupCreation }),
    z.object({
      what: setupCreation,
      entity: z.string(),
      name: z.string(),
      fields: z.array(z.object({ label: z.string(), value: z.string() })),
      standing: z.enum(['missing', 'inactive', 'there']),
    }),
  ),
  /** `name` as previewed: another one in the profile meanwhile is refused. */
  'quickbooks.createMissing': command(z.object({ what: setupCreation, name: z.string().min(1).max(200) }), z.object({ what: setupCreation, quickBooksId: z.string(), wasThere: z.boolean() })),
  /** Empties the cached ids and resolves them again, with the setup check. */
  'quickbooks.refreshSetup': command(z.object({}), z.object({ ok: z.boolean() })),
};
