// Where axe looks besides: the rarer dialogs and the states in between, each brought about and put back.
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { Place } from './accessiblePlaces.ts';
import { firstRow, heading } from './accessiblePlaces.ts';
import type { DemoCompany } from './demoCompany.ts';
import { patienceMs } from './demoCompany.ts';

const dialogIsOpen = (page: Page): Promise<void> => expect(page.getByRole('alertdialog').or(page.getByRole('dialog')).first()).toBeVisible();

const press =
  (name: string | RegExp) =>
  async (page: Page): Promise<void> => {
    await page.getByRole('main').getByRole('button', { name }).first().click();
    await dialogIsOpen(page);
  };

const fromMenu =
  (item: RegExp) =>
  async (page: Page): Promise<void> => {
    await page.getByRole('button', { name: 'More about the connection' }).click();
    await page.getByRole('menuitem', { name: item }).click();
    await dialogIsOpen(page);
  };

const stripeFaults = async (company: DemoCompany, faults: object): Promise<unknown> => {
  const { links } = await company.ask('status.get', {});
  return fetch(`${links.stripe}_simulator/faults`, { method: 'POST', body: JSON.stringify(faults) });
};

/** A change of an invoice in QuickBooks that was found; one made for this is accepted afterwards. */
const drifted = (date: string) => async (company: DemoCompany): Promise<(() => Promise<unknown>) | undefined> => {
  const open = async () => (await company.ask('drift.list', {})).rows;
  // The demo's own bookkeeper has changed something already, unless another test has decided about it.
  if ((await open()).length > 0) return undefined;
  const { rows } = await company.ask('invoices.list', { filter: { qbStatus: ['synced'] }, limit: 30 });
  const number = rows.at(-1)?.number;
  const held = (await company.quickBooks('Invoice')).find(({ DocNumber }) => DocNumber === number);
  await company.quickBooksAct('editDocument', { entity: 'Invoice', id: held?.['Id'], changes: { TxnDate: date } });
  await company.ask('drift.look', {});
  await expect.poll(async () => (await open()).length, { timeout: patienceMs }).toBeGreaterThan(0);
  return async () => {
    for (const { id, version } of await open()) await company.ask('drift.accept', { driftId: id, expectedVersion: version, reason: 'Moved for a test' });
  };
};

/** A change that Stripe refused half-way; given up afterwards. */
const stopped = async (company: DemoCompany): Promise<() => Promise<unknown>> => {
  const { rows } = await company.ask('subscriptions.list', { filter: { status: ['active'] }, limit: 100 });
  const row = rows.find(({ flags }) => flags.length === 0);
  await stripeFaults(company, { routes: [{ route: 'POST /v1/subscriptions', times: 50, kind: 'status', status: 400 }] });
  await company.ask('subscriptions.change', { id: row?.id ?? 'none', expectedVersion: row?.version ?? 0, change: { kind: 'pause', behaviour: 'void' } });
  const changes = async () => (await company.ask('subscriptions.get', { id: row?.id ?? 'none' })).changes.filter(({ state }) => state === 'paused');
  await expect.poll(async () => (await changes()).length, { timeout: patienceMs }).toBe(1);
  await stripeFaults(company, {});
  return async () => {
    for (const { changeId, version } of await changes()) await company.ask('changes.giveUp', { changeId, expectedVersion: version });
  };
};

/** The setup check misses a payment term; the right name again afterwards. */
const missingTerm = async (company: DemoCompany): Promise<() => Promise<unknown>> => {
  const { profile } = await company.ask('settings.get', {});
  const rename = async (quickBooksTermName: string): Promise<void> => {
    await company.ask('settings.saveProfile', { profile: { ...profile, quickBooksTermName } });
    // QuickBooks may ask to slow down right after it was read for changes.
    await expect(async () => void (await company.ask('quickbooks.refreshSetup', {}))).toPass({ timeout: 60_000 });
  };
  await rename('Net 17');
  return () => rename(profile.quickBooksTermName);
};

/** Evidence that could be submitted; emptied afterwards. */
const evidence = async (company: DemoCompany): Promise<() => Promise<unknown>> => {
  const disputeId = (await company.ask('disputes.list', { openOnly: true })).rows[0]?.id ?? 'none';
  const write = async (text: string): Promise<void> => {
    const { version, fields, checklist } = await company.ask('disputes.get', { disputeId });
    const texts = Object.fromEntries(fields.map(({ field }, index) => [field, index === 0 ? text : '']));
    await company.ask('disputes.saveEvidence', { disputeId, expectedVersion: version, texts, checklist: Object.fromEntries(checklist.map(({ id, isAtHand, where }) => [id, { isAtHand, where }])) });
  };
  await write('Used on each working day');
  return () => write('');
};

const refundByHand = async (company: DemoCompany): Promise<undefined> => {
  const { rows } = await company.ask('invoices.list', { filter: { status: ['paid'] }, limit: 100 });
  const invoice = rows.find(({ refundedCents, currency, totalCents }) => refundedCents === 0 && currency === 'aud' && totalCents > 0);
  const { today } = await company.ask('status.get', {});
  await company.ask('refunds.record', { invoiceId: invoice?.id ?? 0, expectedVersion: invoice?.version ?? 0, amountCents: 1100, date: today, how: 'Bank transfer', note: 'For a look at the screen', acceptsEarlierRefund: false });
};

