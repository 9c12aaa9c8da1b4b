// The whole story in a browser: a payment arrives in Stripe, is reviewed, approved, written to QuickBooks once, and proved.
import type { Locator, Page } from '@playwright/test';
import { formatLocalDate } from '../../src/renderer/ui/formatDate.ts';
import { formatAmount, formatMoney } from '../../src/renderer/ui/formatMoney.ts';
import { expect, test } from './consoleTest.ts';
import { patienceMs } from './demoCompany.ts';
import type { DemoCompany, VendorObject } from './demoCompany.ts';
import { centsOf, gridRow } from './figures.ts';

const cents = (decimal: unknown): number => centsOf((decimal as number).toFixed(2));

const openScreen = async (page: Page, name: string): Promise<void> => {
  await page
    .getByRole('navigation', { name: 'Screens' })
    .getByRole('link', { name, exact: true })
    .click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
};

/** GST net of the running quarter as the GST screen shows it, in cents. */
const shownGst = async (page: Page): Promise<number> => {
  await openScreen(page, 'GST & BAS');
  const table = page.getByRole('table', { name: 'GST by fiscal quarter' });
  const headings = await table.getByRole('columnheader').allInnerTexts();
  const column = headings.findIndex((heading) => heading.startsWith('GST net'));
  const cells = table.getByRole('row').filter({ hasText: 'current' }).getByRole('cell');
  await expect(cells.first()).toBeVisible({ timeout: patienceMs });
  const rowHeaders = await table.getByRole('row').filter({ hasText: 'current' }).getByRole('rowheader').count();
  return centsOf(await cells.nth(column - rowHeaders).innerText());
};

/** The one invoice of this number in QuickBooks and the one payment of it. */
const documentsOf = async (
  company: DemoCompany,
  number: string,
): Promise<{ invoice: VendorObject; payment: VendorObject }> => {
  const invoices = (await company.quickBooks('Invoice')).filter(({ DocNumber }) => DocNumber === number);
  expect(invoices, `QuickBooks invoices numbered ${number}`).toHaveLength(1);
  const invoice = invoices[0] as VendorObject;
  const payments = (await company.quickBooks('Payment')).filter(({ Line }) =>
    JSON.stringify(Line).includes(`{"TxnId":"${String(invoice['Id'])}","TxnType":"Invoice"}`),
  );
  expect(payments, `QuickBooks payments of ${number}`).toHaveLength(1);
  return { invoice, payment: payments[0] as VendorObject };
};

const review = async (page: Page, number: string): Promise<Locator> => {
  await openScreen(page, 'QuickBooks');
  await page.getByRole('tab', { name: /^To review/ }).click();
  await gridRow(page, /To review/, number).click();
  const pane = page.getByRole('complementary', { name: `Review of ${number}` });
  await expect(pane).toBeVisible();
  return pane;
};

const approve = async (page: Page, pane: Locator, totalCents: number): Promise<void> => {
  await pane.getByRole('button', { name: 'Push to QuickBooks…' }).click();
  const dialog = page.getByRole('alertdialog', { name: /\?$/ });
  await expect(dialog).toContainText(formatMoney(totalCents));
  await dialog.getByRole('button', { name: `Push 1 invoice to QuickBooks, ${formatMoney(totalCents)}` }).click();
  await expect(dialog).toBeHidden();
};

const stepsOf = (pane: Locator): Locator =>
  pane
    .getByRole('region', { name: /The eight steps|QuickBooks/ })
    .last()
    .getByRole('listitem');

/** Notes every state that a step is shown in from now on, as `6 running now`. */
const recordSteps = async (page: Page): Promise<() => Promise<string[]>> => {
  await page.evaluate(() => {
    const seen = new Set<string>();
    const note = (): void => {
      for (const item of document.querySelectorAll('[aria-label="The eight steps"] li')) {
        const found = /^(\d).*?, (waiting|running now|done|failed|skipped)/s.exec(item.textContent);
        if (found !== null) seen.add(`${found[1]} ${found[2]}`);
      }
    };
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true });
    Object.assign(window, { seenSteps: seen });
  });
  return () => page.evaluate(() => [...(window as unknown as { seenSteps: Set<string> }).seenSteps]);
};

