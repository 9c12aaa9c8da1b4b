// Movements of random histories: exact sums, one a client and day, the same whatever order things arrive in.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BilledInvoice, SubscriptionHistory } from '../../../src/domain/metrics/billingHistory.ts';
import { addDays, localDateOf } from '../../../src/domain/calendar.ts';
import { clientMovements } from '../../../src/domain/metrics/clientMovements.ts';
import { monthFigures } from '../../../src/domain/metrics/monthFigures.ts';
import { subscriptionTimeline } from '../../../src/domain/metrics/subscriptionTimeline.ts';
import { daysAfter, invoice, line, movementsOf, on, subscription } from './billingStories.ts';

const start = on('2025-01-01');
const now = '2026-11-20';

const anyLine = fc.record({
  itemKey: fc.constantFrom('plan', 'seats', 'other'), unitAmountCents: fc.constantFrom(0, 4_900, 39_900, 69_900, null), quantity: fc.integer({ min: 0, max: 9 }),
  planTier: fc.constantFrom('essential', 'pro', 'seat_addon', null), interval: fc.constantFrom('month', 'year', 'week', 'day', null, 'fortnight'), intervalCount: fc.integer({ min: 1, max: 3 }),
  isProration: fc.boolean(), isMetered: fc.boolean(), amountCents: fc.integer({ min: -50_000, max: 90_000 }), offCents: fc.nat({ max: 90_000 }), duration: fc.constantFrom('once', 'forever', 'repeating', null),
});
const anyInvoice = fc
  .record({
    day: fc.nat({ max: 700 }), status: fc.constantFrom('draft', 'open', 'paid', 'void', 'uncollectible', 'new_word'), paidAfter: fc.nat({ max: 60 }),
    attemptCount: fc.nat({ max: 4 }), isSent: fc.boolean(), lines: fc.array(anyLine, { minLength: 1, maxLength: 3 }),
  })
  .map(({ day, status, paidAfter, lines, ...rest }): BilledInvoice => {
    const at = daysAfter(start, day);
    const billed = lines.map(({ offCents, duration, ...one }) => line({ periodStart: at, discounts: offCents === 0 ? [] : [{ amountCents: offCents, duration }], ...one }));
    return invoice(billed, { status, paidAt: status === 'paid' ? daysAfter(at, paidAfter) : null, ...rest });
  });
const anyHistory = (subscriptionId: string): fc.Arbitrary<SubscriptionHistory> =>
  fc
    .record({
      invoices: fc.uniqueArray(anyInvoice, { maxLength: 14, selector: ({ issuedAt }) => issuedAt }), endedOn: fc.option(fc.nat({ max: 720 })),
      seen: fc.uniqueArray(fc.record({ day: fc.nat({ max: 700 }), status: fc.constantFrom('active', 'past_due', 'unpaid', 'trialing'), item: anyLine }), { maxLength: 3, selector: ({ day }) => day }),
      reason: fc.constantFrom('payment_failed', 'cancellation_requested', null),
    })
    .map(({ invoices, endedOn, seen, reason }) =>
      subscription(invoices, {
        subscriptionId, endedAt: endedOn === null ? null : daysAfter(start, endedOn), cancellationReason: reason,
        observations: seen.map(({ day, status, item }) => ({ at: daysAfter(start, day), status, discounts: [], items: [{ ...line({ periodStart: start, ...item }), discounts: [] }] })),
      }),
    );
const anyClient = fc.tuple(anyHistory('one'), anyHistory('two')).map((pair) => [...pair]);

