// /v1/subscription_schedules
import type { Parameters } from '../formParameters.ts';
import type { Route } from '../route.ts';
import { equals, fromPath, listRoute, required, retrieveRoute, stored } from '../route.ts';
import type { PhaseDraft } from '../schedules.ts';
import { createScheduleFromSubscription, releaseSchedule, updateSchedule } from '../schedules.ts';
import type { World } from '../world.ts';
import { itemDraft, PRORATION_BEHAVIORS } from './subscriptionItemParameters.ts';

function phasesIn(world: World, parameters: Parameters): PhaseDraft[] | null {
  if (!parameters.has('phases')) return null;
  return parameters.each('phases').map((phase) => ({
    startDate: phase.text('start_date') === 'now' ? world.now() : (phase.integer('start_date') ?? null),
    endDate: phase.integer('end_date') ?? null,
    iterations: phase.integer('iterations') ?? 1,
    items: phase.each('items').map((item) => itemDraft(world, item)),
    prorationBehavior: phase.oneOf('proration_behavior', PRORATION_BEHAVIORS) ?? 'create_prorations',
    metadata: phase.metadata(),
  }));
}

export const scheduleRoutes: readonly Route[] = [
  listRoute(
    'subscription_schedule',
    '/v1/subscription_schedules',
    'subscription',
    ['customer', 'scheduled', 'canceled_at', 'completed_at', 'released_at'],
    (parameters) => equals(parameters, { customer: (schedule) => schedule.customer }),
  ),
  retrieveRoute('subscription_schedule', '/v1/subscription_schedules', 'subscription'),
  {
    method: 'POST',
    pattern: '/v1/subscription_schedules',
    permission: 'subscription',
    parameters: ['from_subscription', 'metadata'],
    handle: ({ world, parameters }) => {
      const id = required(world, 'subscription', parameters.requiredText('from_subscription'), 'from_subscription').id;
      return stored('subscription_schedule', createScheduleFromSubscription(world, id));
    },
  },
  {
    method: 'POST',
    pattern: '/v1/subscription_schedules/:id',
    permission: 'subscription',
    parameters: ['phases', 'end_behavior', 'metadata', 'proration_behavior', 'default_settings'],
    handle: (context) => {
      const { world, parameters } = context;
      const schedule = fromPath(context, 'subscription_schedule');
      const updated = updateSchedule(world, schedule.id, {
        phases: phasesIn(world, parameters),
        endBehavior: parameters.oneOf('end_behavior', ['release', 'cancel']) ?? schedule.end_behavior,
        metadata: parameters.metadata(schedule.metadata),
      });
      return stored('subscription_schedule', updated);
    },
  },
  {
    method: 'POST',
    pattern: '/v1/subscription_schedules/:id/release',
    permission: 'subscription',
    parameters: ['preserve_cancel_date'],
    handle: (context) =>
      stored('subscription_schedule', releaseSchedule(context.world, fromPath(context, 'subscription_schedule').id)),
  },
];
