// Which of the selected rows an act was refused for, each with its reason; they stay selected.
import type { ReactElement } from 'react';
import { countOf } from '../../ui/formatMoney.ts';
import { Note } from '../../ui/Note.tsx';

interface RefusedNoteProps<Row> {
  readonly rows: readonly Row[];
  readonly refusals: ReadonlyMap<number, string>;
  /** In the singular. */
  readonly noun: string;
  readonly nameOf: (row: Row) => string;
}

export function RefusedNote<Row extends { readonly id: number }>({ rows, refusals, noun, nameOf }: RefusedNoteProps<Row>): ReactElement | null {
  const refused = rows.filter((row) => refusals.has(row.id));
  return refused.length === 0 ? null : (
    <Note tone="error" title={`${countOf(refused.length, noun)} refused, still selected`}>
      <ul>
        {refused.map((row) => (
          <li key={row.id}>{`${nameOf(row)}: ${refusals.get(row.id) ?? ''}`}</li>
        ))}
      </ul>
    </Note>
  );
}
