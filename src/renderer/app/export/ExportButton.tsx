// Exports exactly what is shown as CSV, XLSX or PDF: the filtered rows, in this order, with the shown columns.
import { Download } from 'lucide-react';
import type { ReactElement } from 'react';
import { maxPdfRows } from '../../../contract/exports.ts';
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
import { ExportCancelled, runExport, useRunningExports } from './runningExports.ts';
import { saveFile, type WrittenFile } from './writtenFile.ts';
import { MAX_XLSX_ROWS, TooManyRows, writeXlsx } from './xlsxFile.ts';

type Format = 'CSV' | 'XLSX' | 'PDF';

export interface ExportButtonProps<Row> {
  /** What the rows are: "Invoices"; names the file as well. */
  readonly title: string;
  readonly columns: readonly ExportColumn<Row>[];
  readonly pages: ExportSheet<Row>['pages'];
  /** How many rows `pages` gives; absent: not known beforehand. */
  readonly rowCount?: number | undefined;
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

/** Rows that a format can hold; CSV has no limit. */
const limits: Readonly<Partial<Record<Format, number>>> = { XLSX: MAX_XLSX_ROWS, PDF: maxPdfRows };

const menuWords: Readonly<Record<Format, string>> = { CSV: 'CSV', XLSX: 'Excel workbook (XLSX)', PDF: 'PDF' };

export function ExportButton<Row>({
  title,
  columns,
  pages,
  rowCount,
  disabledReason,
  label = 'Export',
  tip = 'Every row that matches, with the columns shown',
  filter,
  policy,
}: ExportButtonProps<Row>): ReactElement {
  const isRunning = useRunningExports().some((one) => one.title === title);
  const { params } = useRoute();
  const status = useStatus();
  const filterText = filter ?? filterWords(params);

  const about = (writtenRows: number): (readonly [string, string])[] => [
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
    ['Rows', formatCount(writtenRows)],
    ['Exported', `${formatInstant(status.now, status.timeZone)}, ${status.timeZone}`],
  ];

  const run = async (format: Format): Promise<void> => {
    announce('The export has started.');
    try {
      const limit = limits[format];
      if (limit !== undefined && rowCount !== undefined && rowCount > limit) throw new TooManyRows(limit);
      const file = await runExport({ title, columns, pages, about }, format, rowCount ?? null, writers[format]);
      const fileName = `${title.toLowerCase().replaceAll(/[^\w.-]+/g, ' ').trim()} ${status.today}.${format.toLowerCase()}`;
      saveFile(fileName, file.blob);
      toastDone(`Exported ${countOf(file.rowCount, 'row')}`, file.remark ?? fileName);
      await call('exports.note', { title, format, rowCount: file.rowCount, filter: filterText.slice(0, 1000) });
    } catch (thrown) {
      if (thrown instanceof ExportCancelled) toastDone(`The export of ${title} was cancelled`, 'No file was written.');
      else if (thrown instanceof TooManyRows) {
        toastRefused(
          `${menuWords[format]}: too many rows`,
          `It can hold ${formatCount(thrown.limit)}. Filter the list, or take the CSV, which has no limit.`,
        );
      } else toastFailure('The export failed', thrown, () => void run(format));
    }
  };
  return (
    <MenuButton
      size="s"
      variant="quiet"
      icon={<Download aria-hidden="true" />}
      isPending={isRunning}
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
