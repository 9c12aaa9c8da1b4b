// The port to the imports of the national register that were carried out.

export interface RegisterImport {
  readonly planDigest: string;
  readonly fileName: string;
  readonly newCount: number;
  readonly changedCount: number;
  readonly unchangedCount: number;
  readonly rejectedCount: number;
  readonly importedAt: string;
}

export interface RegisterTables {
  append(row: Omit<RegisterImport, 'importedAt'>): void;
  find(planDigest: string): RegisterImport | undefined;
  /** The latest; undefined: none yet. */
  last(): RegisterImport | undefined;
}