test('a payment comes in, is reviewed, approved and written to QuickBooks once, and every screen agrees', async ({
  page,
  company,
  context,
}) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  const gstBefore = await shownGst(page);
  const clientName = 'Coral Sea Maritime College';
  const stripeInvoice = await company.newPayment({ name: clientName });
  const total = stripeInvoice['total'] as number;

  await page.getByRole('button', { name: 'Sync now' }).click();
  await openScreen(page, 'Invoices');
  await page.getByRole('searchbox', { name: 'Filter invoices' }).fill(clientName);
  const row = gridRow(page, 'Invoices', clientName);
  await expect(row).toHaveCount(1, { timeout: patienceMs });
  await expect(row).toContainText('To review');
  const number = /RTP-\d+/.exec(await row.innerText())?.[0] ?? 'none';
  const ours = (await company.ask('invoices.list', { filter: { search: number } })).rows[0];
  if (ours === undefined) throw new Error(`the engine does not know ${number}`);
  expect({ total: ours.totalCents, sum: ours.exGstCents + ours.gstCents }).toEqual({ total, sum: total });
  await expect(row).toContainText(formatAmount(total));
  await expect(row).toContainText(formatAmount(ours.gstCents));

  await openScreen(page, 'Ledger');
  await page.getByRole('searchbox', { name: 'Filter the ledger' }).fill(clientName);
  const ledgerRow = gridRow(page, 'Ledger', `paid by ${clientName}`);
  await expect(ledgerRow).toHaveCount(1);
  // In a window of this width the column without GST makes room.
  for (const amountCents of [ours.gstCents, total])
    await expect(ledgerRow).toContainText(formatAmount(amountCents));

  await expect.poll(() => shownGst(page), { timeout: patienceMs }).toBe(gstBefore + ours.gstCents);

  const pane = await review(page, number);
  const shown = pane.getByRole('region', { name: 'Invoice in QuickBooks' });
  const previewed = await company.ask('push.preview', { invoiceId: ours.id });
  expect(previewed.blockers).toEqual([]);
  await expect(shown).toContainText(number);
  await expect(shown).toContainText(clientName);
  await expect(shown).toContainText(formatLocalDate(previewed.txnDate));
  await expect(shown).toContainText(previewed.privateNote);
  for (const line of previewed.lines)
    await expect(shown.getByRole('row').filter({ hasText: line.description })).toContainText(
      formatAmount(line.exGstCents),
    );
  await expect(shown).toContainText(formatMoney(total));
  await expect(pane.getByRole('region', { name: 'Customer', exact: true })).toContainText('Will be created');
  const payment = pane.getByRole('region', { name: 'Payment in QuickBooks' });
  for (const text of [
    formatMoney(total),
    previewed.payment.reference,
    previewed.payment.depositTo,
    previewed.payment.method,
  ])
    await expect(payment).toContainText(text);
  for (const effect of previewed.effects)
    await expect(pane.getByRole('region', { name: 'Effect on balances' })).toContainText(effect);
  expect((await company.quickBooks('Invoice')).filter(({ DocNumber }) => DocNumber === number)).toEqual([]);

  // The payment is held back a moment, so that the steps can be seen on their way.
  await company.armQuickBooks({ kind: 'delay', route: '^POST /v3/company/\\d+/payment', delayMs: 1500 });
  const seen = await recordSteps(page);
  await approve(page, pane, total);
  const steps = stepsOf(pane);
  await expect(steps).toHaveCount(8, { timeout: patienceMs });
  await expect(steps.last()).toContainText(', done', { timeout: patienceMs });
  expect(await seen()).toEqual(expect.arrayContaining(['6 running now', '7 waiting', '8 waiting', '6 done', '8 done']));
  for (const index of [0, 1, 2, 3, 4, 5, 6, 7]) await expect(steps.nth(index)).toContainText(', done');
  await expect(pane.getByText('Synced', { exact: true }).first()).toBeVisible({ timeout: patienceMs });

  // What was previewed is what QuickBooks holds.
  const held = await documentsOf(company, number);
  expect(held.invoice).toMatchObject({
    TxnDate: previewed.txnDate,
    PrivateNote: previewed.privateNote,
    CustomerRef: { name: clientName },
    Balance: 0,
  });
  expect(cents(held.invoice['TotalAmt'])).toBe(previewed.totalCents);
  expect(cents((held.invoice['TxnTaxDetail'] as VendorObject)['TotalTax'])).toBe(previewed.gstCents);
  expect(held.payment).toMatchObject({
    TxnDate: previewed.payment.txnDate,
    PaymentRefNum: previewed.payment.reference,
    PrivateNote: previewed.payment.note,
    UnappliedAmt: 0,
  });
  expect(cents(held.payment['TotalAmt'])).toBe(previewed.payment.totalCents);
  expect((await company.quickBooks('Customer')).filter(({ DisplayName }) => DisplayName === clientName)).toHaveLength(
    1,
  );

  // The story with its evidence, from the Invoices screen.
  await openScreen(page, 'Invoices');
  await page.getByRole('searchbox', { name: 'Filter invoices' }).fill(number);
  await expect(gridRow(page, 'Invoices', number)).toContainText('Synced');
  await gridRow(page, 'Invoices', number).click();
  const story = page.getByRole('complementary', { name: number });
  await expect(story.getByRole('region', { name: 'The money' })).toContainText('Visa ending 0006');
  await expect(story.getByRole('region', { name: 'Ledger', exact: true })).toContainText('paid by');
  await expect(story.getByRole('region', { name: 'Everything that happened' })).toContainText(/approved/i);
  const created = story.getByRole('region', { name: 'QuickBooks', exact: true }).getByRole('listitem').nth(3);
  await created.getByRole('button').click();
  await expect(created).toContainText('Request id');
  await expect(created).toContainText('created');
  await expect(created).toContainText(String(held.invoice['Id']));
  for (const [vendor, text] of [
    ['QuickBooks', number],
    ['Stripe', String(stripeInvoice['number'])],
  ] as const) {
    const opening = context.waitForEvent('page');
    await story.getByRole('button', { name: `Open in ${vendor}` }).click();
    const vendorPage = await opening;
    await expect(vendorPage.getByRole('heading', { level: 1 })).toContainText(text);
    await expect(vendorPage.getByRole('main')).toContainText(formatAmount(total));
    await vendorPage.close();
  }

  await company.settle();
  const check = await company.ask('books.check', {});
  expect(check.checks.filter(({ ok }) => !ok)).toEqual([]);
});

