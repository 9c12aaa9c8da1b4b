// In place of fflate in the console's build: packs in the thread that asks. Its own way, workers made of blobs, is code that
// the page's Content-Security-Policy forbids, and then it waits for ever; the workbook has a thread of its own already.
import { zipSync, type Zippable } from 'fflate/browser';

export { strToU8, zipSync } from 'fflate/browser';

export function zip(files: Zippable, done: (error: unknown, archive: Uint8Array | null) => void): void {
  try {
    done(null, zipSync(files));
  } catch (error) {
    done(error, null);
  }
}
