// The bearer token of the /billing API, kept in a file that only its owner may read.
import { readFileSync, statSync, writeFileSync } from 'node:fs';

const shape = /^[\w-]{20,200}$/;

export class ApiTokenError extends Error {}

/** Reads the token, or writes a new one where there is no file. Throws ApiTokenError with a sentence for the terminal. */
export const readApiToken = (file: string, makeToken: () => string): string => {
  try {
    writeFileSync(file, `${makeToken()}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
      throw new ApiTokenError(`The API token file ${file} can not be written. Choose another place for --api-token-file.`, { cause: error });
    }
  }
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
    throw new ApiTokenError(`The API token file ${file} can be read by others. Set its permissions to 600, or delete it to have a new one made.`);
  }
  const token = readFileSync(file, 'utf8').trim();
  if (!shape.test(token)) throw new ApiTokenError(`The API token file ${file} does not hold a token of 20 or more letters and digits. Delete it to have a new one made.`);
  return token;
};
