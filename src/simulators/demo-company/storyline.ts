// Who signs up when and what happens to them: eighteen months of a small subscription business, as dated acts.
import { addMonths, DAY_SECONDS, startOfDay } from '../stripe/calendar.ts';
import type { PlanTier } from './catalogue.ts';
import type { DemoOrganisation } from './organisations.ts';
import { overseasClient } from './organisations.ts';
import type { SeededRandom } from './seededRandom.ts';

export const HISTORY_MONTHS = 18;

export type StoryAct =
  | { kind: 'register' }
  | { kind: 'subscribe'; plan: PlanTier; seats: number; enterpriseCents?: number }
  | { kind: 'subscribe-abroad'; plan: PlanTier; currency: string; minorUnits: number }
  | { kind: 'subscribe-refused'; plan: PlanTier }
  | { kind: 'upgrade'; plan: PlanTier; behavior: 'create_prorations' | 'always_invoice'; enterpriseCents?: number }
  | { kind: 'downgrade'; plan: PlanTier }
  | { kind: 'seats'; seats: number }
  | { kind: 'cancel-at-period-end'; comment: string }
  | { kind: 'cancel-now' }
  | { kind: 'pause' }
  | { kind: 'override'; cents: number; note: string; expiresInDays: number | null }
  | { kind: 'card'; outcome: 'success' | 'card_declined' | 'insufficient_funds' | 'expired_card' | 'authentication_required' }
  | { kind: 'new-card-and-pay' }
  | { kind: 'course-bundle' }
  | { kind: 'refund'; cents: number | null; reason: string }
  | { kind: 'dispute'; dueDays: number }
  | { kind: 'win-dispute' }
  | { kind: 'fraud-warning'; fraudType: string };

export type DatedAct = { atSeconds: number; organisation: DemoOrganisation; act: StoryAct };

/** Builds one organisation's acts; days count back from the last day of the history. */
class Story {
  readonly acts: DatedAct[] = [];
  readonly #organisation: DemoOrganisation;
  readonly #random: SeededRandom;
  readonly #now: number;
  readonly #today: number;

  constructor(organisation: DemoOrganisation, random: SeededRandom, now: number) {
    this.#organisation = organisation;
    this.#random = random;
    this.#now = now;
    this.#today = startOfDay(now);
  }

