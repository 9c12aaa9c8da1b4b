// Where each table was left: scroll position, active row, selection and chosen columns survive going away and back.
import type { Selection } from './selection.ts';

export interface TableMemory {
  /** Filter and sort the position belongs to; another one starts at the top. */
  readonly listKey: string;
  readonly scrollTopPx: number;
  readonly activeIndex: number;
  readonly selection: Selection<unknown> | null;
  readonly shownColumns: ReadonlySet<string> | null;
}

const nothing: TableMemory = { listKey: '', scrollTopPx: 0, activeIndex: 0, selection: null, shownColumns: null };
const memories = new Map<string, TableMemory>();

export const tableMemory = (tableId: string): TableMemory => memories.get(tableId) ?? nothing;

export function rememberTable(tableId: string, change: Partial<TableMemory>): void {
  memories.set(tableId, { ...tableMemory(tableId), ...change });
}
