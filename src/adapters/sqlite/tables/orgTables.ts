// orgs, rto_clients and billing_customers: who buys.
import type { OrgTables } from '../../../engine/ports/store.ts';
import type { ClientRecord, CustomerRecord, OrgRecord } from '../../../engine/ports/records.ts';
import { bit, type TableContext } from './tableContext.ts';

interface CustomerRow {
  stripe_customer_id: string;
  org_id: string;
  qb_customer_id: string | null;
  qb_realm_id: string | null;
  billing_email: string | null;
  is_test: number;
  is_placeholder: number;
  rto_code: string | null;
  card_brand: string | null;
  card_last4: string | null;
}

export function orgTables({ db, now }: TableContext): OrgTables {
  const get = db.prepare<[string], OrgRecord>(
    `SELECT id, name, COALESCE(billing_email_edited, billing_email) AS billingEmail, rto_code AS rtoCode FROM orgs WHERE id = ?`,
  );
  const upsert = db.prepare(
    `INSERT INTO orgs (id, name, billing_email, rto_code, created_at, updated_at)
     VALUES (@id, @name, @billingEmail, @rtoCode, @now, @now)
     ON CONFLICT (id) DO UPDATE SET
       name = excluded.name,
       billing_email = COALESCE(excluded.billing_email, billing_email),
       rto_code = COALESCE(excluded.rto_code, rto_code),
       updated_at = excluded.updated_at`,
  );
  const customer = db.prepare<[string], CustomerRow>(`SELECT * FROM billing_customers WHERE stripe_customer_id = ?`);
  const upsertCustomer = db.prepare(
    `INSERT INTO billing_customers (stripe_customer_id, org_id, billing_email, rto_code, is_test, is_deleted, is_placeholder, created_at, updated_at)
     VALUES (@stripeCustomerId, @orgId, @billingEmail, @rtoCode, @isTest, @isDeleted, @isPlaceholder, @now, @now)
     ON CONFLICT (stripe_customer_id) DO UPDATE SET
       org_id = excluded.org_id,
       billing_email = COALESCE(excluded.billing_email, billing_email),
       rto_code = COALESCE(excluded.rto_code, rto_code),
       -- A deleted customer no longer says whether it was a test.
       is_test = CASE WHEN excluded.is_deleted = 1 THEN is_test ELSE excluded.is_test END,
       is_deleted = MAX(is_deleted, excluded.is_deleted),
       is_placeholder = MIN(is_placeholder, excluded.is_placeholder),
       updated_at = excluded.updated_at`,
  );
  const placeholders = db.prepare<[], { id: string }>(`SELECT stripe_customer_id AS id FROM billing_customers WHERE is_placeholder = 1`);
  const setCard = db.prepare(
    `UPDATE billing_customers SET card_brand = ?, card_last4 = ?, updated_at = ?
     WHERE stripe_customer_id = ? AND (card_brand IS NOT ? OR card_last4 IS NOT ?)`,
  );
  const link = db.prepare(`UPDATE billing_customers SET qb_customer_id = ?, qb_realm_id = ?, updated_at = ? WHERE stripe_customer_id = ?`);
  const client = db.prepare<[string], ClientRecord>(
    `SELECT rto_code AS rtoCode, legal_name AS legalName, trading_name AS tradingName, abn, acn, ceo_given AS ceoGiven,
            ceo_family AS ceoFamily, website, entity_type AS entityType, phone, address
     FROM rto_clients WHERE rto_code = ?`,
  );
  const upsertClient = db.prepare(
    `INSERT INTO rto_clients (rto_code, legal_name, trading_name, abn, acn, ceo_given, ceo_family, website, entity_type, phone, address, created_at, updated_at)
     VALUES (@rtoCode, @legalName, @tradingName, @abn, @acn, @ceoGiven, @ceoFamily, @website, @entityType, @phone, @address, @now, @now)
     ON CONFLICT (rto_code) DO UPDATE SET
       legal_name = excluded.legal_name, trading_name = excluded.trading_name, abn = excluded.abn, acn = excluded.acn,
       ceo_given = excluded.ceo_given, ceo_family = excluded.ceo_family, website = excluded.website,
       entity_type = excluded.entity_type, phone = excluded.phone, address = excluded.address, updated_at = excluded.updated_at`,
  );
  const setTier = db.prepare(`UPDATE orgs SET billing_tier = ?, billing_status = ?, updated_at = ? WHERE id = ? AND (billing_tier <> ? OR billing_status <> ?)`);
  return {
    get: (orgId) => get.get(orgId),
    upsert: (org) => void upsert.run({ ...org, now: now() }),
    customer: (id) => {
      const row = customer.get(id);
      return row === undefined ? undefined : customerRecord(row);
    },
    upsertCustomer: (row) => void upsertCustomer.run({ ...row, isTest: bit(row.isTest), isDeleted: bit(row.isDeleted), isPlaceholder: bit(row.isPlaceholder), now: now() }),
    placeholders: () => placeholders.all().map((row) => row.id),
    setCard: (id, card) => void setCard.run(card.brand, card.last4, now(), id, card.brand, card.last4),
    linkQuickBooks: (id, target) => void link.run(target.qbCustomerId, target.realmId, now(), id),
    client: (rtoCode) => client.get(rtoCode),
    upsertClient: (row) => void upsertClient.run({ ...row, now: now() }),
    setTier: (orgId, tier) => void setTier.run(tier.billingTier, tier.billingStatus, now(), orgId, tier.billingTier, tier.billingStatus),
  };
}

function customerRecord(row: CustomerRow): CustomerRecord {
  return {
    stripeCustomerId: row.stripe_customer_id,
    orgId: row.org_id,
    qbCustomerId: row.qb_customer_id,
    qbRealmId: row.qb_realm_id,
    billingEmail: row.billing_email,
    isTest: row.is_test === 1,
    isPlaceholder: row.is_placeholder === 1,
    rtoCode: row.rto_code,
    cardBrand: row.card_brand,
    cardLast4: row.card_last4,
  };
}
