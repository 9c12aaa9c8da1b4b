// What we read back, from recorded answers of the real QuickBooks (a US company: their shape is the point, not their tax).
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { customerChanges } from '../../../src/domain/push/customerDocument.ts';
import { customerIntentOf } from '../../../src/domain/push/customerIntent.ts';
import { readInvoiceBack } from '../../../src/domain/push/invoiceDocument.ts';
import type { QboJson } from '../../../src/domain/push/qboJson.ts';
import { refs } from './sampleIntents.ts';

const folder = new URL('../../../../shared/fixtures/quickbooks/', import.meta.url);
const hasRecordings = existsSync(folder);
if (!hasRecordings) process.stdout.write('Skipped: the recorded QuickBooks answers are not beside this checkout.\n');

function recorded(file: string, entity: string): QboJson[] {
  const exchanges = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { response: { body: QboJson } }[];
  return exchanges.map((exchange) => exchange.response.body[entity] as QboJson);
}

describe.skipIf(!hasRecordings)('recorded answers of QuickBooks', () => {
  it('a created invoice', () => {
    expect(recorded('create-invoice.json', 'Invoice').map(readInvoiceBack)).toEqual([
      {
        id: '266',
        syncToken: '0',
        docNumber: '1043',
        totalCents: 10000,
        taxCents: 0,
        balanceCents: 10000,
        customerId: '1',
        txnDate: '2020-09-29',
        currency: 'USD',
        linesCents: 10000,
        linkedPaymentIds: [],
        isVoided: false,
      },
    ]);
  });

  it('an invoice before and after it was voided', () => {
    expect(recorded('void-invoice.json', 'Invoice').map((invoice) => readInvoiceBack(invoice).isVoided)).toEqual([
      false,
      true,
    ]);
  });

  it('a customer: what was never ours is not touched', () => {
    const [customer] = recorded('get-id.json', 'Customer');
    const intent = customerIntentOf({
      orgId: '5',
      org: { name: 'Dukes Basketball Camp', billingEmail: 'dukes_bball@intuit.com' },
      register: null,
      rtoCode: null,
      businessName: 'RTOpacks',
      refs,
    });
    const { body, changes } = customerChanges(customer ?? {}, intent);
    expect(changes.map(({ field }) => field)).toEqual([
      'PaymentMethodRef',
      'SalesTermRef',
      'DefaultTaxCodeRef',
      'Notes',
      'PreferredDeliveryMethod',
    ]);
    expect(body).toMatchObject({ Id: '5', SyncToken: '1', sparse: true });
  });
});
