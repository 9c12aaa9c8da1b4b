// What a person sees behind "Open in QuickBooks": one invoice or one customer, readable, every text escaped.
import type { Company } from './company.ts';
import type { StoredRecord } from './companyStore.ts';
import { htmlAnswer } from './http.ts';
import type { HttpAnswer, HttpRequest } from './http.ts';
import { objectProperty, objectsProperty, property, textProperty } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { amountOfCents, decimalText, ownCents } from './money.ts';
import { page } from './oauthPages.ts';
import { applicationsOf } from './settlement.ts';
import { escaped } from './xml.ts';

const STYLE = `
  :root { color-scheme: light; font: 16px/1.5 system-ui, sans-serif; }
  body { margin: 0; background: #f4f5f8; color: #1d2433; }
  main { max-width: 52rem; margin: 2rem auto; padding: 2rem; background: #fff; border: 1px solid #d4d7dc; border-radius: 8px; }
  h1 { font-size: 1.5rem; margin: 0 0 .25rem; } h2 { font-size: 1.0625rem; margin: 1.75rem 0 .5rem; }
  p.quiet { color: #4a5363; margin: 0 0 1.25rem; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.5rem; margin: 0; }
  dt { color: #4a5363; } dd { margin: 0; overflow-wrap: anywhere; }
  table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .375rem .5rem; border-bottom: 1px solid #e3e5e8; vertical-align: top; }
  th.amount, td.amount { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
  a { color: #1f4f9c; }
`;

function amount(value: Json | undefined): string {
  const text = decimalText(ownCents(value ?? 0));
  return `A$${text.replace(/\B(?=(\d{3})+(?=\.))/g, ',')}`;
}

function facts(entries: readonly (readonly [string, string | undefined])[]): string {
  const rows = entries
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value ?? '')}</dd>`);
  return `<dl>${rows.join('')}</dl>`;
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const last = headings.length - 1;
  const cell = (tag: string, text: string, index: number): string =>
    `<${tag}${index === last ? ' class="amount"' : ''}${tag === 'th' ? ' scope="col"' : ''}>${text}</${tag}>`;
  const head = headings.map((text, index) => cell('th', escaped(text), index)).join('');
  const body = rows.map((row) => `<tr>${row.map((text, index) => cell('td', text, index)).join('')}</tr>`).join('');
  return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

function link(company: Company, kind: 'invoice' | 'customerdetail', id: string, text: string): string {
  const key = kind === 'invoice' ? 'txnId' : 'nameId';
  const query = new URLSearchParams({ [key]: id, realmId: company.realmId });
  return `<a href="/app/${kind}?${escaped(query.toString())}">${escaped(text)}</a>`;
}

function paymentsOf(company: Company, invoice: StoredRecord): string[][] {
  return company.store.find('Payment', 'linkedTo', `Invoice:${invoice.id}`).map((payment) => {
    const applied = applicationsOf(payment.body).find(
      (each) => each.txnType === 'Invoice' && each.txnId === invoice.id,
    );
    return [
      escaped(textProperty(payment.body, 'TxnDate') ?? ''),
      escaped(textProperty(payment.body, 'PaymentRefNum') ?? ''),
      escaped(textProperty(payment.body, 'PrivateNote') ?? ''),
      amount(amountOfCents(applied?.cents ?? 0)),
    ];
  });
}

function invoicePage(company: Company, invoice: StoredRecord): string {
  const { body } = invoice;
  const lines = objectsProperty(body, 'Line').filter((line) => line['DetailType'] !== 'SubTotalLineDetail');
  const tax = objectProperty(body, 'TxnTaxDetail');
  const customer = objectProperty(body, 'CustomerRef');
  const customerId = textProperty(customer, 'value') ?? '';
  const state = invoice.hidden.isVoided === true ? 'Voided' : ownCents(body['Balance']) === 0 ? 'Paid' : 'Open';
  const title = `Invoice ${textProperty(body, 'DocNumber') ?? invoice.id}`;
  const lineRows = lines.map((line) => {
    const detail = objectProperty(line, 'SalesItemLineDetail');
    return [
      escaped(textProperty(line, 'Description') ?? ''),
      escaped(textProperty(property(detail, 'ItemRef'), 'name') ?? ''),
      escaped(taxCodeName(company, detail)),
      property(line, 'Amount') === undefined ? '' : amount(line['Amount']),
    ];
  });
  const totals = [
    ['Subtotal', amount(subtotal(body))],
    ['GST', amount(tax?.['TotalTax'])],
    ['Total', amount(body['TotalAmt'])],
    ['Balance due', amount(body['Balance'])],
  ].map(([name, value]) => [escaped(name ?? ''), value ?? '']);
  const payments = paymentsOf(company, invoice);
  return page(
    title,
    `<h1>${escaped(title)}</h1><p class="quiet">${escaped(company.settings.companyName)} · ${state} · QuickBooks simulator</p>
