// The demo's extract of the national register, as rows and as the CSV that the program imports.
import { demoOrganisations } from './organisations.ts';

export type RegisterRow = {
  rto_code: string;
  legal_name: string;
  trading_name: string;
  abn: string;
  acn: string;
  ceo_given: string;
  ceo_family: string;
  website: string;
  entity_type: string;
  phone: string;
  address: string;
};

export const demoRegister: readonly RegisterRow[] = demoOrganisations.flatMap((organisation) =>
  organisation.rtoCode === null
    ? []
    : [
        {
          rto_code: organisation.rtoCode,
          legal_name: organisation.legalName,
          trading_name: organisation.tradingName,
          abn: organisation.abn,
          acn: organisation.acn ?? '',
          ceo_given: organisation.ceoGiven,
          ceo_family: organisation.ceoFamily,
          website: organisation.website,
          entity_type: organisation.entityType,
          phone: organisation.phone,
          address: organisation.address,
        },
      ],
);

const COLUMNS = [
  'rto_code',
  'legal_name',
  'trading_name',
  'abn',
  'acn',
  'ceo_given',
  'ceo_family',
  'website',
  'entity_type',
  'phone',
  'address',
] as const;

function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** RFC 4180, UTF-8, one heading line. */
export function registerCsv(): string {
  const rows = demoRegister.map((row) => COLUMNS.map((column) => csvField(row[column])).join(','));
  return `${[COLUMNS.join(','), ...rows].join('\r\n')}\r\n`;
}
