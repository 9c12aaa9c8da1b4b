// Exports exactly what is shown as CSV, XLSX or PDF: the filtered rows, in this order, with the shown columns.
import { Download } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { call } from '../../bridge/call.ts';
import { announce } from '../../ui/announce.ts';
import { countOf, formatCount } from '../../ui/formatMoney.ts';
import { MenuButton } from '../../ui/MenuButton.tsx';
import { formatInstant } from '../../ui/formatDate.ts';
import { toastDone, toastFailure, toastRefused } from '../../ui/toasts.ts';
import { useRoute } from '../router.ts';
import { useStatus } from '../StatusContext.ts';
import { writeCsv } from './csvFile.ts';
import type { ExportColumn, ExportSheet } from './exportSheet.ts';
import { filterWords } from './filterWords.ts';
import { writePdf } from './pdfFile.ts';
import { saveFile, type WrittenFile } from './writtenFile.ts';
import { TooManyRows, writeXlsx } from './xlsxFile.ts';

type Format = 'CSV' | 'XLSX' | 'PDF';

export interface ExportButtonProps<Row> {
  /** What the rows are: "Invoices"; names the file as well. */
  readonly title: string;
  readonly columns: readonly ExportColumn<Row>[];
  readonly pages: ExportSheet<Row>['pages'];
  readonly disabledReason?: string | undefined;
  readonly label?: string;
  readonly tip?: string;
  /** Which rows, in words, where the address doesn't say it ("the 3 selected"). */
  readonly filter?: string;
  /** The rule behind the figures, where they follow one: "metrics policy v1". */
  readonly policy?: string;
}

const writers: Readonly<Record<Format, <Row>(sheet: ExportSheet<Row>) => Promise<WrittenFile>>> = {
  CSV: writeCsv,
  XLSX: writeXlsx,
  PDF: writePdf,
};

const menuWords: Readonly<Record<Format, string>> = { CSV: 'CSV', XLSX: 'Excel workbook (XLSX)', PDF: 'PDF' };

export function ExportButton<Row>({
  title,
  columns,
  pages,
  disabledReason,
  label = 'Export',
  tip = 'Every row that matches, with the columns shown',
  filter,
  policy,
}: ExportButtonProps<Row>): ReactElement {
  const [running, setRunning] = useState<Format | null>(null);
  const { params } = useRoute();
  const status = useStatus();
  const filterText = filter ?? filterWords(params);

  const about = (rowCount: number): (readonly [string, string])[] => [
    ['What', title],
    ['Business', `${status.businessName}${status.environment === 'live' ? '' : ` (${status.environment} data)`}`],
    ...status.freshness.map(
      ({ source, asOf }) =>
        [
          source === 'stripe' ? 'Stripe as of' : 'QuickBooks as of',
          asOf === null ? 'never read' : formatInstant(asOf, status.timeZone),
        ] as const,
    ),
    ['Filter', filterText === '' ? 'none' : filterText],
    ...(policy === undefined ? [] : [['Policy', policy] as const]),
    ['Rows', formatCount(rowCount)],
    ['Exported', `${formatInstant(status.now, status.timeZone)}, ${status.timeZone}`],
  ];

  const run = async (format: Format): Promise<void> => {
    setRunning(format);
    announce('The export has started.');
    try {
      const file = await writers[format]({ title, columns, pages, about });
      const fileName = `${title.toLowerCase().replaceAll(/[^\w.-]+/g, ' ').trim()} ${status.today}.${format.toLowerCase()}`;
      saveFile(fileName, file.blob);
      toastDone(`Exported ${countOf(file.rowCount, 'row')}`, file.remark ?? fileName);
      await call('exports.note', { title, format, rowCount: file.rowCount, filter: filterText.slice(0, 1000) });
    } catch (thrown) {
      if (thrown instanceof TooManyRows) {
        toastRefused(
          `${menuWords[format]}: too many rows`,
          `It can hold ${formatCount(thrown.limit)}. Filter the list, or take the CSV, which has no limit.`,
        );
      } else toastFailure('The export failed', thrown, () => void run(format));
    } finally {
      setRunning(null);
    }
  };
  return (
    <MenuButton
      size="s"
      variant="quiet"
      icon={<Download aria-hidden="true" />}
      isPending={running !== null}
      disabledReason={disabledReason}
      tip={tip}
      menuLabel={`Export: ${title}`}
      acts={(['CSV', 'XLSX', 'PDF'] as const).map((format) => ({
        id: format,
        label: menuWords[format],
        onAct: () => void run(format),
      }))}
    >
      {label}
    </MenuButton>
  );
}
