// Where axe looks: every screen, pane, dialog and menu of the demo company, and how each is brought up.
import { Buffer } from 'node:buffer';
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { DemoCompany } from './demoCompany.ts';

export interface Place {
  readonly name: string;
  readonly hash: string;
  /** What must be so first; answers how it is put back. */
  readonly prepare?: (company: DemoCompany) => Promise<(() => Promise<unknown>) | undefined>;
  /** Brings it up and answers when it is there. */
  readonly arrive: (page: Page) => Promise<void>;
}

export const heading =
  (name: string) =>
  (page: Page): Promise<void> =>
    expect(page.getByRole('heading', { level: 1, name })).toBeVisible();

export const firstRow = (page: Page): ReturnType<Page['getByRole']> =>
  page
    .getByRole('main')
    .getByRole('grid')
    .getByRole('row')
    .filter({ hasText: /RTP-\d+/ })
    .first();

export const places: readonly Place[] = [
  {
    name: 'Overview',
    hash: '#/overview',
    arrive: async (page) => {
      await heading('Overview')(page);
      await expect(page.getByRole('table', { name: /Received by month/ })).toBeVisible();
    },
  },
  {
    name: 'Revenue',
    hash: '#/revenue',
    arrive: async (page) => {
      await heading('Revenue')(page);
      await expect(page.getByRole('table', { name: 'Bridge from Stripe’s MRR to ours' })).toBeVisible();
    },
  },
  {
    name: 'the clients behind a movement',
    hash: '#/revenue?set=movement/new',
    arrive: async (page) => {
      await expect(page.getByRole('dialog').getByRole('table')).toBeVisible();
    },
  },
  {
    name: 'Invoices with rows selected',
    hash: '#/invoices',
    arrive: async (page) => {
      await firstRow(page).getByRole('checkbox').check();
    },
  },
  {
    name: 'the story of an invoice, its evidence open',
    hash: '#/invoices?qbStatus=synced',
    arrive: async (page) => {
      await firstRow(page).click();
      const steps = page
        .getByRole('complementary')
        .getByRole('region', { name: 'QuickBooks', exact: true })
        .getByRole('listitem');
      const proved = steps.filter({ has: page.getByRole('button') }).first();
      await proved.getByRole('button').first().click();
      await expect(proved).toContainText('Came back');
    },
  },
  {
    name: 'Clients with a card',
    hash: '#/clients?dunning=restricted',
    arrive: async (page) => {
      await page.getByRole('grid', { name: 'Clients' }).getByRole('row').nth(1).click();
      await expect(page.getByRole('region', { name: 'Entitlements' })).toBeVisible();
      await expect(page.getByText('asked from Stripe now, not kept')).toBeVisible();
    },
  },
  {
    name: 'the import of the register',
    hash: '#/clients',
    arrive: async (page) => {
      await page.getByRole('button', { name: 'Import register' }).click();
      const file = { name: 'r.csv', mimeType: 'text/csv', buffer: Buffer.from('rto_code,legal_name\n99124,New Training\n9912,Short\n') };
      await page.getByLabel('CSV of the national register').setInputFiles(file);
      await expect(page.getByRole('region', { name: 'What changes' })).toBeVisible();
    },
  },
  {
    name: 'Subscriptions with one that waits for its client',
    hash: '#/subscriptions?flag=requires_action',
    arrive: async (page) => {
      await page.getByRole('grid', { name: 'Subscriptions' }).getByRole('row').nth(1).click();
      await expect(page.getByRole('region', { name: 'What can be done' })).toBeVisible();
    },
  },
  ...(
    [
      ['Upgrade', 'textbox'],
      ['Add seats', 'table'],
      ['Downgrade', 'list'],
      ['Agree a price', 'textbox'],
      ['Pause collection', 'list'],
      ['Cancel at period end', 'list'],
      ['Cancel now', 'list'],
    ] as const
  ).map(
    ([act, shown]): Place => ({
      name: `the dialog of a subscription: ${act}`,
      hash: '#/subscriptions?plan=pro&status=active',
      arrive: async (page) => {
        await page.getByRole('grid', { name: 'Subscriptions' }).getByRole('row').nth(4).click();
        await page.getByRole('complementary').getByRole('button', { name: act, exact: true }).click();
        await expect(page.getByRole('alertdialog').getByRole(shown).first()).toBeVisible();
      },
    }),
  ),
  {
    name: 'a new subscription',
    hash: '#/subscriptions?subscribe=new',
    arrive: (page) => expect(page.getByRole('alertdialog').getByRole('button', { name: /Client/ })).toBeVisible(),
  },
  {
    name: 'a filter chip, open',
    hash: '#/invoices',
    arrive: async (page) => {
      await page.getByRole('button', { name: 'Filter by quickbooks' }).click();
      await expect(page.getByRole('dialog', { name: 'QuickBooks' })).toBeVisible();
    },
  },
  {
    name: 'a filter that nothing matches',
    hash: '#/invoices?search=nothingmatchesthis',
    arrive: (page) => expect(page.getByText('No invoice matches')).toBeVisible(),
  },
  {
    name: 'the ways to export',
    hash: '#/clients',
    arrive: async (page) => {
      await page.getByRole('main').getByRole('button', { name: 'Export' }).click();
      await expect(page.getByRole('menuitem', { name: 'CSV' })).toBeVisible();
    },
  },
  {
    name: 'saved views, open',
    hash: '#/subscriptions',
    arrive: async (page) => {
      await page.getByRole('button', { name: 'Views' }).click();
      await expect(page.getByRole('dialog', { name: 'Saved views' })).toBeVisible();
    },
  },
  {
    name: 'the choice of columns',
    hash: '#/refunds',
    arrive: async (page) => {
      await page.getByRole('button', { name: /Columns/ }).click();
      await expect(page.getByRole('checkbox', { name: 'Quarter' })).toBeVisible();
    },
  },
  {
    name: 'the menu of a row',
    hash: '#/invoices',
    arrive: async (page) => {
      await firstRow(page).click({ button: 'right' });
      await expect(page.getByRole('menu', { name: 'Actions for this row' })).toBeVisible();
    },
  },
  { name: 'Refunds', hash: '#/refunds', arrive: heading('Refunds & disputes') },
  {
    name: 'a refund beside its list',
    hash: '#/refunds',
    arrive: async (page) => {
      await firstRow(page).click();
      await expect(page.getByRole('complementary')).toBeVisible();
    },
  },
  {
    name: 'recording a refund',
    hash: '#/refunds?record=1',
    arrive: (page) => expect(page.getByRole('alertdialog', { name: 'Record a refund' })).toContainText('At most'),
  },
  {
    name: 'a dispute with its evidence',
    hash: '#/refunds?tab=disputes',
    arrive: async (page) => {
      await page.getByRole('grid', { name: 'Disputes' }).getByRole('row').filter({ hasText: /RTP-\d+/ }).first().click();
      await expect(page.getByRole('region', { name: 'What the bank reads' })).toBeVisible();
    },
  },
  {
    name: 'QuickBooks with the review pane',
    hash: '#/quickbooks?tab=awaiting_review',
    arrive: async (page) => {
      await firstRow(page).click();
      await expect(page.getByRole('region', { name: 'Effect on balances' })).toBeVisible();
    },
  },
  {
    name: 'the question before a push',
    hash: '#/quickbooks?tab=awaiting_review',
    arrive: async (page) => {
      await page.getByRole('button', { name: /^Push all/ }).click();
      await expect(page.getByRole('alertdialog', { name: /\?$/ })).toBeVisible();
    },
  },
  {
    name: 'refunds, fees and payouts with the review pane',
    hash: '#/quickbooks?tab=documents',
    arrive: async (page) => {
      await firstRow(page).click();
      await expect(page.getByRole('region', { name: 'Effect on balances' })).toBeVisible();
    },
  },
  {
    name: 'connecting QuickBooks',
    hash: '#/quickbooks?connect=1',
    arrive: (page) => expect(page.getByRole('dialog')).toBeVisible(),
  },
  {
    name: 'abandoning a push',
    hash: '#/quickbooks?tab=awaiting_review',
    arrive: async (page) => {
      await firstRow(page).click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Abandon…' }).click();
      await expect(page.getByRole('alertdialog')).toBeVisible();
    },
  },
  {
    name: 'an empty queue',
    hash: '#/quickbooks?tab=abandoned',
    arrive: (page) => expect(page.getByText('Nothing was abandoned')).toBeVisible(),
  },
  {
    name: 'the account mapping',
    hash: '#/quickbooks?tab=mapping',
    arrive: (page) => expect(page.getByRole('main').getByRole('table')).toBeVisible(),
  },
  {
    name: 'Ledger with the check of the books',
    hash: '#/ledger?check=1',
    arrive: async (page) => {
      await heading('Ledger')(page);
      await expect(
        page.getByRole('region', { name: 'Check of the books' }).getByRole('listitem').first(),
      ).toBeVisible();
    },
  },
  {
    name: 'GST & BAS with a quarter open',
    hash: '#/gst',
    arrive: async (page) => {
      await page.getByRole('row').filter({ hasText: 'current' }).getByRole('link').click();
      await expect(page.getByText(/sums to .*: equal to GST net\./)).toBeVisible();
    },
  },
  {
    name: 'the question before a quarter is marked remitted',
    hash: '#/gst',
    arrive: async (page) => {
      await page
        .getByRole('button', { name: /^Mark .* remitted/ })
        .first()
        .click();
      await expect(page.getByRole('alertdialog', { name: /\?$/ })).toBeVisible();
    },
  },
  {
    name: 'Reconcile, exceptions',
    hash: '#/reconcile',
    arrive: async (page) => {
      await expect(page.getByRole('region', { name: 'Failed payouts' })).toBeVisible();
    },
  },
  {
    name: 'Reconcile with a payout open',
    hash: '#/reconcile?tab=payouts',
    arrive: async (page) => {
      await page.getByRole('grid', { name: 'Payouts' }).getByRole('row').nth(2).click();
      await expect(page.getByRole('region', { name: 'What it is made of' })).toBeVisible();
    },
  },
  {
    name: 'Reconcile, what was changed in QuickBooks',
    hash: '#/reconcile?tab=changes',
    arrive: (page) => expect(page.getByRole('tab', { name: 'Changed in QuickBooks', selected: true })).toBeVisible(),
  },
  {
    name: 'Reconcile with a month of fees open',
    hash: '#/reconcile?tab=fees',
    arrive: async (page) => {
      await page.getByRole('table', { name: 'Stripe’s fees by month' }).getByRole('link').nth(2).click();
      await expect(page.getByRole('heading', { name: /^Fees of/ })).toBeVisible();
    },
  },
  {
    name: 'Reconcile, the question for a tax invoice',
    hash: '#/reconcile?tab=fees',
    arrive: async (page) => {
      await page.getByRole('button', { name: /^Enter the tax invoice of/ }).first().click();
      await expect(page.getByRole('alertdialog')).toBeVisible();
    },
  },
  {
    name: 'Activity with an entry open',
    hash: '#/activity',
    arrive: async (page) => {
      await page.getByRole('grid', { name: 'Activity log' }).getByRole('row').nth(1).click();
      await expect(page.getByRole('complementary', { name: 'Log entry' })).toBeVisible();
    },
  },
  {
    name: 'Activity, unexpected shapes',
    hash: '#/activity?view=shapes',
    arrive: (page) => expect(page.getByText('Unexpected shapes').first()).toBeVisible(),
  },
  {
    name: 'Settings',
    hash: '#/settings',
    arrive: async (page) => {
      await heading('Settings')(page);
      await expect(page.getByRole('region', { name: 'About' })).toContainText('Version');
    },
  },
  {
    name: 'the palette',
    hash: '#/overview',
    arrive: async (page) => {
      await heading('Overview')(page);
      await page.keyboard.press('Control+k');
      await page.keyboard.type('RTP-00');
      await expect(page.getByRole('option').filter({ hasText: 'RTP-00' }).first()).toBeVisible();
    },
  },
  {
    name: 'the list of shortcuts',
    hash: '#/overview',
    arrive: async (page) => {
      await heading('Overview')(page);
      await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
      await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    },
  },
];

