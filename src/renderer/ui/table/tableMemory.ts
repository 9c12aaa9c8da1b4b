// Where each table was left: scroll position, active row, selection and chosen columns survive going away and back.
import type { Selection } from './selection.ts';

export interface TableMemory {
  /** Filter and sort the position belongs to; another one starts at the top. */
  listKey: string;
  scrollTopPx: number;
  activeIndex: number;
  selection: Selection<unknown> | null;
  shownColumns: ReadonlySet<string> | null;
}

const memories = new Map<string, TableMemory>();

export function tableMemory(tableId: string): TableMemory {
  let memory = memories.get(tableId);
  if (memory === undefined) {
    memory = { listKey: '', scrollTopPx: 0, activeIndex: 0, selection: null, shownColumns: null };
    memories.set(tableId, memory);
  }
  return memory;
}
