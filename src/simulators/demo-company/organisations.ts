// The demo's organisations: the clients, and the rest of a small national register. The same on every machine.
import { abnOf, acnOf } from './businessNumbers.ts';
import {
  AREA_CODES,
  CLIENT_NAMES,
  FAMILY_NAMES,
  GIVEN_NAMES,
  OTHER_REGISTER_NAMES,
  PLACES,
  STREETS,
} from './organisationNames.ts';
import type { SeededRandom } from './seededRandom.ts';
import { seededRandom } from './seededRandom.ts';

export type DemoOrganisation = {
  /** The business's own id of the organisation, in Stripe's customer metadata. */
  orgId: string;
  /** Five digits; null for the one client that isn't an RTO. */
  rtoCode: string | null;
  legalName: string;
  tradingName: string;
  /** Eleven digits. */
  abn: string;
  /** Nine digits; companies only. */
  acn: string | null;
  ceoGiven: string;
  ceoFamily: string;
  website: string;
  entityType: string;
  phone: string;
  street: string;
  city: string;
  state: string;
  postCode: string;
  /** ISO 3166, two letters. */
  country: string;
  /** "12 High Street, Fitzroy VIC 3065" */
  address: string;
  billingEmail: string;
  isClient: boolean;
};

const REGISTER_SEED = 19_920_701;
const ENTITY_TYPES: Readonly<Record<string, string>> = {
  A: 'Incorporated Association',
  C: 'Australian Private Company',
  P: 'Local Government Entity',
  T: 'Discretionary Trading Trust',
};

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

function slugOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '');
}

function organisation(random: SeededRandom, line: string, index: number, isClient: boolean): DemoOrganisation {
  const [tradingName = '', legal = '', kind = 'C', state = 'NSW'] = line.split('|');
  // ACNs are issued in sequence and had not reached 9…: these belong to nobody.
  const acn = acnOf(`9${padded(random.below(10_000_000), 7)}`);
  const isCompany = kind === 'C';
  const [city, postCode] = random.pick(PLACES[state] ?? [['Parramatta', '2150']]);
  const street = `${1 + random.below(180)} ${random.pick(STREETS)}`;
  const domain = `${slugOf(tradingName)}.example.com`;
  const isRto = tradingName !== 'Clear Harbour Consulting';
  return {
    orgId: `org-${padded(index + 1, 4)}`,
    rtoCode: isRto ? String(47_001 + index * 17 + random.below(16)) : null,
    legalName: legal === '' ? `${tradingName} Pty Ltd` : legal,
    tradingName,
    abn: abnOf(isCompany ? acn : `9${padded(random.below(100_000_000), 8)}`),
    acn: isCompany ? acn : null,
    ceoGiven: random.pick(GIVEN_NAMES),
    ceoFamily: random.pick(FAMILY_NAMES),
    website: `https://www.${domain}`,
    entityType: ENTITY_TYPES[kind] ?? 'Other',
    phone: `(${AREA_CODES[state] ?? '02'}) 5550 ${padded(random.below(10_000), 4)}`,
    street,
    city,
    state,
    postCode,
    country: 'AU',
    address: `${street}, ${city} ${state} ${postCode}`,
    billingEmail: `accounts@${domain}`,
    isClient,
  };
}

function allOrganisations(): DemoOrganisation[] {
  const random = seededRandom(REGISTER_SEED);
  const clients = CLIENT_NAMES.map((line, index) => organisation(random, line, index, true));
  const others = OTHER_REGISTER_NAMES.map((line, index) =>
    organisation(random, line, CLIENT_NAMES.length + index, false),
  );
  return [...clients, ...others];
}

export const demoOrganisations: readonly DemoOrganisation[] = allOrganisations();

export const demoClients: readonly DemoOrganisation[] = demoOrganisations.filter(
  (organisation) => organisation.isClient,
);

/** Not in the register, which is Australian. */
export const overseasClient: DemoOrganisation = {
  orgId: 'org-0101',
  rtoCode: null,
  legalName: 'Waikato Farm Skills Limited',
  tradingName: 'Waikato Farm Skills',
  abn: '',
  acn: null,
  ceoGiven: 'Aroha',
  ceoFamily: 'Whaanga',
  website: 'https://www.waikatofarmskills.example.com',
  entityType: 'Overseas company',
  phone: '+64 7 5550 104',
  street: '14 Ruakura Road',
  city: 'Hamilton',
  state: 'Waikato',
  postCode: '3214',
  country: 'NZ',
  address: '14 Ruakura Road, Hamilton 3214, New Zealand',
  billingEmail: 'accounts@waikatofarmskills.example.com',
  isClient: true,
};
