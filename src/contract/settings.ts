// Settings: the business profile, connections with write-only secrets, diagnostics.
import { z } from 'zod';
import { command, query } from './operation.ts';
import { businessProfile } from './profile.ts';
import { environment, instant } from './values.ts';

export const secretState = z.object({ isStored: z.boolean(), storedAt: instant.nullable(), /** last four characters, to recognise it by */ hint: z.string().nullable() });

export const settingsOutput = z.object({
  profile: businessProfile,
  environment,
  secretsPersistence: z.enum(['system', 'memory']),
  stripe: z.object({
    key: secretState,
    /** The loopback webhook; only the desktop app has a listener of its own. */
    webhook: z.object({
      secret: secretState,
      lastReceivedAt: instant.nullable(),
      listener: z.object({ isOn: z.boolean(), port: z.int() }),
      shell: z.enum(['desktop', 'browser']),
    }),
    accountId: z.string().nullable(),
    apiBase: z.string(),
    /** Result of the last test of each permission. */
    permissions: z.array(z.object({ resource: z.string(), access: z.enum(['granted', 'missing', 'unknown']), neededFor: z.string() })),
  }),
  quickBooks: z.object({ clientId: z.string().nullable(), clientSecret: secretState, apiBase: z.string(), redirectUri: z.string().nullable() }),
  data: z.object({ folder: z.string(), databaseFile: z.string(), schemaVersion: z.int(), lastBackupAt: instant.nullable() }),
});
export type SettingsOutput = z.infer<typeof settingsOutput>;

export const settingsOperations = {
  'settings.get': query(z.object({}), settingsOutput),
  'settings.saveProfile': command(z.object({ profile: businessProfile }), z.object({ saved: z.literal(true) })),
  /** Write-only: the key goes to the keychain and is never read back. It is tested before it is stored. */
  'settings.setStripeKey': command(
    z.object({ key: z.string().trim().min(8).max(300) }),
    z.object({ accountId: z.string().nullable(), permissions: settingsOutput.shape.stripe.shape.permissions }),
  ),
  'settings.setQuickBooksApp': command(
    z.object({ clientId: z.string().trim().min(4).max(200), clientSecret: z.string().trim().min(4).max(200) }),
    z.object({ saved: z.literal(true) }),
  ),
  'settings.diagnostics': query(z.object({}), z.object({ text: z.string() })),
};