test('the answer is lost after QuickBooks made the invoice: still one invoice, one payment, and the row is synced', async ({
  page,
  company,
}) => {
  const invoice = await company.arrivedPayment({ name: 'Dropped Line Academy' });
  const number = invoice.number ?? 'none';
  await page.goto('/');
  const pane = await review(page, number);
  const struckBefore = (await company.quickBooksFaultCounts())['dropResponse'] ?? 0;
  await company.armQuickBooks({ kind: 'dropResponse', route: '^POST /v3/company/\\d+/invoice' });
  await approve(page, pane, invoice.totalCents);
  await expect(pane.getByText('Synced', { exact: true }).first()).toBeVisible({ timeout: patienceMs });
  expect(await company.quickBooksFaultCounts()).toMatchObject({ dropResponse: struckBefore + 1 });
  const steps = stepsOf(pane);
  for (const index of [0, 1, 2, 3, 4, 5, 6, 7]) await expect(steps.nth(index)).toContainText(', done');
  await steps.nth(3).getByRole('button').click();
  await expect(steps.nth(3)).toContainText('found by its number and adopted');
  const held = await documentsOf(company, number);
  expect(cents(held.invoice['TotalAmt'])).toBe(invoice.totalCents);
  expect(held.invoice['Balance']).toBe(0);
  await page.getByRole('tab', { name: /^Synced/ }).click();
  await expect(gridRow(page, /Synced/, number)).toHaveCount(1);
});

test('QuickBooks refuses: the row says which step and why, and Retry goes on to one invoice', async ({
  page,
  company,
}) => {
  const invoice = await company.arrivedPayment({ name: 'Second Thoughts Institute' });
  const number = invoice.number ?? 'none';
  await company.quickBooksAct('closeBooks', { date: invoice.date });
  try {
    await page.goto('/');
    const pane = await review(page, number);
    await approve(page, pane, invoice.totalCents);
    await expect(pane.getByRole('region', { name: 'Why it stopped' })).toContainText(/Step 4.*books are closed/s, {
      timeout: patienceMs,
    });
    await page.getByRole('tab', { name: /^Failed/ }).click();
    await expect(gridRow(page, /Failed/, number)).toContainText('Step 4');
    expect((await company.quickBooks('Invoice')).filter(({ DocNumber }) => DocNumber === number)).toEqual([]);
  } finally {
    await company.quickBooksAct('closeBooks', { date: null });
  }
  await gridRow(page, /Failed/, number).click();
  const pane = page.getByRole('complementary', { name: `Review of ${number}` });
  await pane.getByRole('button', { name: 'Retry…' }).click();
  await page
    .getByRole('alertdialog', { name: /\?$/ })
    .getByRole('button', { name: /^Retry 1 invoice/ })
    .click();
  await expect(pane.getByText('Synced', { exact: true }).first()).toBeVisible({ timeout: patienceMs });
  await documentsOf(company, number);
});

test('decided elsewhere while the question stood open: the answer is refused in words, and nothing is written twice', async ({
  page,
  company,
}) => {
  const invoice = await company.arrivedPayment({ name: 'Two Hands College' });
  const number = invoice.number ?? 'none';
  await page.goto('/');
  const pane = await review(page, number);
  await pane.getByRole('button', { name: 'Push to QuickBooks…' }).click();
  const confirm = page
    .getByRole('alertdialog', { name: /\?$/ })
    .getByRole('button', { name: /^Push 1 invoice to QuickBooks/ });
  await expect(confirm).toBeFocused();
  const { version } = (await company.ask('invoices.get', { invoiceId: invoice.id })).invoice;
  await company.ask('push.approve', { items: [{ invoiceId: invoice.id, expectedVersion: version }] });
  await company.settle();
  await confirm.click();
  await expect(page.getByRole('alertdialog', { name: /^1 invoice refused/ })).toContainText('Something changed since');
  await expect(pane.getByText('Synced', { exact: true }).first()).toBeVisible();
  await documentsOf(company, number);
});
