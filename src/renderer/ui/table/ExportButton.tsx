// CSV of exactly what is shown: the filtered rows, in this order, with the shown columns.
import { Download } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { announce } from '../announce.ts';
import { Button } from '../Button.tsx';
import { csvLine, downloadCsv } from '../csv.ts';
import { countOf } from '../formatMoney.ts';
import { toastDone, toastFailure } from '../toasts.ts';
import type { Column } from './columns.ts';

export interface ExportButtonProps<Row, Totals> {
  readonly fileName: string;
  readonly columns: readonly Column<Row, Totals>[];
  readonly pages: () => AsyncIterable<readonly Row[]>;
  readonly disabledReason?: string | undefined;
  readonly label?: string;
  readonly tip?: string;
}

export function ExportButton<Row, Totals>({
  fileName,
  columns,
  pages,
  disabledReason,
  label = 'CSV',
  tip = 'Every row that matches, with the columns shown',
}: ExportButtonProps<Row, Totals>): ReactElement {
  const [isRunning, setRunning] = useState(false);
  const run = async (): Promise<void> => {
    setRunning(true);
    announce('The export has started.');
    try {
      const parts = [
        csvLine(
          columns.map((column) => (column.unit === undefined ? column.header : `${column.header} (${column.unit})`)),
        ),
      ];
      let rowCount = 0;
      for await (const page of pages()) {
        parts.push(page.map((row) => csvLine(columns.map((column) => column.text(row)))).join(''));
        rowCount += page.length;
      }
      downloadCsv(fileName, parts);
      toastDone(`Exported ${countOf(rowCount, 'row')}`, fileName);
    } catch (thrown) {
      toastFailure('The export failed', thrown, () => void run());
    } finally {
      setRunning(false);
    }
  };
  return (
    <Button
      size="s"
      variant="quiet"
      icon={<Download aria-hidden="true" />}
      isPending={isRunning}
      disabledReason={disabledReason}
      tip={tip}
      onPress={() => void run()}
    >
      {label}
    </Button>
  );
}
