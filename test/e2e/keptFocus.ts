// Where the keyboard stands: never on the page's body.
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

/** Fails when nothing but the body has the focus, at once or a moment later, once what was closing has closed. */
export const expectFocusKept = async (page: Page, after = 'this'): Promise<void> => {
  const holder = (): Promise<string> =>
    page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          // Two frames and a rest: a dialog gives the focus back in the frame after it has gone.
          requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(document.activeElement?.tagName ?? 'none'), 100)));
        }),
    );
  await expect.poll(holder, { message: `where the focus is after ${after}`, timeout: 5_000 }).not.toMatch(/^(?:BODY|none)$/);
};
