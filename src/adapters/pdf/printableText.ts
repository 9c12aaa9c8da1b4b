// Text that the PDF's built-in fonts can show: WinAnsi, the rest replaced and counted.

/** Signs of our own screens that have a plain twin in WinAnsi. */
const twins: Readonly<Record<string, string>> = { '\u2212': '-', '\u2192': '>', '\u00a0': ' ', '\u202f': ' ', '\u2009': ' ' };

/** Code points above Latin-1 that WinAnsi (Windows-1252) has (Adobe PDF reference, annex D). */
const alsoInWinAnsi = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ');

/** Line ends and control characters become spaces; a sign without a glyph becomes "?" and counts. */
export function printableText(text: string): { readonly text: string; readonly replaced: number } {
  let replaced = 0;
  let printable = '';
  for (const character of text.normalize('NFC')) {
    const code = character.codePointAt(0) ?? 0;
    if (twins[character] !== undefined) printable += twins[character];
    else if (code < 0x20 || (code >= 0x7f && code < 0xa0)) printable += ' ';
    else if (code <= 0xff || alsoInWinAnsi.has(character)) printable += character;
    else {
      printable += '?';
      replaced += 1;
    }
  }
  return { text: printable, replaced };
}
