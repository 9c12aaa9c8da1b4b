// Customers, vendors and employees: one name space, masked tax identifiers, defaults.
import type { StoredRecord } from '../companyStore.ts';
import type { EntityName } from '../entitySpecs.ts';
import { badCharacters, duplicateName, invalidEmail, requiredParameter } from '../faults.ts';
import { objectProperty, present, property, textProperty } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { contentOf } from '../records.ts';
import { storedAddress } from './address.ts';
import { assertLengths, currencyReference, referenceTo, referenced } from './checks.ts';
import type { WriteContext } from './checks.ts';

export type NameEntity = 'Customer' | 'Vendor' | 'Employee';
const NAME_ENTITIES: readonly NameEntity[] = ['Customer', 'Vendor', 'Employee'];

export interface NameContent {
  content: JsonObject;
  hidden: StoredRecord['hidden'];
}

/** All but the last four characters hidden, as the API shows a tax identifier. */
export function maskedIdentifier(identifier: string): string {
  return identifier.length <= 4
    ? 'X'.repeat(identifier.length)
    : 'X'.repeat(identifier.length - 4) + identifier.slice(-4);
}

function displayNameOf(input: JsonObject): string {
  const given = textProperty(input, 'DisplayName')?.trim();
  if (given !== undefined && given !== '') return given;
  const parts = ['Title', 'GivenName', 'MiddleName', 'FamilyName', 'Suffix']
    .map((key) => textProperty(input, key)?.trim() ?? '')
    .filter((part) => part !== '');
  if (parts.length === 0) throw requiredParameter('DisplayName');
  return parts.join(' ');
}

/** 6240: a name is taken if any customer, vendor or employee has it, whatever its case, active or not. */
function assertNameIsFree(context: WriteContext, entity: EntityName, name: string, ownId: string | undefined): void {
  for (const other of NAME_ENTITIES) {
    const holders = context.company.store.find(other, 'DisplayName', name);
    if (holders.some((holder) => other !== entity || holder.id !== ownId)) throw duplicateName();
  }
}

function assertEmail(input: JsonObject): void {
  const address = textProperty(property(input, 'PrimaryEmailAddr'), 'Address');
  if (address === undefined || address === '') return;
  const isPlausible = address.split(',').every((part) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(part.trim()));
  if (!isPlausible) throw invalidEmail();
}

function references(context: WriteContext, entity: NameEntity, input: JsonObject): Record<string, Json | undefined> {
  const { company } = context;
  const term = referenced(company, 'Term', input, entity === 'Vendor' ? 'TermRef' : 'SalesTermRef');
  const method = referenced(company, 'PaymentMethod', input, 'PaymentMethodRef');
  const taxCode = referenced(company, 'TaxCode', input, 'DefaultTaxCodeRef');
  return {
    [entity === 'Vendor' ? 'TermRef' : 'SalesTermRef']: term && referenceTo(term),
    PaymentMethodRef: method && referenceTo(method),
    DefaultTaxCodeRef: taxCode && { value: taxCode.id },
  };
}

function defaults(entity: NameEntity): JsonObject {
  if (entity === 'Vendor') return { Balance: 0, Vendor1099: false };
  if (entity === 'Employee') return { BillableTime: false };
  return {
    Taxable: false,
    Job: false,
    BillWithParent: false,
    Balance: 0,
    BalanceWithJobs: 0,
    PreferredDeliveryMethod: 'Print',
    IsProject: false,
    ClientEntityId: '0',
  };
}

/** The stored content of a name, from the input of a create or of a (merged) update. */
export function nameContent(
  context: WriteContext,
  entity: NameEntity,
  input: JsonObject,
  before: StoredRecord | undefined,
): NameContent {
  assertLengths(input);
  assertEmail(input);
  const { company } = context;
  const isActive = property(input, 'Active') !== false;
  const wanted = displayNameOf(input);
  if (/[:\t\n\r]/.test(wanted)) throw badCharacters('DisplayName');
  const isBecomingInactive = !isActive && before?.body['Active'] !== false;
  const displayName = isBecomingInactive && company.settings.renamesInactiveNames ? `${wanted} (deleted)` : wanted;
  assertNameIsFree(context, entity, displayName, before?.id);
  const identifier = textProperty(input, 'PrimaryTaxIdentifier');
  const { BusinessNumber: _notStored, ...rest } = contentOf(input);
  const kept = before?.body;
  const content = present({
    ...defaults(entity),
    ...rest,
    // Balances are QuickBooks' own figures: never taken from the input.
    Balance: kept?.['Balance'] ?? 0,
    ...(entity === 'Customer' ? { BalanceWithJobs: kept?.['BalanceWithJobs'] ?? 0 } : {}),
    CurrencyRef: currencyReference(company),
    FullyQualifiedName: displayName,
    DisplayName: displayName,
    PrintOnCheckName: textProperty(input, 'PrintOnCheckName') ?? displayName,
    Active: isActive,
    PrimaryTaxIdentifier: identifier === undefined ? undefined : maskedIdentifier(identifier),
    BillAddr: storedAddress(company, objectProperty(input, 'BillAddr'), objectProperty(kept, 'BillAddr')),
    ShipAddr: storedAddress(company, objectProperty(input, 'ShipAddr'), objectProperty(kept, 'ShipAddr')),
    ...references(context, entity, input),
  });
  if (entity === 'Employee') delete content['Balance'];
  return { content, hidden: identifier === undefined ? {} : { taxIdentifier: identifier } };
}
