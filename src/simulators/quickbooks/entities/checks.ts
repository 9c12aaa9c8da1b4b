// Checks that several entities share: references, lengths, dates, amounts, closed books.
import type { Company } from '../company.ts';
import type { StoredRecord } from '../companyStore.ts';
import { specOf } from '../entitySpecs.ts';
import type { EntityName } from '../entitySpecs.ts';
import {
  QuickBooksFault,
  booksClosed,
  businessValidation,
  invalidReference,
  objectNotFound,
  requiredParameter,
  tooLong,
  unsupportedProperty,
} from '../faults.ts';
import { isObject, property, textProperty } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { centsOfAmount } from '../money.ts';
import { isCalendarDate } from '../timestamps.ts';

/** How the write is made: by the API, or by a person in QuickBooks (who may pass a closed period with a password). */
export interface WriteContext {
  company: Company;
  /** The instant of the write; earlier than now when history is seeded. */
  atMs: number;
  isByPerson: boolean;
}

const REFERENCE_GROUPS: Readonly<Partial<Record<EntityName, string>>> = {
  Customer: 'Names',
  Vendor: 'Names',
  Employee: 'Names',
  Item: 'Items',
  Account: 'Accounts',
  TaxCode: 'TaxCodes',
  TaxRate: 'TaxRates',
  Term: 'Terms',
  PaymentMethod: 'PaymentMethods',
};

/** Longest accepted texts, by dotted path; the path's last part is named in the fault. */
const LENGTH_LIMITS: Readonly<Record<string, number>> = {
  DocNumber: 21,
  PaymentRefNum: 21,
  PrivateNote: 4000,
  DisplayName: 100,
  CompanyName: 100,
  GivenName: 100,
  MiddleName: 100,
  FamilyName: 100,
  PrintOnCheckName: 110,
  Title: 16,
  Suffix: 16,
  Name: 100,
  Notes: 4000,
  PrimaryTaxIdentifier: 20,
  AcctNum: 100,
  'PrimaryPhone.FreeFormNumber': 30,
  'Mobile.FreeFormNumber': 30,
  'PrimaryEmailAddr.Address': 100,
  'BillEmail.Address': 100,
  'WebAddr.URI': 1000,
  'CustomerMemo.value': 1000,
  'BillAddr.Line1': 500,
  'BillAddr.Line2': 500,
  'BillAddr.City': 255,
  'BillAddr.Country': 255,
  'BillAddr.CountrySubDivisionCode': 255,
  'BillAddr.PostalCode': 30,
};

export function assertLengths(input: JsonObject): void {
  for (const [path, limit] of Object.entries(LENGTH_LIMITS)) {
    let value: Json | undefined = input;
    for (const part of path.split('.')) value = property(value, part);
    if (typeof value === 'string' && value.length > limit) throw tooLong(path, limit, value.length);
  }
}

/** 2010 for a property that the entity does not have. */
export function assertKnownProperties(entity: EntityName, input: JsonObject): void {
  const known = specOf(entity).properties;
  const unknown = Object.keys(input).find((key) => !known.includes(key));
  if (unknown !== undefined) throw unsupportedProperty(entity, unknown, known);
}

/** 2010 for a property that a nested object does not have. */
export function assertKnown(className: string, input: JsonObject | undefined, known: readonly string[]): void {
  const unknown = Object.keys(input ?? {}).find((key) => !known.includes(key));
  if (unknown !== undefined) throw unsupportedProperty(className, unknown, known);
}

/** The record that a reference names: 2500 if it does not exist, 610 if it is inactive. */
export function referenced(
  company: Company,
  entity: EntityName,
  container: JsonObject,
  key: string,
): StoredRecord | undefined {
  const given = property(container, key);
  if (given === undefined) return undefined;
  const id = textProperty(given, 'value');
  if (!isObject(given) || id === undefined) throw requiredParameter(`${key}.value`);
  const record = company.store.get(entity, id);
  if (record === undefined) throw invalidReference(REFERENCE_GROUPS[entity] ?? entity, id, key);
  if (record.body['Active'] === false) throw objectNotFound();
  return record;
}

export function requiredReference(
  company: Company,
  entity: EntityName,
  container: JsonObject,
  key: string,
): StoredRecord {
  const record = referenced(company, entity, container, key);
  if (record === undefined) throw requiredParameter(key);
  return record;
}

/** `{value, name}` as QuickBooks shows a reference. */
export function referenceTo(record: StoredRecord): JsonObject {
  const name = textProperty(record.body, 'DisplayName') ?? textProperty(record.body, 'Name');
  return name === undefined ? { value: record.id } : { value: record.id, name };
}

/** A calendar date, or the fault of a date that cannot be read. */
export function dateProperty(input: JsonObject, key: string): string | undefined {
  const given = property(input, key);
  if (given === undefined) return undefined;
  const date = typeof given === 'string' ? given.slice(0, 10) : '';
  if (isCalendarDate(date)) return date;
  throw new QuickBooksFault({
    code: '2010',
    message: 'Request has invalid or unsupported property',
    detail: `Property Name:Can not construct instance of java.util.Date from String value '${String(given)}' specified is unsupported or invalid`,
    element: key,
  });
}

/** Cents of a given amount, or the fault of one that cannot be taken. */
export function requiredCents(input: JsonObject, key: string): number {
  const given = property(input, key);
  if (given === undefined) throw requiredParameter(key);
  const cents = centsOfAmount(given);
  if (typeof cents === 'number') return cents;
  if (cents === 'tooPrecise') throw businessValidation('Amount has more precision than the currency allows.');
  throw businessValidation('You must set a transaction amount.');
}

/** 6210 for a date within the closed books. */
export function assertOpenPeriod(context: WriteContext, ...dates: (string | undefined)[]): void {
  const closed = context.company.settings.bookCloseDate;
  if (closed === undefined || context.isByPerson) return;
  if (dates.some((date) => date !== undefined && date <= closed)) throw booksClosed();
}

export function currencyReference(company: Company): JsonObject {
  const names: Readonly<Record<string, string>> = {
    AUD: 'Australian Dollar',
    NZD: 'New Zealand Dollar',
    USD: 'United States Dollar',
  };
  const code = company.settings.currency;
  return { value: code, name: names[code] ?? code };
}
