// An amount in Australian dollars as a person types it, to whole cents.

/** `1,234.5` or `A$1234.50` → 123450; null where it is no amount or has parts of a cent. */
export function centsOfText(text: string): number | null {
  const match = /^(-?)(\d{1,12})(?:\.(\d{1,2}))?$/.exec(text.replaceAll(/[\s,]|A?\$/g, ''));
  if (match === null) return null;
  const cents = Number(`${match[2] ?? ''}${(match[3] ?? '').padEnd(2, '0')}`);
  return match[1] === '-' && cents !== 0 ? -cents : cents;
}
