// The port that turns the bytes of a CSV file into records.

export interface CsvTable {
  readonly headings: readonly string[];
  readonly records: readonly { readonly line: number; readonly cells: readonly string[] }[];
  /** How the bytes were read: UTF-8, UTF-16 or Windows-1252. */
  readonly encoding: string;
}

/** Throws AppError REGISTER_UNREADABLE or TOO_LARGE with a detail that says what to do. */
export type ReadCsv = (bytes: Uint8Array) => CsvTable;