${facts([
  ['Invoice date', textProperty(body, 'TxnDate')],
  ['Due date', textProperty(body, 'DueDate')],
  ['Note', textProperty(body, 'PrivateNote')],
])}<p>Customer: ${link(company, 'customerdetail', customerId, textProperty(customer, 'name') ?? customerId)}</p>
<h2>Lines</h2>${table(['Description', 'Product or service', 'Tax code', 'Amount'], lineRows)}
<h2>Totals</h2>${table(['Sum', 'Amount'], totals)}
<h2>Payments</h2>${payments.length === 0 ? '<p>No payment is linked.</p>' : table(['Date', 'Reference', 'Note', 'Applied'], payments)}`,
    STYLE,
  );
}

function subtotal(body: JsonObject): Json | undefined {
  return objectsProperty(body, 'Line').find((line) => line['DetailType'] === 'SubTotalLineDetail')?.['Amount'];
}

function taxCodeName(company: Company, detail: JsonObject | undefined): string {
  const id = textProperty(property(detail, 'TaxCodeRef'), 'value');
  return id === undefined ? '' : (textProperty(company.store.get('TaxCode', id)?.body, 'Name') ?? id);
}

function customerPage(company: Company, customer: StoredRecord): string {
  const { body } = customer;
  const title = textProperty(body, 'DisplayName') ?? customer.id;
  const address = objectProperty(body, 'BillAddr');
  const invoices = company.store
    .find('Invoice', 'CustomerRef', customer.id)
    .map((invoice) => [
      escaped(textProperty(invoice.body, 'TxnDate') ?? ''),
      link(company, 'invoice', invoice.id, textProperty(invoice.body, 'DocNumber') ?? invoice.id),
      amount(invoice.body['TotalAmt']),
      amount(invoice.body['Balance']),
    ]);
  return page(
    title,
    `<h1>${escaped(title)}</h1><p class="quiet">${escaped(company.settings.companyName)} · Customer · QuickBooks simulator</p>
${facts([
  ['Company', textProperty(body, 'CompanyName')],
  ['Contact', [textProperty(body, 'GivenName'), textProperty(body, 'FamilyName')].filter(Boolean).join(' ')],
  ['Email', textProperty(property(body, 'PrimaryEmailAddr'), 'Address')],
  ['Phone', textProperty(property(body, 'PrimaryPhone'), 'FreeFormNumber')],
  ['Website', textProperty(property(body, 'WebAddr'), 'URI')],
  [
    'Address',
    ['Line1', 'City', 'CountrySubDivisionCode', 'PostalCode', 'Country']
      .map((key) => textProperty(address, key))
      .filter(Boolean)
      .join(', '),
  ],
  ['Tax identifier', textProperty(body, 'PrimaryTaxIdentifier')],
  ['Notes', textProperty(body, 'Notes')],
  ['Active', body['Active'] === false ? 'No' : 'Yes'],
  ['Open balance', amount(body['Balance'])],
])}
<h2>Invoices</h2>${invoices.length === 0 ? '<p>No invoices yet.</p>' : table(['Date', 'Number', 'Total', 'Balance'], invoices)}`,
    STYLE,
  );
}

/** GET /app/invoice?txnId=… and /app/customerdetail?nameId=…, optionally with realmId. */
export function humanPage(companies: ReadonlyMap<string, Company>, request: HttpRequest): HttpAnswer {
  const parameters = request.url.searchParams;
  const isInvoice = request.url.pathname === '/app/invoice';
  const id = parameters.get(isInvoice ? 'txnId' : 'nameId') ?? '';
  const wanted = parameters.get('realmId');
  for (const company of companies.values()) {
    if (wanted !== null && company.realmId !== wanted) continue;
    const record = company.store.get(isInvoice ? 'Invoice' : 'Customer', id);
    if (record === undefined) continue;
    return htmlAnswer(200, isInvoice ? invoicePage(company, record) : customerPage(company, record));
  }
  const what = isInvoice ? 'invoice' : 'customer';
  return htmlAnswer(
    404,
    page(
      'Not found',
      `<h1>Not found</h1><p>There is no such ${what} in this company. It may have been deleted.</p>`,
      STYLE,
    ),
  );
}
