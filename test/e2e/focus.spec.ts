// Each dialog, menu, pane, tab, chip and row that goes leaves the keyboard somewhere sensible: the focus is never on the body.
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './consoleTest.ts';
import { expectFocusKept } from './keptFocus.ts';

test.use({ trace: 'off' });

/** With the keyboard: the focus on it, then Enter. */
const enter = async (control: Locator): Promise<void> => {
  await control.focus();
  await control.press('Enter');
};

interface Visit {
  readonly name: string;
  readonly hash: string;
  /** Brings up what will go, and lets it go. */
  readonly act: (page: Page) => Promise<void>;
}

const main = (page: Page): Locator => page.getByRole('main');
const firstRow = (page: Page, grid: string | RegExp): Locator => page.getByRole('grid', { name: grid }).getByRole('row').filter({ hasText: /RTP-\d+/ }).first();

/** Opened with Enter, closed with Esc. */
const dialogOf =
  (control: (page: Page) => Locator) =>
  async (page: Page): Promise<void> => {
    await enter(control(page));
    const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'));
    await expect(dialog).toBeVisible();
    await expectFocusKept(page, 'the dialog opened');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  };

const button =
  (name: string | RegExp) =>
  (page: Page): Locator =>
    main(page).getByRole('button', { name }).first();

/** The dialog whose address was opened. */
const closes = async (page: Page): Promise<void> => {
  const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'));
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
};

/** Each tab in turn, with the arrow keys. */
const tabsOf = async (page: Page): Promise<void> => {
  const tabs = main(page).getByRole('tablist').first().getByRole('tab');
  await tabs.first().focus();
  for (let index = 0; index < (await tabs.count()); index += 1) {
    await page.keyboard.press('ArrowRight');
    await expectFocusKept(page, `tab ${index}`);
  }
};

/** A row's pane: opened with Enter, closed by its own button. */
const paneOf =
  (grid: string | RegExp) =>
  async (page: Page): Promise<void> => {
    await expect(page.getByRole('grid', { name: grid }).getByRole('row').nth(1)).toBeVisible();
    await page.getByRole('grid', { name: grid }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('complementary')).toBeVisible();
    await expectFocusKept(page, 'the pane opened');
    await enter(page.getByRole('complementary').getByRole('button', { name: 'Close', exact: true }));
    await expect(page.getByRole('complementary')).toBeHidden();
  };

const inPane = async (page: Page, grid: string, act: string | RegExp): Promise<void> => {
  await page.getByRole('grid', { name: grid }).getByRole('row').nth(1).click();
  await dialogOf(() => page.getByRole('complementary').getByRole('button', { name: act }).first())(page);
};

