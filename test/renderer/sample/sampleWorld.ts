// The sample's state, how its answers are typed, and how its lists are paged.
import type { InvoiceRow } from '../../../src/contract/invoices.ts';
import type { OperationName, OperationOutput, OperationParsedInput } from '../../../src/contract/operations.ts';
import type { EngineEvent } from '../../../src/contract/rpc.ts';
import { sampleInvoice } from './sampleInvoices.ts';

export interface SampleWorld {
  readonly invoices: InvoiceRow[];
  readonly emit: (event: EngineEvent) => void;
  hasBanners: boolean;
  /** Filtered and sorted lists, so that a million rows can be paged. */
  readonly sorted: Map<string, InvoiceRow[]>;
}

export const createSampleWorld = (count: number, emit: (event: EngineEvent) => void): SampleWorld => ({
  invoices: Array.from({ length: count }, (_, index) => sampleInvoice(index, count)),
  emit,
  hasBanners: true,
  sorted: new Map(),
});

export type Answers = { readonly [N in OperationName]?: (input: OperationParsedInput<N>) => OperationOutput<N> };

export const page = <R>(
  rows: readonly R[],
  cursor: string | null,
  limit: number,
): { rows: R[]; nextCursor: string | null } => {
  const from = cursor === null ? 0 : Number(cursor);
  return { rows: rows.slice(from, from + limit), nextCursor: from + limit < rows.length ? String(from + limit) : null };
};
