// Which column of a register's CSV is which field: by its heading, as the national register and common spreadsheets write it.

export const registerFields = ['rtoCode', 'legalName', 'tradingName', 'abn', 'acn', 'ceoGiven', 'ceoFamily', 'website', 'entityType', 'phone', 'address'] as const;
export type RegisterField = (typeof registerFields)[number];

/** Letters and digits of each heading, in lower case. */
const aliases: Readonly<Record<RegisterField, readonly string[]>> = {
  rtoCode: ['rtocode', 'code', 'rtoid', 'rto', 'rtonumber', 'organisationcode', 'nationalprovidernumber', 'providercode', 'nationalcode'],
  legalName: ['legalname', 'organisationlegalname', 'legalorganisationname', 'organisationname', 'name', 'rtoname', 'rtolegalname'],
  tradingName: ['tradingname', 'tradingnames', 'tradingas', 'businessname', 'businessnames'],
  abn: ['abn', 'australianbusinessnumber'],
  acn: ['acn', 'australiancompanynumber', 'acnarbn'],
  ceoGiven: ['ceogiven', 'ceogivenname', 'ceofirstname', 'chiefexecutivegivenname', 'ceogivennames'],
  ceoFamily: ['ceofamily', 'ceofamilyname', 'ceolastname', 'ceosurname', 'chiefexecutivefamilyname'],
  website: ['website', 'web', 'webaddress', 'url', 'weburl', 'internetaddress'],
  entityType: ['entitytype', 'organisationtype', 'rtotype', 'type', 'legalentitytype'],
  phone: ['phone', 'phonenumber', 'telephone', 'contactphone', 'businessphone'],
  address: ['address', 'headofficeaddress', 'headofficephysicaladdress', 'physicaladdress', 'postaladdress', 'streetaddress'],
};

export interface RegisterColumns {
  /** Position of each field that the file has. */
  readonly positions: ReadonlyMap<RegisterField, number>;
  /** Headings that mean nothing here. */
  readonly ignored: readonly string[];
  /** Why the file can't be read as a register; empty: it can. */
  readonly problems: readonly string[];
}

export function registerColumns(headings: readonly string[]): RegisterColumns {
  const positions = new Map<RegisterField, number>();
  const ignored: string[] = [];
  const problems: string[] = [];
  for (const [position, heading] of headings.entries()) {
    const plain = heading.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
    const field = registerFields.find((candidate) => aliases[candidate].includes(plain));
    if (field === undefined) {
      if (plain !== '') ignored.push(heading.slice(0, 60));
    } else if (positions.has(field)) {
      problems.push(`Two columns mean the same: “${headings[positions.get(field) ?? 0]?.slice(0, 60)}” and “${heading.slice(0, 60)}”. Remove one.`);
    } else {
      positions.set(field, position);
    }
  }
  if (!positions.has('rtoCode')) problems.push('There is no column with the RTO code. Name it “rto_code”.');
  if (!positions.has('legalName')) problems.push('There is no column with the legal name. Name it “legal_name”.');
  return { positions, ignored, problems };
}
