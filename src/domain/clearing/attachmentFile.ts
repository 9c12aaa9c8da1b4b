// A file that a person attaches: told by its first bytes, never by its name; and a name that is only a name.

/** Size in bytes of what the Base64 text stands for; null where it isn't Base64. */
export function base64Size(text: string): number | null {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return (text.length / 4) * 3 - padding;
}

/** `%PDF-` within the first KiB, as readers of PDF allow (ISO 32000-1, Annex H.3.4.1). */
export const isPdf = (base64: string): boolean => atob(base64.slice(0, 1368)).includes('%PDF-');

const longestName = 120;

/** No folders, control characters or signs that file systems and shells give a meaning; always ends in `.pdf`. */
export function safePdfName(fileName: string): string {
  const last = fileName.split(/[/\\]/).at(-1) ?? '';
  const cleaned = last
    .normalize('NFC')
    .replaceAll(/[\p{C}<>:"|?*]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/\.pdf$/i, '')
    .replaceAll(/^[.\s]+|[.\s]+$/g, '');
  return `${(cleaned === '' ? 'tax invoice' : cleaned).slice(0, longestName)}.pdf`;
}
