// Strings that look random but follow from the seed: tokens, codes, trace ids. Not for real secrets.
import { createHash } from 'node:crypto';

/** Base64url text of the wanted length that follows from the seed and the parts. */
export function seededText(seed: string | number, parts: readonly (string | number)[], length: number): string {
  let text = '';
  for (let block = 0; text.length < length; block += 1) {
    text += createHash('sha256')
      .update(JSON.stringify([seed, block, ...parts]))
      .digest('base64url');
  }
  return text.slice(0, length);
}

/** Lower-case hexadecimal text that follows from the seed and the parts. */
export function seededHex(seed: string | number, parts: readonly (string | number)[], length: number): string {
  return createHash('sha512')
    .update(JSON.stringify([seed, ...parts]))
    .digest('hex')
    .slice(0, length);
}
