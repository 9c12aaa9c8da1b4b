// What every report table offers: its numbers copied, and exported as CSV, XLSX or PDF.
import { ClipboardCopy } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button } from '../../ui/Button.tsx';
import { countOf } from '../../ui/formatMoney.ts';
import { toastDone, toastFailure } from '../../ui/toasts.ts';
import { ExportButton } from './ExportButton.tsx';
import type { ExportColumn } from './exportSheet.ts';

export interface NumbersToolsProps {
  readonly title: string;
  /** Header row first; amounts as plain decimals, dates ISO. */
  readonly numbers: () => readonly (readonly string[])[];
  /** The rule behind the figures, where they follow one: "Revenue metrics policy v1". */
  readonly policy?: string;
  /** Which rows, in words, where the title says it and the address would say more than is true: ''. */
  readonly filter?: string;
}

const isNumber = (text: string): boolean => text === '' || /^-?\d+(?:\.\d+)?$/.test(text);

export function NumbersTools({ title, numbers, policy, filter }: NumbersToolsProps): ReactElement {
  const [heads = [], ...rows] = numbers();
  const columns = heads.map((header, index): ExportColumn<readonly string[]> => ({
    header,
    align: rows.every((row) => isNumber(row[index] ?? '')) ? 'end' : 'start',
    text: (row) => row[index] ?? '',
  }));
  const copyNumbers = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText([...[heads, ...rows].map((row) => row.join('\t')), ...(policy === undefined ? [] : [policy])].join('\n'));
      toastDone(`Copied ${countOf(rows.length, 'row')}`, 'Tab-separated, ready to paste into a sheet.');
    } catch (thrown) {
      toastFailure('The numbers could not be copied', thrown);
    }
  };
  return (
    <span className="inline-tools">
      <Button size="s" variant="quiet" icon={<ClipboardCopy aria-hidden="true" />} aria-label={`Copy numbers: ${title}`} onPress={() => void copyNumbers()}>
        Copy numbers
      </Button>
      <ExportButton title={title} tip="Every row of this table" columns={columns} pages={() => [rows]} rowCount={rows.length} {...(policy === undefined ? {} : { policy })} {...(filter === undefined ? {} : { filter })} />
    </span>
  );
}
