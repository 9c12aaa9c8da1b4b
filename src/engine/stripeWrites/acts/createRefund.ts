// Makes a refund of a charge in Stripe; found again by the id of the intent in its metadata.
import { absent, type StripeAct } from '../stripeAct.ts';

/** In the refund's metadata: which intent of ours made it. */
export const refundIntentKey = 'tieout_refund';

export const createRefundAct: StripeAct = {
  act: 'refund.create',
  send: (row) => ({ method: 'POST', route: '/v1/refunds', parameters: { charge: row.targetId, ...row.request }, needs: 'write charges and refunds' }),
  look: async (context, row, answer, signal) => {
    const wanted = intentOf(row.request);
    const found = answer ?? (await context.stripe().list('refunds', { limit: 100, filter: { charge: row.targetId } }, signal)).data.find((refund) => intentOf(refund) === wanted);
    if (found === undefined || typeof found['id'] !== 'string') return absent;
    // With its charge, as the feed would bring it.
    const charge = await context.stripe().retrieve('charges', row.targetId, ['balance_transaction'], signal);
    return { kind: 'landed', answerId: found['id'], objects: [charge, found].map((raw) => ({ raw, extras: {} })) };
  },
};

function intentOf(object: { readonly [name: string]: unknown }): unknown {
  const metadata = object['metadata'];
  return typeof metadata === 'object' && metadata !== null ? (metadata as Record<string, unknown>)[refundIntentKey] : undefined;
}