const visits: readonly Visit[] = [
  { name: 'a tile that leads to another screen', hash: '#/overview', act: (page) => enter(main(page).getByRole('link').first()) },
  {
    name: 'the sidebar',
    hash: '#/overview',
    act: async (page) => {
      for (const name of ['Invoices', 'Ledger', 'Settings']) {
        await enter(page.getByRole('navigation').getByRole('link', { name: new RegExp(`^${name}`) }));
        await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
        await expectFocusKept(page, name);
      }
    },
  },
  { name: 'the clients behind a movement', hash: '#/revenue?set=movement/new', act: closes },
  {
    name: 'a filter that is set, then cleared by its chip',
    hash: '#/invoices?status=paid',
    act: (page) => enter(page.getByRole('button', { name: 'Clear the filter stripe' })),
  },
  { name: 'all filters cleared at once', hash: '#/invoices?status=paid&search=a', act: (page) => enter(page.getByRole('button', { name: 'Clear filters' }).first()) },
  { name: 'no match, then shown all', hash: '#/invoices?search=nothingmatchesthis', act: (page) => enter(main(page).getByRole('button', { name: 'Clear filters' }).last()) },
  { name: 'a filter chip', hash: '#/invoices', act: dialogOf(button('Filter by quickbooks')) },
  {
    name: 'a selection that is cleared',
    hash: '#/invoices',
    act: async (page) => {
      await expect(firstRow(page, 'Invoices')).toBeVisible();
      await page.getByRole('grid', { name: 'Invoices' }).focus();
      await page.keyboard.press('Space');
      await enter(page.getByRole('button', { name: 'Clear selection' }));
      await expect(page.getByRole('region', { name: 'Selected invoices' })).toBeHidden();
    },
  },
  { name: 'the pane of an invoice', hash: '#/invoices', act: paneOf('Invoices') },
  { name: 'the pane of a subscription', hash: '#/subscriptions', act: paneOf('Subscriptions') },
  { name: 'the pane of a client', hash: '#/clients', act: paneOf('Clients') },
  { name: 'the pane of a refund', hash: '#/refunds', act: paneOf('Refunds') },
  { name: 'the pane of a dispute', hash: '#/refunds?tab=disputes', act: paneOf('Disputes') },
  { name: 'the pane of a payout', hash: '#/reconcile?tab=payouts', act: paneOf('Payouts') },
  { name: 'the pane of a ledger row', hash: '#/activity', act: paneOf('Activity log') },
  { name: 'the choice of columns', hash: '#/invoices', act: dialogOf(button(/^Columns/)) },
  { name: 'saved views', hash: '#/invoices', act: dialogOf(button('Views')) },
  {
    name: 'a saved view that is made, then removed',
    hash: '#/clients?search=a',
    act: async (page) => {
      await enter(button('Views')(page));
      const panel = page.getByRole('dialog', { name: 'Saved views' });
      await panel.getByLabel('Name for what is shown now').fill('Short lived');
      await page.keyboard.press('Enter');
      await expect(panel).toBeHidden();
      await expectFocusKept(page, 'the view was saved');
      await enter(main(page).getByRole('button', { name: /^Views|^View|Short lived/ }).first());
      await enter(panel.getByRole('button', { name: 'Remove the view Short lived' }));
      await expect(panel.getByText('Short lived')).toHaveCount(0);
      await expectFocusKept(page, 'the view was removed');
      await page.keyboard.press('Escape');
      await expect(panel).toBeHidden();
    },
  },
  {
    name: 'the export menu',
    hash: '#/invoices',
    act: async (page) => {
      await enter(button('Export')(page));
      await expect(page.getByRole('menuitem', { name: 'CSV' })).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(page.getByRole('menuitem', { name: 'CSV' })).toBeHidden();
    },
  },
  { name: 'the register’s import', hash: '#/clients', act: dialogOf(button('Import register')) },
  { name: 'a new subscription', hash: '#/subscriptions', act: dialogOf(button('New subscription')) },
  { name: 'a new subscription by its address', hash: '#/subscriptions?subscribe=new', act: closes },
  { name: 'an upgrade', hash: '#/subscriptions?plan=essential&status=active', act: (page) => inPane(page, 'Subscriptions', 'Upgrade') },
  { name: 'an agreed price', hash: '#/subscriptions?status=active', act: (page) => inPane(page, 'Subscriptions', 'Agree a price') },
  { name: 'a billing e-mail', hash: '#/clients', act: (page) => inPane(page, 'Clients', 'Change the e-mail') },
  { name: 'a grace period', hash: '#/clients', act: (page) => inPane(page, 'Clients', /grace period/) },
  {
    name: 'a client’s note that is kept, then removed',
    hash: '#/clients',
    act: async (page) => {
      await page.getByRole('grid', { name: 'Clients' }).getByRole('row').nth(1).click();
      const notes = page.getByRole('complementary').getByRole('region', { name: 'Notes' });
      await notes.getByLabel('New note').fill('Gone soon');
      await enter(notes.getByRole('button', { name: 'Keep the note' }));
      await expect(notes.getByText('Gone soon')).toBeVisible();
      await expectFocusKept(page, 'the note was kept');
      await enter(notes.getByRole('button', { name: /^Remove the note/ }).first());
      await page.getByRole('alertdialog').getByRole('button', { name: 'Remove 1 note' }).press('Enter');
      await expect(notes.getByText('Gone soon')).toHaveCount(0);
    },
  },
  { name: 'recording a refund', hash: '#/refunds', act: dialogOf(button('Record a refund')) },
  { name: 'recording a refund by its address', hash: '#/refunds?record=new', act: closes },
  { name: 'tabs of refunds', hash: '#/refunds', act: tabsOf },
  { name: 'tabs of QuickBooks', hash: '#/quickbooks', act: tabsOf },
  { name: 'tabs of Reconcile', hash: '#/reconcile', act: tabsOf },
  {
    name: 'the menu of the connection, and its question',
    hash: '#/quickbooks',
    act: async (page) => {
      await enter(button('More about the connection')(page));
      await page.getByRole('menuitem', { name: 'Disconnect…' }).press('Enter');
      await closes(page);
    },
  },
  { name: 'connecting by its address', hash: '#/quickbooks?connect=1', act: closes },
  {
    name: 'the self-test',
    hash: '#/quickbooks',
    act: async (page) => {
      await enter(button('More about the connection')(page));
      await page.getByRole('menuitem', { name: /^Self-test/ }).press('Enter');
      await closes(page);
    },
  },
  { name: 'the push of all', hash: '#/quickbooks?tab=awaiting_review', act: dialogOf(button(/^Push all/)) },
  {
    name: 'abandoning from the menu of a row',
    hash: '#/quickbooks?tab=awaiting_review',
    act: async (page) => {
      await expect(firstRow(page, /To review/)).toBeVisible();
      await page.getByRole('grid', { name: /To review/ }).focus();
      await page.keyboard.press('Shift+F10');
      await page.getByRole('menuitem', { name: 'Abandon…' }).press('Enter');
      await closes(page);
    },
  },
  {
    name: 'the menu of a row, by its own button',
    hash: '#/invoices',
    act: async (page) => {
      await firstRow(page, 'Invoices').getByRole('button').last().click();
      await expect(page.getByRole('menu')).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(page.getByRole('menu')).toBeHidden();
    },
  },
  {
    name: 'the check of the books',
    hash: '#/ledger',
    act: async (page) => {
      await enter(button('Check the books')(page));
      const check = page.getByRole('region', { name: 'Check of the books' });
      await expect(check.getByRole('listitem').first()).toBeVisible();
      await expectFocusKept(page, 'the check was made');
      await enter(check.getByRole('button', { name: /Close|Hide/ }));
      await expect(check).toBeHidden();
    },
  },
  {
    name: 'a quarter that is opened',
    hash: '#/gst',
    act: (page) => enter(main(page).getByRole('row').filter({ hasText: 'current' }).getByRole('link')),
  },
  { name: 'marking a quarter', hash: '#/gst', act: dialogOf(button(/^Mark .* remitted/)) },
  {
    name: 'a month of fees, opened and closed',
    hash: '#/reconcile?tab=fees',
    act: async (page) => {
      await enter(page.getByRole('table', { name: 'Stripe’s fees by month' }).getByRole('link').nth(2));
      await expect(page.getByRole('heading', { name: /^Fees of/ })).toBeVisible();
      await expectFocusKept(page, 'the month was opened');
      await enter(page.getByRole('button', { name: /^Close the fees of/ }));
      await expect(page.getByRole('heading', { name: /^Fees of/ })).toBeHidden();
    },
  },
  { name: 'a tax invoice', hash: '#/reconcile?tab=fees', act: dialogOf(button(/^Enter the tax invoice of/)) },
  { name: 'a backup, and its notice', hash: '#/settings?section=backups', act: async (page) => {
    await enter(button('Back up now')(page));
    const notice = page.getByRole('alertdialog').filter({ hasText: /backed up/ }).last();
    await expect(notice).toBeVisible();
    await expectFocusKept(page, 'the notice came');
    await enter(notice.getByRole('button', { name: 'Close this notice' }));
    await expect(notice).toBeHidden();
  } },
  { name: 'another look', hash: '#/overview', act: async (page) => {
    await enter(page.getByRole('button', { name: /^Look:/ }));
    await page.getByRole('menuitem', { name: /^As the system/ }).press('Enter');
    await expect(page.getByRole('menu')).toBeHidden();
  } },
  { name: 'the list of shortcuts', hash: '#/overview', act: async (page) => {
    await enter(page.getByRole('button', { name: 'Keyboard shortcuts' }));
    await closes(page);
  } },
  { name: 'connecting accounts of one’s own', hash: '#/setup', act: dialogOf(button('Connect my accounts…')) },
];

// One page goes on from screen to screen, as a person does.
test('whatever goes away, the focus is kept', async ({ page, company }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const { name, hash, act } of visits) {
    await test.step(name, async () => {
      // A blank page in between: each visit begins with nothing open.
      await page.goto('about:blank');
      await page.goto(`${company.origin}/${hash}`);
      await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
      await act(page);
      await expectFocusKept(page, name);
    });
  }
});
