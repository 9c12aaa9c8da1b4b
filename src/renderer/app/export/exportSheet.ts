// What an export is made of: exactly the rows, order and columns that are shown, and the facts that make them trustworthy.

export interface ExportColumn<Row> {
  readonly header: string;
  readonly unit?: string;
  readonly align?: 'start' | 'end';
  readonly widthRem?: number;
  readonly text: (row: Row) => string;
}

export interface ExportSheet<Row> {
  /** "Invoices", "GST by quarter". */
  readonly title: string;
  readonly columns: readonly ExportColumn<Row>[];
  readonly pages: () => AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>;
  /** Label and value: what, of whom, as of when, filter, policy, time zone, count of rows. */
  readonly about: (rowCount: number) => readonly (readonly [label: string, value: string])[];
}
