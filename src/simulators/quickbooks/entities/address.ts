// Addresses as QuickBooks keeps them: with an id, a country code and (here never found) coordinates.
import type { Company } from '../company.ts';
import { textProperty } from '../json.ts';
import type { JsonObject } from '../json.ts';

const COUNTRY_CODES: ReadonlyMap<string, string> = new Map([
  ['australia', 'AUS'],
  ['au', 'AUS'],
  ['new zealand', 'NZL'],
  ['nz', 'NZL'],
  ['united states', 'USA'],
  ['usa', 'USA'],
  ['united kingdom', 'GBR'],
]);

/** The stored form of a given address: "Australia" reads back as "AUS"; `previous` keeps its id. */
export function storedAddress(
  company: Company,
  given: JsonObject | undefined,
  previous: JsonObject | undefined,
): JsonObject | undefined {
  if (given === undefined) return undefined;
  const country = textProperty(given, 'Country');
  const id = textProperty(given, 'Id') ?? textProperty(previous, 'Id') ?? company.store.nextId('Address');
  const code = country === undefined ? {} : { Country: COUNTRY_CODES.get(country.trim().toLowerCase()) ?? country };
  return { ...given, ...code, Id: id, Lat: 'INVALID', Long: 'INVALID' };
}
