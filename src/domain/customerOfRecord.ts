// Who is the customer of record: always the end client, never the platform itself and never the marketplace that resold.

/** Metadata keys under which a marketplace names itself on what it resold, most telling first. */
const marketplaceKeys = ['marketplace', 'reseller', 'sold_through'] as const;

/** The marketplace that resold, as the customer's metadata names it; null: sold direct. */
export function marketplaceOf(metadata: Readonly<Record<string, string>>): string | null {
  for (const key of marketplaceKeys) {
    const named = metadata[key]?.trim() ?? '';
    if (named !== '' && named.toLowerCase() !== 'direct') return named.slice(0, 60);
  }
  return null;
}

/** Case, punctuation and the kind of company make no difference: "RTOpacks Pty. Ltd." is "rtopacks". */
const plainName = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .replaceAll(/\b(?:pty|ltd|limited|proprietary|inc)\b/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

/**
 * What is wrong with the customer of record of a paying subscription; null: nothing.
 *
 * @param of.platformNames how the platform is called: the business's own name, and further ones of the profile
 */
export function customerOfRecordFault(of: {
  readonly name: string;
  readonly marketplace: string | null;
  readonly isPaying: boolean;
  readonly platformNames: readonly string[];
}): 'platform_is_customer' | 'marketplace_is_customer' | null {
  if (!of.isPaying) return null;
  const name = plainName(of.name);
  if (name === '') return null;
  if (of.platformNames.some((platform) => plainName(platform) === name)) return 'platform_is_customer';
  return of.marketplace !== null && plainName(of.marketplace) === name ? 'marketplace_is_customer' : null;
}
