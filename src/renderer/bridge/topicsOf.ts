// Which engine topics make a query's answer out of date.
import type { OperationName } from '../../contract/operations.ts';
import type { Topic } from '../../contract/rpc.ts';

export const topicsOf: Partial<Record<OperationName, readonly Topic[]>> = {
  'status.get': ['status', 'settings', 'quickbooks'],
  'overview.get': ['overview'],
  'invoices.list': ['invoices'],
  'invoices.get': ['invoices'],
  'push.counts': ['invoices'],
  'push.preview': ['invoices', 'quickbooks', 'settings'],
  'documents.list': ['quickbooks'],
  'documents.get': ['quickbooks'],
  'documents.counts': ['quickbooks'],
  'documents.preview': ['quickbooks', 'settings', 'invoices'],
  'quickbooks.status': ['quickbooks'],
  'quickbooks.entityCache': ['quickbooks'],
  'ledger.list': ['ledger'],
  'gst.quarters': ['gst'],
  'refunds.list': ['refunds', 'invoices', 'quickbooks'],
  'refunds.preview': ['refunds', 'invoices'],
  'disputes.list': ['refunds', 'invoices', 'overview'],
  'disputes.get': ['refunds', 'invoices'],
  'activity.list': ['activity'],
  'activity.canary': ['activity'],
  'views.list': ['settings'],
  'backups.list': ['settings'],
  'settings.get': ['settings', 'quickbooks'],
};