describe('movements of random histories', () => {
  it('sum to the MRR exactly, day by day, by plan as well', () => {
    fc.assert(
      fc.property(anyClient, (histories) => {
        const { movements, mrrCents } = movementsOf(histories, now);
        let running = 0;
        for (const movement of movements) {
          expect(movement.beforeCents).toBe(running);
          running += movement.amountCents;
          expect(movement.afterCents).toBe(running);
          expect(running).toBeGreaterThanOrEqual(0);
          expect(Object.values(movement.planDeltas).reduce((sum, cents) => sum + cents, 0)).toBe(movement.amountCents);
        }
        expect(running).toBe(mrrCents);
      }),
    );
  });

  it('of each day and month are what the items told by themselves change in it', () => {
    const zone = 'Australia/Brisbane';
    fc.assert(
      fc.property(anyClient, fc.nat({ max: 720 }), (histories, day) => {
        const changes = histories.flatMap((history) => subscriptionTimeline(history, on(now)).changes);
        const { movements } = clientMovements(changes, zone, now);
        // Told apart from the walk: the last state of each item up to the day.
        const mrrAfter = (localDate: string): number => {
          const items = new Map<string, number>();
          for (const { at, subscriptionId, itemKey, state } of changes) if (localDateOf(at, zone) <= localDate) items.set(`${subscriptionId} ${itemKey}`, state?.monthlyCents ?? 0);
          return [...items.values()].reduce((sum, cents) => sum + cents, 0);
        };
        const movedIn = (isMeant: (localDate: string) => boolean): number => movements.reduce((sum, { localDate, amountCents }) => sum + (isMeant(localDate) ? amountCents : 0), 0);
        const today = daysAfter(start, day).slice(0, 10);
        expect(movedIn((localDate) => localDate === today)).toBe(mrrAfter(today) - mrrAfter(addDays(today, -1)));
        const month = today.slice(0, 7);
        expect(movedIn((localDate) => localDate.startsWith(month))).toBe(mrrAfter(`${month}-31`) - mrrAfter(addDays(`${month}-01`, -1)));
      }),
    );
  });

  it('are one a client and day, and the first that counts is New', () => {
    fc.assert(
      fc.property(anyClient, (histories) => {
        const { movements } = movementsOf(histories, now);
        const counting = movements.filter(({ kind, reason }) => kind !== 'change' && reason !== 'paused out');
        expect(new Set(counting.map(({ localDate }) => localDate)).size).toBe(counting.length);
        counting.forEach(({ kind }, index) => expect(kind === 'new').toBe(index === 0));
        for (const { kind, amountCents } of counting) expect(amountCents > 0).toBe(['new', 'expansion', 'reactivation'].includes(kind));
      }),
    );
  });

  it('are the same in whatever order invoices, sightings and subscriptions come', () => {
    fc.assert(
      fc.property(anyClient, fc.infiniteStream(fc.nat()), (histories, numbers) => {
        const shuffled = <T>(list: readonly T[]): T[] => list.map((value) => ({ value, key: numbers.next().value ?? 0 })).toSorted((a, b) => a.key - b.key).map(({ value }) => value);
        const other = shuffled(histories.map((history) => ({ ...history, invoices: shuffled(history.invoices), observations: shuffled(history.observations) })));
        expect(movementsOf(other, now).movements).toEqual(movementsOf(histories, now).movements);
      }),
    );
  });

  it('up to a day are what they were when that day was today', () => {
    fc.assert(
      fc.property(anyHistory('one'), fc.nat({ max: 600 }), (history, day) => {
        const until = daysAfter(start, day).slice(0, 10);
        const early = clientMovements(subscriptionTimeline(history, on(now)).changes, 'Australia/Brisbane', until).movements;
        const late = movementsOf([history], now).movements.filter(({ localDate }) => localDate <= until);
        expect(early).toEqual(late);
      }),
    );
  });

  it('roll every month forward exactly', () => {
    fc.assert(
      fc.property(fc.array(anyClient, { maxLength: 4 }), (clients) => {
        const all = clients.flatMap((histories, index) => movementsOf(histories, now).movements.map((movement) => ({ ...movement, clientId: String(index) })));
        let opening = { cents: 0, clients: 0 };
        for (const month of [...new Set(all.map(({ localDate }) => localDate.slice(0, 7)))].toSorted()) {
          const figures = monthFigures(opening, all.filter(({ localDate }) => localDate.startsWith(month)));
          expect(figures.openingCents + figures.movements.reduce((sum, { amountCents }) => sum + amountCents, 0)).toBe(figures.closingCents);
          opening = { cents: figures.closingCents, clients: figures.closingClients };
        }
        const last = clients.map((histories) => movementsOf(histories, now).mrrCents);
        expect(opening).toEqual({ cents: last.reduce((sum, cents) => sum + cents, 0), clients: last.filter((cents) => cents > 0).length });
      }),
    );
  });
});
