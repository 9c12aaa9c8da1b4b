// /v1/coupons, and the `discounts` of subscriptions
import { createCoupon, discountBy } from '../coupons.ts';
import type { Discount } from '../billingShapes.ts';
import type { Parameters } from '../formParameters.ts';
import type { Route } from '../route.ts';
import { listRoute, required, retrieveRoute, stored } from '../route.ts';
import { invalidRequest } from '../stripeError.ts';
import type { World } from '../world.ts';

const DURATIONS = ['forever', 'once', 'repeating'] as const;

export const couponRoutes: readonly Route[] = [
  listRoute('coupon', '/v1/coupons', 'coupon', [], () => () => true),
  retrieveRoute('coupon', '/v1/coupons', 'coupon'),
  {
    method: 'POST',
    pattern: '/v1/coupons',
    permission: 'coupon',
    parameters: ['id', 'name', 'amount_off', 'currency', 'percent_off', 'duration', 'duration_in_months', 'metadata'],
    handle: ({ world, parameters }) => {
      const percent = parameters.text('percent_off');
      const amountOff = parameters.integer('amount_off') ?? null;
      if ((percent === undefined) === (amountOff === null)) throw invalidRequest('You must pass exactly one of percent_off or amount_off.', 'percent_off');
      const duration = parameters.oneOf('duration', DURATIONS) ?? 'once';
      const durationInMonths = parameters.integer('duration_in_months') ?? null;
      if ((duration === 'repeating') !== (durationInMonths !== null)) throw invalidRequest('You must pass duration_in_months for a repeating coupon, and only for one.', 'duration_in_months');
      const coupon = createCoupon(world, {
        id: parameters.text('id'),
        name: parameters.text('name') ?? null,
        amountOff,
        currency: amountOff === null ? null : parameters.requiredText('currency').toLowerCase(),
        percentOff: percent === undefined ? null : Number(percent),
        duration,
        durationInMonths,
        metadata: parameters.metadata(),
      });
      return stored('coupon', coupon);
    },
  },
];

/** Of `discounts[].coupon`; undefined: not given. An empty `discounts` takes all off. */
export function discountsIn(world: World, parameters: Parameters, owner: { subscription: string; customer: string }): Discount[] | undefined {
  if (!parameters.has('discounts')) return undefined;
  if (parameters.clears('discounts')) return [];
  return parameters.each('discounts').map((given) => discountBy(world, required(world, 'coupon', given.requiredText('coupon'), 'discounts[0][coupon]'), owner));
}
