// The QuickBooks customer: what we own of it, the body that creates it, and the sparse update that brings it up to date.
import { nameCandidates } from './customerName.ts';
import { qboObject, qboRef, qboText, type QboJson } from './qboJson.ts';
import type { AccountRefs } from './refs.ts';

export { nameCandidates } from './customerName.ts';

export interface CustomerAddress {
  readonly line1: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly postCode: string | null;
}

export interface CustomerIntent {
  /** Trading name, cleaned. */
  readonly displayName: string;
  /** Legal name. */
  readonly companyName: string | null;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly website: string | null;
  readonly address: CustomerAddress | null;
  /** Eleven digits. */
  readonly abn: string | null;
  readonly acn: string | null;
  readonly rtoCode: string | null;
  readonly legalName: string | null;
  readonly entityType: string | null;
  /** For the note: "Auto-managed by RTOpacks." */
  readonly businessName: string;
  readonly refs: Pick<AccountRefs, 'paymentMethodId' | 'termId' | 'taxCodeId'>;
}

/** `51824753556` → `51 824 753 556`, as the ATO writes it. */
function formattedAbn(abn: string): string {
  return `${abn.slice(0, 2)} ${abn.slice(2, 5)} ${abn.slice(5, 8)} ${abn.slice(8)}`;
}

/** "RTO: code — Legal: name — ABN: formatted — ACN: number — entity type — Auto-managed by RTOpacks." */
export function customerNotes(intent: CustomerIntent): string {
  const parts = [
    intent.rtoCode === null ? null : `RTO: ${intent.rtoCode}`,
    intent.legalName === null ? null : `Legal: ${intent.legalName}`,
    intent.abn === null ? null : `ABN: ${formattedAbn(intent.abn)}`,
    intent.acn === null ? null : `ACN: ${intent.acn}`,
    intent.entityType,
    autoManaged(intent),
  ];
  return parts.filter((part) => part !== null).join(' — ');
}

function autoManaged(intent: CustomerIntent): string {
  return `Auto-managed by ${intent.businessName}.`;
}

/** The fields we own, in QuickBooks' spelling; what isn't known is left out, never blanked. */
export function buildCustomerDocument(intent: CustomerIntent): QboJson {
  return withoutNulls({
    DisplayName: intent.displayName,
    CompanyName: intent.companyName,
    GivenName: intent.givenName,
    FamilyName: intent.familyName,
    PrimaryEmailAddr: intent.email === null ? null : { Address: intent.email },
    PrimaryPhone: intent.phone === null ? null : { FreeFormNumber: intent.phone },
    WebAddr: intent.website === null ? null : { URI: intent.website },
    BillAddr: intent.address === null ? null : addressDocument(intent.address),
    PrimaryTaxIdentifier: intent.abn,
    PaymentMethodRef: { value: intent.refs.paymentMethodId },
    SalesTermRef: { value: intent.refs.termId },
    DefaultTaxCodeRef: { value: intent.refs.taxCodeId },
    Notes: customerNotes(intent),
    PreferredDeliveryMethod: 'None',
  });
}

function addressDocument(address: CustomerAddress): QboJson {
  return withoutNulls({
    Line1: address.line1,
    City: address.city,
    CountrySubDivisionCode: address.state,
    PostalCode: address.postCode,
    Country: 'Australia',
  });
}

function withoutNulls(fields: Record<string, unknown>): QboJson {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

export interface FieldChange {
  readonly field: string;
  readonly from: string | null;
  readonly to: string;
}

/**
 * What a sparse update must change so that the fields we own are as meant; `body` is null where nothing differs. A masked
 * tax identifier, spellings of the country and of the phone number never count as differences, and nothing that was read is
 * written back but the id, the SyncToken and the bookkeeper's own words in the notes and the address.
 */
export function customerChanges(
  existing: QboJson,
  intent: CustomerIntent,
): { body: QboJson | null; changes: FieldChange[] } {
  const meant = buildCustomerDocument(intent);
  const changes: FieldChange[] = [];
  const fields: Record<string, unknown> = {};
  const change = (field: string, from: string | null, to: string, value: unknown): void => {
    changes.push({ field, from, to });
    fields[field] = value;
  };
  for (const [field, value] of Object.entries(meant)) {
    const rule = fieldRules.get(field) ?? sameText;
    const outcome = rule(existing, field, value, intent);
    if (outcome !== null) change(field, outcome.from, outcome.to, outcome.value);
  }
  if (changes.length === 0) return { body: null, changes };
  return {
    body: {
      Id: qboText(existing, 'Id') ?? '',
      SyncToken: qboText(existing, 'SyncToken') ?? '',
      sparse: true,
      ...fields,
    },
    changes,
  };
}

/** Null: no difference. */
type FieldRule = (
  existing: QboJson,
  field: string,
  meant: unknown,
  intent: CustomerIntent,
) => { from: string | null; to: string; value: unknown } | null;

const sameText: FieldRule = (existing, field, meant) => {
  const from = qboText(existing, field);
  const to = String(meant);
  return from?.trim() === to ? null : { from, to, value: meant };
};

const sameReference: FieldRule = (existing, field, meant) => {
  const from = qboRef(existing, field);
  const to = qboText(meant as QboJson, 'value') ?? '';
  return from === to ? null : { from, to, value: meant };
};

/** A name we had to suffix, because the plain one was taken, is as meant. */
const sameName: FieldRule = (existing, field, meant, intent) => {
  const from = qboText(existing, field);
  const names = nameCandidates(intent.displayName, intent.rtoCode);
  return from !== null && names.includes(from) ? null : sameText(existing, field, meant, intent);
};

function sameNested(key: string, normalise: (text: string) => string): FieldRule {
  return (existing, field, meant) => {
    const from = qboText(qboObject(existing, field), key);
    const to = qboText(meant as QboJson, key) ?? '';
    return from !== null && normalise(from) === normalise(to) ? null : { from, to, value: meant };
  };
}

/** Digits only, national form: +61 3 9000 1234 is (03) 9000 1234. Without digits, the text itself. */
function phoneDigits(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  if (digits === '') return phone.trim();
  return phone.trim().startsWith('+61') || (digits.startsWith('61') && digits.length === 11)
    ? `0${digits.slice(2).replace(/^0/, '')}`
    : digits;
}

function plainWebsite(website: string): string {
  return website
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/+$/, '');
}

