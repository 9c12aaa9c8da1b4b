// billing_plans and their entitlements.
import type { PlanRecord, PlanTables } from '../../../engine/ports/store.ts';
import { bit, type TableContext } from './tableContext.ts';

type StoredPlan = Omit<PlanRecord, 'isActive'> & { isActive: number };

const columns = `id, plan_tier AS planTier, amount_ex_gst AS exGstCents, gst_amount AS gstCents, amount_total AS totalCents,
                 base_seats AS baseSeats, stripe_price_id AS stripePriceId, superseded_by AS supersededBy, is_active AS isActive`;

export function planTables({ db, now }: TableContext): PlanTables {
  const list = db.prepare<[], StoredPlan>(`SELECT ${columns} FROM billing_plans ORDER BY amount_total, id`);
  const get = db.prepare<[string], StoredPlan>(`SELECT ${columns} FROM billing_plans WHERE id = ?`);
  const setActive = db.prepare(`UPDATE billing_plans SET is_active = ?, updated_at = ? WHERE id = ?`);
  const entitlements = db.prepare<[string | null, string | null], { planId: string; feature: string; value: string }>(
    `SELECT plan_id AS planId, feature, value FROM billing_plan_entitlements WHERE ? IS NULL OR plan_id = ? ORDER BY plan_id, feature`,
  );
  const setEntitlement = db.prepare(
    `INSERT INTO billing_plan_entitlements (plan_id, feature, value, created_at, updated_at) VALUES (@planId, @feature, @value, @now, @now)
     ON CONFLICT (plan_id, feature) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`,
  );
  const plan = (row: StoredPlan): PlanRecord => ({ ...row, isActive: row.isActive === 1 });
  return {
    list: () => list.all().map(plan),
    get: (id) => {
      const row = get.get(id);
      return row === undefined ? undefined : plan(row);
    },
    setActive: (id, isActive) => void setActive.run(bit(isActive), now(), id),
    entitlements: (planId) => entitlements.all(planId ?? null, planId ?? null),
    setEntitlement: (entitlement) => void setEntitlement.run({ ...entitlement, now: now() }),
  };
}
