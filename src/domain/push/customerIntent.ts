// What the QuickBooks customer is to say, from what is known of the client, in the order in which the sources count.
import { cleanDisplayName, cleanName } from './customerName.ts';
import type { CustomerAddress, CustomerIntent } from './customerDocument.ts';
import type { AccountRefs } from './refs.ts';

/** What is known of the client: its organisation, then its entry in the national register. */
export interface CustomerSources {
  readonly orgId: string;
  readonly org: { readonly name: string | null; readonly billingEmail: string | null } | null;
  readonly register: {
    readonly rtoCode: string;
    readonly legalName: string | null;
    readonly tradingName: string | null;
    readonly abn: string | null;
    readonly acn: string | null;
    readonly ceoGiven: string | null;
    readonly ceoFamily: string | null;
    readonly website: string | null;
    readonly entityType: string | null;
    readonly phone: string | null;
    readonly address: string | null;
  } | null;
  readonly rtoCode: string | null;
  readonly businessName: string;
  readonly refs: Pick<AccountRefs, 'paymentMethodId' | 'termId' | 'taxCodeId'>;
}

/** The old default name of a customer of which nothing was known; still looked for. */
export function fallbackDisplayName(orgId: string): string {
  return cleanDisplayName(`Org ${orgId}`);
}

/** The customer from its sources in order: organisation, register, "Org {orgId}". */
export function customerIntentOf(sources: CustomerSources): CustomerIntent {
  const { org, register } = sources;
  const names = [org?.name, register?.tradingName, register?.legalName].map((name) => cleanDisplayName(name ?? ''));
  const legalName = textOrNull(cleanName(register?.legalName ?? '', 100));
  return {
    displayName: names.find((name) => name !== '') ?? fallbackDisplayName(sources.orgId),
    companyName: legalName,
    givenName: textOrNull(cleanName(register?.ceoGiven ?? '', 100)),
    familyName: textOrNull(cleanName(register?.ceoFamily ?? '', 100)),
    email: emailOrNull(org?.billingEmail ?? null),
    phone: textOrNull(cleanName(register?.phone ?? '', 30)),
    website: websiteOrNull(register?.website ?? null),
    address: parseAddress(register?.address ?? null),
    abn: digitsOrNull(register?.abn ?? null, 11),
    acn: digitsOrNull(register?.acn ?? null, 9),
    rtoCode: textOrNull(cleanName(register?.rtoCode ?? sources.rtoCode ?? '', 20)),
    legalName,
    entityType: textOrNull(cleanName(register?.entityType ?? '', 60)),
    businessName: sources.businessName,
    refs: sources.refs,
  };
}

function textOrNull(text: string): string | null {
  return text === '' ? null : text;
}

/** QuickBooks refuses a document over a malformed address of e-mail: better none. */
function emailOrNull(email: string | null): string | null {
  const trimmed = email?.trim() ?? '';
  return trimmed.length <= 100 && /^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+$/.test(trimmed) ? trimmed : null;
}

function websiteOrNull(website: string | null): string | null {
  const trimmed = website?.trim() ?? '';
  if (trimmed === '' || trimmed.length > 500 || /\s/.test(trimmed) || !trimmed.includes('.')) return null;
  return /^https?:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
}

function digitsOrNull(text: string | null, count: number): string | null {
  const digits = (text ?? '').replace(/\D/g, '');
  return digits.length === count ? digits : null;
}

/** "12 Smith Street, Fitzroy VIC 3065" → its parts; what doesn't follow that form stays whole in the first line. */
export function parseAddress(text: string | null): CustomerAddress | null {
  const cleaned = cleanName(text ?? '', 500);
  if (cleaned === '') return null;
  const match = /^(.+?),\s*([^,]+?),?\s+(ACT|NSW|NT|QLD|SA|TAS|VIC|WA),?\s+(\d{4})(?:,?\s+Australia)?$/i.exec(cleaned);
  if (match === null) return { line1: cleaned, city: null, state: null, postCode: null };
  return {
    line1: match[1] ?? null,
    city: match[2] ?? null,
    state: match[3]?.toUpperCase() ?? null,
    postCode: match[4] ?? null,
  };
}
