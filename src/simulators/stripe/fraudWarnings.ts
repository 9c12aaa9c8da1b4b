// Early fraud warnings: a card's issuer suspects a charge; refunding or disputing it leaves nothing to prevent.
import type { FraudWarning } from './paymentShapes.ts';
import type { World } from './world.ts';

export function warnOfFraud(world: World, chargeId: string, fraudType: string): FraudWarning {
  const charge = world.store.get('charge', chargeId);
  const id = world.newId('issfr_1');
  world.store.add('early_fraud_warning', {
    id,
    object: 'radar.early_fraud_warning',
    ...world.base(),
    actionable: !charge.refunded && !charge.disputed,
    charge: chargeId,
    fraud_type: fraudType,
    ...(charge.payment_intent === null ? {} : { payment_intent: charge.payment_intent }),
  });
  world.emit('radar.early_fraud_warning.created', 'early_fraud_warning', id);
  return world.store.get('early_fraud_warning', id);
}

/** After the charge was refunded in full or disputed. */
export function settleFraudWarnings(world: World, chargeId: string): void {
  for (const warning of world.newestFirst('early_fraud_warning', (one) => one.charge === chargeId && one.actionable))
    world.change('early_fraud_warning', warning.id, { actionable: false }, 'radar.early_fraud_warning.updated');
}
