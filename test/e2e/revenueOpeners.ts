// Links of the Revenue and Overview screens that open the rows of a figure, and what the rows must come to.
import { expect, type Locator } from '@playwright/test';
import type { RevenueMovementsOutput, RevenueSet } from '../../src/contract/revenue.ts';
import { readSet } from '../../src/renderer/features/revenue/drillSets.ts';
import { centsOf } from './figures.ts';

export interface Opener {
  readonly href: string;
  readonly text: string;
  /** The card it stands on; `tiles` above them. */
  readonly card: string;
}

/** Each link with a set in its address, once for each text on it. */
export async function openersOn(place: Locator): Promise<readonly Opener[]> {
  const found = await place.locator('a[href^="#/revenue"][href*="set="]').evaluateAll((links) =>
    links.map((link) => ({
      href: link.getAttribute('href') ?? '',
      text: (link.querySelector('[class*=figure]') ?? link).textContent?.trim() ?? '',
      card: link.closest('section')?.getAttribute('aria-label') ?? 'tiles',
    })),
  );
  return [...new Map(found.map((one) => [`${one.href} ${one.text}`, one])).values()];
}

export function setOf(href: string): RevenueSet {
  const params = new URLSearchParams(href.split('?')[1]);
  const set = readSet(params.get('set') ?? '', params.get('month') ?? '');
  if (set === undefined) throw new Error(`no set in ${href}`);
  return set;
}

/** Worked out of the rows, not their sum: rates, averages, ratios, estimates. */
const isWorkedOut = ({ href, card, text }: Opener): boolean =>
  text.includes('%') || href.includes('usage%2F3') || href.includes('churned%2F6') || (card.startsWith('Churn and retention') && /set=(payingAt|movement)/.test(href));

/** An amount is the rows' sum, signed as the rows are or as a deduction; a number is that of rows or clients. */
export function expectToEqual(opener: Opener, { sumCents, count, clients }: RevenueMovementsOutput): void {
  const { href, text, card } = opener;
  if (isWorkedOut(opener)) return;
  if (/\.\d\d$/.test(text)) expect(Math.abs(centsOf(text)), `${card}: ${text}, ${href}`).toBe(Math.abs(sumCents));
  else expect([count, clients], `${card}: ${text}, ${href}`).toContain(Number(text.replaceAll(',', '')));
}