const subscriptionAct = (flag: string, act: string): Place => ({
  name: `the dialog of a subscription: ${act}`,
  hash: `#/subscriptions?flag=${flag}`,
  arrive: async (page) => {
    await page.getByRole('grid', { name: 'Subscriptions' }).getByRole('row').nth(1).click();
    await page.getByRole('complementary').getByRole('button', { name: act, exact: true }).click();
    await dialogIsOpen(page);
  },
});

export const accessibleDialogs: readonly Place[] = [
  { name: 'the setup, in the demo', hash: '#/setup', arrive: heading('Set up') },
  { name: 'connecting accounts of one’s own', hash: '#/setup', arrive: press('Connect my accounts…') },
  {
    name: 'going live, a confirmation open',
    hash: '#/settings?section=go-live',
    arrive: async (page) => {
      const section = page.getByRole('region', { name: 'Go live' });
      await section.getByRole('button', { name: /^Confirm: / }).first().click();
      await expect(section.getByLabel(/name or initials/i)).toBeVisible();
    },
  },
  subscriptionAct('paused', 'Resume collection'),
  subscriptionAct('cancel_scheduled', 'Undo the cancellation'),
  subscriptionAct('override', 'End the agreed price'),
  {
    name: 'a change in Stripe that stopped half-way',
    hash: '#/subscriptions?flag=unfinished',
    prepare: stopped,
    arrive: async (page) => {
      await page.getByRole('grid', { name: 'Subscriptions' }).getByRole('row').nth(1).click();
      await expect(page.getByRole('complementary').getByRole('button', { name: 'Give up' })).toBeVisible();
    },
  },
  {
    name: 'what was changed in QuickBooks, side by side',
    hash: '#/reconcile?tab=changes',
    prepare: drifted('2026-01-05'),
    arrive: (page) => expect(page.getByRole('button', { name: 'Restore…' }).first()).toBeVisible(),
  },
  { name: 'accepting a change', hash: '#/reconcile?tab=changes', prepare: drifted('2026-01-06'), arrive: press('Accept…') },
  { name: 'restoring a change', hash: '#/reconcile?tab=changes', prepare: drifted('2026-01-07'), arrive: press('Restore…') },
  { name: 'creating what is missing', hash: '#/quickbooks', prepare: missingTerm, arrive: press('Create it…') },
  { name: 'disconnecting', hash: '#/quickbooks', arrive: fromMenu(/^Disconnect/) },
  { name: 'the self-test', hash: '#/quickbooks', arrive: fromMenu(/^Self-test/) },
  {
    name: 'submitting evidence',
    hash: '#/refunds?tab=disputes',
    prepare: evidence,
    arrive: async (page) => {
      await page.getByRole('grid', { name: 'Disputes' }).getByRole('row').filter({ hasText: /RTP-\d+/ }).first().click();
      await page.getByRole('button', { name: 'Submit to the bank…' }).click();
      await dialogIsOpen(page);
    },
  },
  {
    name: 'taking back a refund',
    hash: '#/refunds',
    prepare: refundByHand,
    arrive: async (page) => {
      await page.getByRole('grid', { name: 'Refunds' }).getByRole('row').filter({ hasText: 'By hand' }).first().click();
      await page.getByRole('button', { name: 'Take back…' }).click();
      await dialogIsOpen(page);
    },
  },
  {
    name: 'undoing a conversion',
    hash: '#/clients',
    arrive: async (page) => {
      await page.getByRole('grid', { name: 'Clients' }).getByRole('row').nth(1).click();
      await page.getByRole('button', { name: 'Undo the conversion' }).click();
      await dialogIsOpen(page);
    },
  },
  {
    name: 'a restore',
    hash: '#/settings?section=backups',
    prepare: async (company) => void (await company.ask('backups.create', {})),
    arrive: press(/^Restore the backup of/),
  },
  { name: 'the test tools, a code typed in', hash: '#/settings?section=test-tools', arrive: async (page) => {
    await page.getByLabel('RTO code').first().fill('99999');
    await expect(page.getByRole('region', { name: 'Test tools' })).toBeVisible();
  } },
  {
    name: 'a notice',
    hash: '#/settings?section=backups',
    arrive: async (page) => {
      await page.getByRole('button', { name: 'Back up now' }).click();
      await expect(page.getByRole('button', { name: 'Close this notice' })).toBeVisible();
    },
  },
  {
    name: 'a client’s card with what it may be told',
    hash: '#/clients?dunning=restricted',
    arrive: async (page) => {
      await page.getByRole('grid', { name: 'Clients' }).getByRole('row').nth(1).click();
      await page.getByRole('button', { name: /grace period/ }).click();
      await dialogIsOpen(page);
    },
  },
  {
    name: 'a queue with rows chosen',
    hash: '#/quickbooks?tab=awaiting_review',
    arrive: async (page) => {
      await firstRow(page).getByRole('checkbox').check();
      await expect(page.getByRole('region', { name: 'Selected invoices' })).toBeVisible();
    },
  },
];
