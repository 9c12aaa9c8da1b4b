// A finished export and how many rows are in it; handed to the browser's (or Electron's) download.

export interface WrittenFile {
  readonly blob: Blob;
  readonly rowCount: number;
  /** Something the reader should know about this file. */
  readonly remark?: string;
}

const KEEP_URL_MS = 10_000;

export function saveFile(fileName: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_URL_MS);
}