/** The API shows the identifier masked: only the characters that it leaves visible can be compared. */
const maskedIdentifier: FieldRule = (existing, field, meant) => {
  const from = qboText(existing, field);
  const to = String(meant);
  if (from === null) return { from, to, value: meant };
  const visible = /[^\s0-9]/.test(from)
    ? (/[0-9]*$/.exec(from.replace(/\s/g, ''))?.[0] ?? '')
    : from.replace(/\s/g, '');
  const isMasked = visible !== from.replace(/\s/g, '');
  return (isMasked ? to.endsWith(visible) : to === visible) ? null : { from, to, value: meant };
};

const ownedAddressKeys = ['Line1', 'City', 'CountrySubDivisionCode', 'PostalCode'] as const;
const keptAddressKeys = ['Id', 'Line2', 'Line3', 'Line4', 'Line5', ...ownedAddressKeys] as const;

function isAustralia(country: string | null): boolean {
  return country !== null && ['au', 'aus', 'australia'].includes(country.trim().toLowerCase());
}

/** QuickBooks replaces an address as a whole: lines that we don't know are sent back as they are. */
const sameAddress: FieldRule = (existing, field, meant) => {
  const current = qboObject(existing, field);
  const address = meant as QboJson;
  const isSame = ownedAddressKeys.every(
    (key) => address[key] === undefined || qboText(current, key)?.trim() === address[key],
  );
  if (isSame && isAustralia(qboText(current, 'Country'))) return null;
  const kept = Object.fromEntries(
    keptAddressKeys.flatMap((key) => (qboText(current, key) === null ? [] : [[key, qboText(current, key)]])),
  );
  return { from: addressText(current) || null, to: addressText(address), value: { ...kept, ...address } };
};

function addressText(address: QboJson): string {
  const place = [
    qboText(address, 'City'),
    qboText(address, 'CountrySubDivisionCode'),
    qboText(address, 'PostalCode'),
  ].filter((part) => part !== null);
  return [qboText(address, 'Line1'), place.join(' '), qboText(address, 'Country')]
    .filter((part) => part !== null && part !== '')
    .join(', ');
}

/** Our sentence is replaced where it stands; what the bookkeeper wrote around it stays. */
const sameNotes: FieldRule = (existing, field, meant, intent) => {
  const from = qboText(existing, field);
  const to = String(meant);
  if (from === null) return { from, to, value: to };
  const lines = from.split('\n');
  if (lines.some((line) => line.trim() === to)) return null;
  const own = lines.findIndex((line) => line.trim().endsWith(autoManaged(intent)));
  const next = own === -1 ? [...lines, to] : lines.with(own, to);
  return { from, to, value: next.join('\n') };
};

/** Absent is how an answer may spell "None". */
const sameDelivery: FieldRule = (existing, field, meant, intent) =>
  qboText(existing, field) === null ? null : sameText(existing, field, meant, intent);

const fieldRules: ReadonlyMap<string, FieldRule> = new Map([
  ['DisplayName', sameName],
  ['PrimaryEmailAddr', sameNested('Address', (text) => text.trim().toLowerCase())],
  ['PrimaryPhone', sameNested('FreeFormNumber', phoneDigits)],
  ['WebAddr', sameNested('URI', plainWebsite)],
  ['BillAddr', sameAddress],
  ['PrimaryTaxIdentifier', maskedIdentifier],
  ['PaymentMethodRef', sameReference],
  ['SalesTermRef', sameReference],
  ['DefaultTaxCodeRef', sameReference],
  ['Notes', sameNotes],
  ['PreferredDeliveryMethod', sameDelivery],
]);
