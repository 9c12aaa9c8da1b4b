// Which filters of the invoice list the address carries, and how each is spelled.
import type { InvoiceFilter } from '../../../contract/invoices.ts';
import { qbSyncStatuses, revenueTypes } from '../../../contract/values.ts';
import type { FilterFields } from '../../app/filterCodec.ts';

export const invoiceFilterFields: FilterFields<InvoiceFilter> = {
  search: { kind: 'text' },
  status: { kind: 'list' },
  qbStatus: { kind: 'list', allowed: qbSyncStatuses },
  revenueType: { kind: 'list', allowed: revenueTypes },
  from: { kind: 'date' },
  to: { kind: 'date' },
  quarter: { kind: 'quarter' },
  feePending: { kind: 'flag' },
  rtoCode: { kind: 'text' },
};
