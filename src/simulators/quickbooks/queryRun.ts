// Running a parsed query over one company file.
import type { Company } from './company.ts';
import { valueAt } from './companyStore.ts';
import type { StoredRecord } from './companyStore.ts';
import { specOfPath } from './entitySpecs.ts';
import type { EntitySpec } from './entitySpecs.ts';
import { queryInvalid } from './faults.ts';
import { isObject } from './json.ts';
import type { JsonObject } from './json.ts';
import { parseQuery } from './queryParser.ts';
import type { Condition, ParsedQuery } from './queryParser.ts';
import { singletonBody } from './singletons.ts';

type Comparable = string | number | boolean | undefined;

/** The comparable form of a stored value: references by id, addresses and phones by their text. */
function comparable(record: StoredRecord, field: string): Comparable {
  if (field === 'MetaData.CreateTime') return record.createdMs;
  if (field === 'MetaData.LastUpdatedTime') return record.updatedMs;
  const value = valueAt(record.body, field);
  if (isObject(value)) {
    const inner = value['value'] ?? value['Address'] ?? value['FreeFormNumber'];
    return typeof inner === 'string' ? inner : undefined;
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}

/** Whole seconds: MetaData has no finer times. */
function seconds(instantMs: number): number {
  return instantMs - (instantMs % 1000);
}

function isTime(field: string): boolean {
  return field.startsWith('MetaData.');
}

function operand(condition: Condition, raw: string, sample: Comparable): Comparable {
  if (isTime(condition.field)) {
    const instantMs = Date.parse(raw);
    if (Number.isNaN(instantMs)) throw queryInvalid(`value ${raw} of ${condition.field} is not a date`);
    return seconds(instantMs);
  }
  if (typeof sample === 'boolean') return raw.toLowerCase() === 'true';
  if (typeof sample === 'number') return Number(raw);
  if (condition.field === 'Id') return Number(raw);
  return raw;
}

function likePattern(raw: string, ignoresCase: boolean): RegExp {
  const escaped = raw.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('%', '[^]*');
  return new RegExp(`^${escaped}$`, ignoresCase ? 'iu' : 'u');
}

function isMatch(condition: Condition, actual: Comparable, wanted: Comparable): boolean {
  if (actual === undefined || wanted === undefined) return false;
  if (condition.operator === '=' || condition.operator === 'in') return actual === wanted;
  if (condition.operator === '<') return actual < wanted;
  if (condition.operator === '>') return actual > wanted;
  if (condition.operator === '<=') return actual <= wanted;
  return condition.operator === '>=' && actual >= wanted;
}

/** The test of one condition over records. */
function predicate(condition: Condition, ignoresCase: boolean): (record: StoredRecord) => boolean {
  const fold = (value: Comparable): Comparable =>
    ignoresCase && typeof value === 'string' ? value.toLowerCase() : value;
  const read = (record: StoredRecord): Comparable => {
    const value = comparable(record, condition.field);
    if (isTime(condition.field) && typeof value === 'number') return seconds(value);
    return condition.field === 'Id' ? Number(value) : fold(value);
  };
  if (condition.operator === 'like') {
    const pattern = likePattern(condition.values[0] ?? '', ignoresCase);
    return (record) => pattern.test(String(comparable(record, condition.field) ?? ''));
  }
  return (record) => {
    const actual = read(record);
    return condition.values.some((raw) => isMatch(condition, actual, fold(operand(condition, raw, actual))));
  };
}

function order(records: StoredRecord[], spec: EntitySpec, query: ParsedQuery): StoredRecord[] {
  const isDefaultDescending = spec.defaultOrder.startsWith('-');
  const byDefault = { field: spec.defaultOrder.replace('-', ''), isDescending: isDefaultDescending };
  const keys = query.orderBy.length > 0 ? query.orderBy : [byDefault];
  const keyOf = (record: StoredRecord, field: string): Comparable =>
    field === 'Id' ? Number(record.id) : comparable(record, field);
  return records.sort((left, right) => {
    for (const { field, isDescending } of keys) {
      const first = keyOf(left, field) ?? '';
      const second = keyOf(right, field) ?? '';
      if (first === second) continue;
      const isBefore = first < second;
      return isBefore === isDescending ? 1 : -1;
    }
    return Number(left.id) - Number(right.id);
  });
}

/** Starts from an index where one condition is an equality on an indexed property, else from all records. */
function candidates(company: Company, spec: EntitySpec, conditions: readonly Condition[]): StoredRecord[] {
  const { store } = company;
  const exact = conditions.filter(({ operator }) => operator === '=' || operator === 'in');
  const byId = exact.find(({ field }) => field === 'Id');
  if (byId !== undefined) {
    const ids = new Set(byId.values);
    return [...ids].map((id) => store.get(spec.name, id)).filter((record) => record !== undefined);
  }
  const indexed = exact.find(({ field }) => store.hasIndex(field));
  if (indexed === undefined) return store.list(spec.name);
  const found = indexed.values.flatMap((value) => store.find(spec.name, indexed.field, value));
  return [...new Set(found)];
}

function assertFields(spec: EntitySpec, query: ParsedQuery): void {
  for (const { field } of [...query.conditions, ...query.orderBy]) {
    if (spec.filterable.has(field)) continue;
    const isKnown = spec.properties.includes(field.split('.')[0] ?? '');
    const complaint = isKnown
      ? `property '${field}' is not queryable`
      : `Property ${field} not found for Entity ${spec.name}`;
    throw queryInvalid(complaint);
  }
  for (const column of Array.isArray(query.columns) ? query.columns : []) {
    if (!spec.properties.includes(column.split('.')[0] ?? '')) {
      throw queryInvalid(`Property ${column} not found for Entity ${spec.name}`);
    }
  }
}

function project(body: JsonObject, columns: ParsedQuery['columns']): JsonObject {
  if (!Array.isArray(columns)) return body;
  const picked: JsonObject = { domain: 'QBO', sparse: true };
  for (const column of ['Id', ...columns]) {
    const top = column.split('.')[0] ?? column;
    if (body[top] !== undefined) picked[top] = body[top];
  }
  return picked;
}

/** The `QueryResponse` of a query; an answer without rows is an empty object. */
export function runQuery(company: Company, text: string): JsonObject {
  const query = parseQuery(text);
  // Whatever the case: a published client writes entities in lower case.
  const spec = specOfPath(query.entity);
  if (spec === undefined) throw queryInvalid(`invalid context declaration: ${query.entity}`);
  assertFields(spec, query);
  if (spec.name === 'CompanyInfo' || spec.name === 'Preferences') {
    const body = singletonBody(company, spec.name);
    return query.columns === 'count' ? { totalCount: 1 } : { [spec.name]: [body], maxResults: 1 };
  }
  const saysActive = query.conditions.some(({ field }) => field === 'Active');
  const tests = query.conditions.map((condition) => predicate(condition, company.settings.queryIgnoresCase));
  const found = candidates(company, spec, query.conditions).filter(
    (record) => (saysActive || record.body['Active'] !== false) && tests.every((test) => test(record)),
  );
  if (query.columns === 'count') return { totalCount: found.length };
  const first = query.startPosition - 1;
  const rows = order(found, spec, query).slice(first, first + query.maxResults);
  if (rows.length === 0) return {};
  return {
    [spec.name]: rows.map((record) => project(record.body, query.columns)),
    startPosition: query.startPosition,
    maxResults: rows.length,
  };
}
