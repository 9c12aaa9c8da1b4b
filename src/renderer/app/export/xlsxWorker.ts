// The thread in which a workbook is put together, so that the page goes on while a hundred thousand rows are packed.
import { xlsxWorkbook, type PlainSheet } from './xlsxWorkbook.ts';

export type XlsxAnswer = { readonly blob: Blob } | { readonly failure: string };

addEventListener('message', ({ data }: MessageEvent<PlainSheet>) => {
  void xlsxWorkbook(data).then(
    (blob): void => postMessage({ blob } satisfies XlsxAnswer),
    (error: unknown): void => postMessage({ failure: String(error) } satisfies XlsxAnswer),
  );
});
