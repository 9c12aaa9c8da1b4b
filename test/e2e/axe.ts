// axe over what is on the page: a dialog alone where one is open, light with every rule, dark for its colours, and nothing that moves for who asked for stillness.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What passes needs no description: most of the time would go into it. */
const quick = { resultTypes: ['violations' as const] };

/** Waits for what fades in or slides, not for what turns for ever. */
const stillness = (page: Page): Promise<unknown> =>
  page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getTiming().iterations !== Infinity)
        .map(({ finished }) => finished),
    ),
  );

/** Marks the open dialog; what lies behind it is hidden from everyone and was looked at by itself. */
const markDialog = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    for (const old of document.querySelectorAll('[data-axe-root]')) old.removeAttribute('data-axe-root');
    const open = [...document.querySelectorAll('[role="dialog"], [role="alertdialog"]')].find((dialog) => dialog.closest('[aria-label^="Notices"]') === null);
    open?.setAttribute('data-axe-root', '');
    return open !== undefined;
  });

const analyse = async (builder: AxeBuilder): Promise<string[]> => {
  // One document without frames: the way that needs no second page is enough.
  const { violations } = await builder.setLegacyMode(true).analyze();
  return violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}\n${nodes.map(({ target, failureSummary }) => `  ${target.join(' ')}: ${failureSummary ?? ''}`).join('\n')}`,
  );
};

/** What axe finds on the page as it stands; empty: nothing. */
export const axeFindings = async (page: Page): Promise<string[]> => {
  const scoped = (builder: AxeBuilder, isDialog: boolean): AxeBuilder => (isDialog ? builder.include('[data-axe-root]') : builder);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await stillness(page);
  const isDialog = await markDialog(page);
  // A popover hangs at the end of the body, outside of the landmarks, and is reached through its button.
  const light = await analyse(scoped(new AxeBuilder({ page }).options(quick).withTags(tags).disableRules('region'), isDialog));
  // A change that is over within a frame moves nothing: only what lasts longer counts.
  const moving = await page.evaluate(() => document.getAnimations().filter(({ effect }) => Number(effect?.getComputedTiming().endTime) > 16).length);
  // In the dark only the colours differ.
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await stillness(page);
  const dark = await analyse(scoped(new AxeBuilder({ page }).options(quick).withRules('color-contrast'), isDialog));
  return [...light, ...(moving === 0 ? [] : [`${moving} animations although motion is to be reduced`]), ...dark.map((finding) => `in the dark, ${finding}`)];
};
