// commands, activity, vendor_canary, settings, business_profile, sync_state.
import { businessProfile, defaultBusinessProfile, type BusinessProfile } from '../../../contract/profile.ts';
import type { ActivityTables, CommandTable, StateTables } from '../../../engine/ports/store.ts';
import type { TableContext } from './tableContext.ts';

export function commandTable({ db, now }: TableContext): CommandTable {
  const find = db.prepare<[string], { operation: string; inputHash: string; response: string }>(
    `SELECT operation, input_hash AS inputHash, response FROM commands WHERE idempotency_key = ?`,
  );
  const put = db.prepare(
    `INSERT INTO commands (idempotency_key, operation, input_hash, response, created_at)
     VALUES (@idempotencyKey, @operation, @inputHash, @response, @now) ON CONFLICT (idempotency_key) DO NOTHING`,
  );
  return { find: (key) => find.get(key), put: (command) => void put.run({ ...command, now: now() }) };
}

export function activityTables({ db, now }: TableContext): ActivityTables {
  const append = db.prepare(
    `INSERT INTO activity (at, source, kind, result, summary, detail, invoice_id, correlation_id)
     VALUES (@now, @source, @kind, @result, @summary, @detail, @invoiceId, @correlationId)`,
  );
  const canary = db.prepare(
    `INSERT INTO vendor_canary (object_type, event_type, api_version, problem, count, first_seen_at, last_seen_at, last_object_id, sample)
     VALUES (@objectType, @eventType, @apiVersion, @problem, 1, @now, @now, @objectId, @sample)
     ON CONFLICT (object_type, event_type, api_version, problem) DO UPDATE SET
       count = count + 1, last_seen_at = excluded.last_seen_at, last_object_id = excluded.last_object_id,
       sample = COALESCE(excluded.sample, sample)`,
  );
  return {
    append: (row) =>
      void append.run({ ...row, detail: row.detail ?? null, invoiceId: row.invoiceId ?? null, correlationId: row.correlationId ?? null, now: now() }),
    canary: (row) => void canary.run({ ...row, eventType: row.eventType ?? '', now: now() }),
  };
}

export function stateTables({ db, now }: TableContext): StateTables {
  const valueOf = (table: 'settings' | 'sync_state') => {
    const read = db.prepare<[string], { value: string }>(`SELECT value FROM ${table} WHERE key = ?`);
    const write = db.prepare(
      `INSERT INTO ${table} (key, value, updated_at) VALUES (@key, @value, @now)
       ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`,
    );
    return {
      get: (key: string): unknown => {
        const row = read.get(key);
        return row === undefined ? undefined : (JSON.parse(row.value) as unknown);
      },
      put: (key: string, value: unknown): void => void write.run({ key, value: JSON.stringify(value), now: now() }),
    };
  };
  const settings = valueOf('settings');
  const sync = valueOf('sync_state');
  const profile = db.prepare<[], { profile: string }>(`SELECT profile FROM business_profile WHERE id = 1`);
  const saveProfile = db.prepare(
    `INSERT INTO business_profile (id, profile, updated_at) VALUES (1, @profile, @now)
     ON CONFLICT (id) DO UPDATE SET profile = excluded.profile, updated_at = excluded.updated_at`,
  );
  // Asked for several times per invoice: parsed again only when the stored text is another.
  let parsed: { readonly text: string; readonly value: BusinessProfile } | undefined;
  return {
    profile: () => {
      const row = profile.get();
      if (row === undefined) return defaultBusinessProfile;
      if (parsed?.text !== row.profile) {
        // Fields added by a later version take their default.
        parsed = { text: row.profile, value: businessProfile.parse({ ...defaultBusinessProfile, ...(JSON.parse(row.profile) as object) }) };
      }
      return parsed.value;
    },
    saveProfile: (value) => void saveProfile.run({ profile: JSON.stringify(value), now: now() }),
    setting: settings.get,
    saveSetting: settings.put,
    sync: sync.get,
    saveSync: sync.put,
  };
}
