// What an import of the register would do, row by row, before anything is written.
import { isAbn, isAcn } from '../businessNumbers.ts';
import { registerFields, type RegisterColumns, type RegisterField } from './registerColumns.ts';

export type RegisterRow = Readonly<Record<RegisterField, string | null>> & { readonly rtoCode: string; readonly legalName: string };

export interface RegisterRecord {
  /** Line of the file on which it begins, the heading being 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export type PlannedRow =
  | { readonly kind: 'new'; readonly line: number; readonly row: RegisterRow }
  | { readonly kind: 'changed'; readonly line: number; readonly row: RegisterRow; readonly changes: readonly FieldChange[] }
  | { readonly kind: 'unchanged'; readonly line: number; readonly rtoCode: string }
  | { readonly kind: 'rejected'; readonly line: number; readonly rtoCode: string | null; readonly name: string | null; readonly reasons: readonly string[] };

export interface FieldChange {
  readonly field: RegisterField;
  readonly from: string | null;
  readonly to: string | null;
}

const longestText = 300;

/**
 * Each record checked and compared with the entry that is there. A column that the file lacks leaves its field as it is; an
 * empty cell empties it. A code that stands twice: equal rows count once, different ones are all rejected.
 */
export function planRegisterImport(columns: RegisterColumns, records: readonly RegisterRecord[], existing: (rtoCode: string) => Readonly<Record<RegisterField, string | null>> | undefined): PlannedRow[] {
  const read = records.map((record) => readRecord(columns, record));
  const lines = linesByCode(read);
  return read.map((one): PlannedRow => {
    if (one.reasons.length > 0 || one.rtoCode === null) return rejected(one, one.reasons);
    const twins = lines.get(one.rtoCode) ?? [];
    const first = twins[0];
    if (first !== undefined && twins.some((twin) => twin.text !== first.text)) {
      return rejected(one, [`RTO code ${one.rtoCode} stands on lines ${twins.map(({ line }) => line).join(', ')} with different details.`]);
    }
    if (first !== undefined && first.line !== one.line) return rejected(one, [`The same as line ${first.line}.`]);
    return compared(one, existing(one.rtoCode));
  });
}

interface ReadRecord {
  readonly line: number;
  readonly rtoCode: string | null;
  readonly name: string | null;
  readonly values: ReadonlyMap<RegisterField, string | null>;
  readonly reasons: readonly string[];
  readonly text: string;
}

function readRecord({ positions }: RegisterColumns, { line, cells }: RegisterRecord): ReadRecord {
  const values = new Map<RegisterField, string | null>();
  const reasons: string[] = [];
  for (const [field, position] of positions) {
    const checked = checkedField(field, tidy(cells[position] ?? ''));
    values.set(field, checked.value);
    if (checked.reason !== null) reasons.push(checked.reason);
  }
  return { line, rtoCode: values.get('rtoCode') ?? null, name: values.get('legalName') ?? null, values, reasons, text: JSON.stringify([...values]) };
}

/** Blanks of every kind become one; what can't be seen is left out. */
const tidy = (text: string): string => text.replaceAll(/[\s\u00A0]+/g, ' ').replaceAll(/\p{Cc}|\p{Cf}/gu, '').trim();

function checkedField(field: RegisterField, text: string): { value: string | null; reason: string | null } {
  if (text.length > longestText) return { value: null, reason: `${fieldWords[field]} is longer than ${longestText} characters.` };
  if (field === 'rtoCode') return /^\d{5}$/.test(text) ? ok(text) : { value: null, reason: text === '' ? 'The RTO code is missing.' : `The RTO code “${text.slice(0, 20)}” is not five digits.` };
  if (field === 'legalName' && text === '') return { value: null, reason: 'The legal name is missing.' };
  if (text === '') return ok(null);
  if (field !== 'abn' && field !== 'acn') return ok(text);
  const digits = text.replaceAll(/[\s-]/g, '');
  const isRight = field === 'abn' ? isAbn(digits) : isAcn(digits);
  return isRight ? ok(digits) : { value: null, reason: `The ${field.toUpperCase()} “${text.slice(0, 20)}” is not valid: its check digits do not fit.` };
}

const ok = (value: string | null): { value: string | null; reason: null } => ({ value, reason: null });

export const fieldWords: Readonly<Record<RegisterField, string>> = {
  rtoCode: 'RTO code', legalName: 'Legal name', tradingName: 'Trading name', abn: 'ABN', acn: 'ACN', ceoGiven: 'CEO given name',
  ceoFamily: 'CEO family name', website: 'Website', entityType: 'Entity type', phone: 'Phone', address: 'Address',
};

function linesByCode(read: readonly ReadRecord[]): Map<string, ReadRecord[]> {
  const lines = new Map<string, ReadRecord[]>();
  for (const one of read) {
    if (one.rtoCode === null) continue;
    const twins = lines.get(one.rtoCode);
    if (twins === undefined) lines.set(one.rtoCode, [one]);
    else twins.push(one);
  }
  return lines;
}

const rejected = (one: ReadRecord, reasons: readonly string[]): PlannedRow => ({ kind: 'rejected', line: one.line, rtoCode: one.rtoCode, name: one.name, reasons });

function compared(one: ReadRecord, before: Readonly<Record<RegisterField, string | null>> | undefined): PlannedRow {
  const after = Object.fromEntries(registerFields.map((field) => [field, one.values.has(field) ? (one.values.get(field) ?? null) : (before?.[field] ?? null)])) as RegisterRow;
  if (before === undefined) return { kind: 'new', line: one.line, row: after };
  const changes = registerFields.flatMap((field) => (before[field] === after[field] ? [] : [{ field, from: before[field], to: after[field] }]));
  return changes.length === 0 ? { kind: 'unchanged', line: one.line, rtoCode: after.rtoCode } : { kind: 'changed', line: one.line, row: after, changes };
}
