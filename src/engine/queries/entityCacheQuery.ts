// quickbooks.entityCache: the QuickBooks ids that pushes refer to, named for a person.
import type { OperationOutput } from '../../contract/operations.ts';
import type { QueryPorts } from './queryPorts.ts';

const labels: ReadonlyMap<string, string> = new Map([
  ['tax_code', 'GST tax code'],
  ['tax_rate', 'GST tax rate'],
  ['item', 'Item that lines are sold as'],
  ['payment_method', 'Payment method'],
  ['term', 'Payment terms'],
  ['income_account', 'Income account'],
  ['deposit_account', 'Account that payments land on'],
  ['receivable_account', 'Account that customers owe on'],
  ['out_of_scope_tax_code', 'Tax code of a refund’s expense'],
  ['fee_account', 'Account of Stripe’s fees'],
  ['fee_vendor', 'Supplier of Stripe’s fees'],
  ['fee_tax_code', 'Tax code of Stripe’s fees'],
  ['fee_tax_rate', 'Tax rate of Stripe’s fees'],
  ['bank_account', 'Bank account of payouts'],
]);

const labelOf = (kind: string): string => {
  const words = kind.replaceAll('_', ' ');
  return labels.get(kind) ?? `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
};

export function entityCacheQuery(ports: QueryPorts): OperationOutput<'quickbooks.entityCache'> {
  return {
    rows: ports.store.reads.entityCache().map((entity) => ({
      kind: entity.kind,
      label: labelOf(entity.kind),
      name: entity.name,
      quickBooksId: entity.qbId,
      detail: entity.detail,
      fetchedAt: entity.fetchedAt,
    })),
  };
}