  /** Between 09:00 and 16:59 in Brisbane (23:00 to 06:59 UTC), never later than yesterday. */
  #officeHours(midnight: number): number {
    return midnight - 3600 + this.#random.below(8 * 3600 - 60);
  }

  on(daysAgo: number, act: StoryAct): this {
    this.acts.push({
      atSeconds: this.#officeHours(this.#today - daysAgo * DAY_SECONDS),
      organisation: this.#organisation,
      act,
    });
    return this;
  }

  /** At noon in Brisbane, without a throw of the dice: what is told later in the story stays as it was. */
  atNoon(daysAgo: number, act: StoryAct): this {
    this.acts.push({ atSeconds: this.#today - daysAgo * DAY_SECONDS + 2 * 3600, organisation: this.#organisation, act });
    return this;
  }

  /** Hours before the history ends. */
  lately(hoursAgo: number, act: StoryAct): this {
    this.acts.push({ atSeconds: this.#now - hoursAgo * 3600, organisation: this.#organisation, act });
    return this;
  }

  /** Signs up so that a renewal falls about `renewalDaysAgo` days ago, `months` periods after the first payment. */
  subscribeForRenewal(renewalDaysAgo: number, months: number, plan: PlanTier, seats = 0): this {
    const renewal = this.#officeHours(this.#today - renewalDaysAgo * DAY_SECONDS);
    const start = addMonths(renewal, -months);
    this.acts.push({ atSeconds: start - 600, organisation: this.#organisation, act: { kind: 'register' } });
    this.acts.push({ atSeconds: start, organisation: this.#organisation, act: { kind: 'subscribe', plan, seats } });
    return this;
  }

  subscribe(daysAgo: number, plan: PlanTier, options: { seats?: number; enterpriseCents?: number } = {}): this {
    const at = this.#officeHours(this.#today - daysAgo * DAY_SECONDS);
    this.acts.push({ atSeconds: at - 600, organisation: this.#organisation, act: { kind: 'register' } });
    const { seats = 0, enterpriseCents } = options;
    const act: StoryAct = {
      kind: 'subscribe',
      plan,
      seats,
      ...(enterpriseCents === undefined ? {} : { enterpriseCents }),
    };
    this.acts.push({ atSeconds: at, organisation: this.#organisation, act });
    return this;
  }
}

type Teller = (story: Story, random: SeededRandom) => void;

const since = (random: SeededRandom, from: number, to: number): number => from + random.below(to - from);

const steady =
  (plan: PlanTier): Teller =>
  (story, random) => {
    story.subscribe(since(random, 40, 540), plan);
  };

const free: Teller = (story, random) => {
  story.on(since(random, 20, 500), { kind: 'register' });
};

/** One teller per client, in the order of the clients; the plot points that people look for stand first. */
const TELLERS: readonly Teller[] = [
  // An open dispute on the last renewal, evidence due in about five days.
  (story) => story.subscribeForRenewal(18, 9, 'pro').on(4, { kind: 'dispute', dueDays: 11 }),
  // A dispute that was won three months ago.
  (story) =>
    story
      .subscribeForRenewal(130, 5, 'essential')
      .on(121, { kind: 'dispute', dueDays: 14 })
      .on(92, { kind: 'win-dispute' }),
  // In dunning: the renewal of four days ago failed (first retry failed too).
  (story) => story.subscribeForRenewal(4, 7, 'essential').on(6, { kind: 'card', outcome: 'insufficient_funds' }),
  // In dunning, three retries failed: restricted.
  (story) => story.subscribeForRenewal(11, 12, 'pro').on(13, { kind: 'card', outcome: 'expired_card' }),
  // Lost to failed payments.
  (story) => story.subscribeForRenewal(100, 6, 'essential').on(102, { kind: 'card', outcome: 'card_declined' }),
  (story) => story.subscribeForRenewal(230, 4, 'pro').on(232, { kind: 'card', outcome: 'card_declined' }),
  // Failed and recovered: by a retry, by a retry later, by a new card.
  (story) =>
    story
      .subscribeForRenewal(60, 8, 'essential')
      .on(62, { kind: 'card', outcome: 'insufficient_funds' })
      .on(57, { kind: 'card', outcome: 'success' }),
  (story) =>
    story
      .subscribeForRenewal(160, 7, 'pro')
      .on(162, { kind: 'card', outcome: 'insufficient_funds' })
      .on(153, { kind: 'card', outcome: 'success' }),
  (story) =>
    story
      .subscribeForRenewal(205, 6, 'essential')
      .on(207, { kind: 'card', outcome: 'expired_card' })
      .on(199, { kind: 'new-card-and-pay' }),
  // Bought by mistake: refunded in full and ended at once.
  (story) =>
    story
      .subscribe(21, 'essential')
      .on(13, { kind: 'refund', cents: null, reason: 'requested_by_customer' })
      .on(13, { kind: 'cancel-now' }),
  // A goodwill refund of part of a month.
  (story) =>
    story
      .subscribeForRenewal(15, 10, 'pro', 2)
      .on(6, { kind: 'refund', cents: 20_000, reason: 'requested_by_customer' }),
  // Cancelled in the past, at period end.
  (story) =>
    story
      .subscribe(530, 'essential')
      .on(300, { kind: 'cancel-at-period-end', comment: 'Merged with another provider' }),
  (story) => story.subscribe(410, 'pro').on(190, { kind: 'cancel-at-period-end', comment: 'Registration surrendered' }),
  (story) =>
    story.subscribe(280, 'essential').on(75, { kind: 'cancel-at-period-end', comment: 'Too expensive for us' }),
  (story) =>
    story.subscribe(350, 'essential').on(50, { kind: 'cancel-at-period-end', comment: 'Moving to an in-house system' }),
  // Will end at the end of the period.
  (story) =>
    story
      .subscribeForRenewal(10, 11, 'essential')
      .on(5, { kind: 'cancel-at-period-end', comment: 'Closing our Hobart campus' }),
  (story) => story.subscribeForRenewal(20, 14, 'pro').on(8, { kind: 'cancel-at-period-end', comment: 'Scope reduced' }),
  // Went down a plan at a renewal; one goes down at the next.
  (story) => story.subscribe(400, 'pro').on(170, { kind: 'downgrade', plan: 'essential' }),
  (story) => story.subscribe(320, 'pro').on(95, { kind: 'downgrade', plan: 'essential' }),
  (story) => story.subscribeForRenewal(14, 9, 'pro').on(7, { kind: 'downgrade', plan: 'essential' }),
  // Went up a plan.
  (story) => story.subscribe(500, 'essential').on(260, { kind: 'upgrade', plan: 'pro', behavior: 'create_prorations' }),
  (story) => story.subscribe(370, 'essential').on(140, { kind: 'upgrade', plan: 'pro', behavior: 'create_prorations' }),
  (story) => story.subscribe(210, 'essential').on(66, { kind: 'upgrade', plan: 'pro', behavior: 'create_prorations' }),
  (story) =>
    story
      .subscribeForRenewal(25, 4, 'essential')
      .on(12, { kind: 'upgrade', plan: 'pro', behavior: 'create_prorations' }),
  (story) =>
    story
      .subscribe(460, 'pro')
      .on(150, { kind: 'upgrade', plan: 'enterprise', behavior: 'always_invoice', enterpriseCents: 199_000 }),
  (story) => story.subscribe(390, 'enterprise', { enterpriseCents: 165_000 }),
  // Bought more seats.
  (story) => story.subscribe(430, 'pro', { seats: 1 }).on(220, { kind: 'seats', seats: 3 }),
  (story) => story.subscribe(290, 'pro').on(180, { kind: 'seats', seats: 2 }).on(80, { kind: 'seats', seats: 4 }),
  // A price agreed with the owner: one until further notice, one that runs out soon.
  (story) => story.subscribe(150, 'pro', { seats: 3 }).atNoon(100, { kind: 'override', cents: 59_900, note: 'Two-year commitment, agreed with the owner by e-mail', expiresInDays: null }),
  (story) => story.subscribe(240, 'pro').on(30, { kind: 'seats', seats: 1 }).atNoon(70, { kind: 'override', cents: 49_900, note: 'Pilot of the new scope reports; the list price again afterwards', expiresInDays: 9 }),
  // Collection paused while the owner is away.
  (story) => story.subscribe(330, 'pro').on(45, { kind: 'pause' }),
  // Subscribers who also bought a course bundle.
  (story) => story.subscribe(480, 'essential').on(310, { kind: 'course-bundle' }),
  (story) => story.subscribe(260, 'pro').on(110, { kind: 'course-bundle' }),
  (story) => story.subscribeForRenewal(22, 6, 'essential').on(3, { kind: 'course-bundle' }),
  ...Array.from({ length: 7 }, () => steady('essential')),
  // The bank of this one asks for a confirmation of the latest renewal.
  (story) => story.subscribeForRenewal(3, 4, 'essential').on(5, { kind: 'card', outcome: 'authentication_required' }),
  steady('pro'),
  // New in the last days; the last of them is not an RTO at all.
  (story) => story.subscribe(8, 'essential'),
  // The second one's card was stolen, says its bank: to refund before it becomes a dispute.
  (story) => story.subscribe(5, 'pro').atNoon(2, { kind: 'fraud-warning', fraudType: 'made_with_stolen_card' }),
  (story) => story.subscribe(2, 'essential'),
  // Free, one of whom bought a bundle all the same.
  (story) => story.on(240, { kind: 'register' }).on(190, { kind: 'course-bundle' }),
  // Wanted to pay this morning, and the card was declined: nothing of it counts until Stripe lets it lapse.
  (story, random) => {
    free(story, random);
    story.lately(3, { kind: 'subscribe-refused', plan: 'essential' });
  },
];

/** From New Zealand, billed in its own dollars since three months, without GST: shown, and out of every Australian total. */
const tellOverseas: Teller = (story) => {
  story.atNoon(94, { kind: 'register' }).atNoon(94, { kind: 'subscribe-abroad', plan: 'essential', currency: 'nzd', minorUnits: 42_900 });
};

/** The acts of the whole history, in order of time. `endSeconds` decides its last day (that day itself is left to the clock, but for what was tried lately). */
export function storyline(clients: readonly DemoOrganisation[], random: SeededRandom, endSeconds: number): DatedAct[] {
  const earliest = addMonths(startOfDay(endSeconds), -HISTORY_MONTHS);
  const acts = clients.flatMap((organisation, index) => {
    const story = new Story(organisation, random, endSeconds);
    const isLast = organisation.rtoCode === null;
    const teller: Teller = isLast ? (told) => told.subscribe(4, 'essential') : (TELLERS[index] ?? free);
    teller(story, random);
    return story.acts;
  });
  const abroad = new Story(overseasClient, random, endSeconds);
  tellOverseas(abroad, random);
  acts.push(...abroad.acts);
  for (const act of acts)
    if (act.atSeconds < earliest) throw new Error(`the story of ${act.organisation.tradingName} begins too early`);
  return acts.toSorted((a, b) => a.atSeconds - b.atSeconds);
}
