// The register's import: a file uploaded in parts, planned against what is there, carried out in one act.
import { AppError } from '../../contract/errors.ts';
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import { canonicalJson } from '../../domain/push/requestId.ts';
import { fieldWords, planRegisterImport, type PlannedRow } from '../../domain/register/planRegisterImport.ts';
import { registerColumns, type RegisterColumns } from '../../domain/register/registerColumns.ts';
import { convertByEarlierPayment } from '../clients/convertClient.ts';
import type { EngineContext } from '../context.ts';
import type { CsvTable } from '../ports/csvReader.ts';

const mostBytes = 12_000_000;
const shownOfEachKind = 500;

interface Plan {
  readonly table: CsvTable;
  readonly columns: RegisterColumns;
  readonly rows: readonly PlannedRow[];
  readonly digest: string;
}

export interface RegisterImporter {
  upload(input: OperationParsedInput<'register.upload'>): OperationOutput<'register.upload'>;
  preview(input: OperationParsedInput<'register.previewImport'>): OperationOutput<'register.previewImport'>;
  carryOut(input: OperationParsedInput<'register.import'>): OperationOutput<'register.import'>;
}

/** The file is kept in memory between preview and import, one at a time; after a restart it is chosen again. */
export function makeRegisterImporter(context: EngineContext): RegisterImporter {
  let kept: { uploadId: string; parts: Uint8Array[] } | undefined;
  const bytesOf = (uploadId: string): Uint8Array => {
    if (kept?.uploadId !== uploadId) throw new AppError('NOT_FOUND', 'the file is no longer in memory; choose it again');
    const all = new Uint8Array(kept.parts.reduce((size, part) => size + part.length, 0));
    let at = 0;
    for (const part of kept.parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  };
  return {
    upload: ({ uploadId, part, base64 }) => {
      if (kept?.uploadId !== uploadId) kept = { uploadId, parts: [] };
      const bytes = decodeBase64(base64);
      // A part that is sent again replaces itself; one that is missing can't be made up for.
      if (part > kept.parts.length) throw new AppError('BAD_INPUT', 'a part of the file is missing; choose it again');
      kept.parts[part] = bytes;
      const receivedBytes = kept.parts.reduce((size, one) => size + one.length, 0);
      if (receivedBytes > mostBytes) {
        kept = undefined;
        throw new AppError('TOO_LARGE', `the file is larger than ${mostBytes / 1_000_000} MB`);
      }
      return { receivedBytes };
    },
    preview: ({ uploadId, fileName }) => preview(context, planOf(context, bytesOf(uploadId)), fileName),
    carryOut: (input) => carryOut(context, input, () => planOf(context, bytesOf(input.uploadId))),
  };
}

function decodeBase64(base64: string): Uint8Array {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) throw new AppError('BAD_INPUT', 'the part is not base64');
  return Uint8Array.from(atob(base64), (character) => character.codePointAt(0) ?? 0);
}

function planOf(context: EngineContext, bytes: Uint8Array): Plan {
  const { clients, registerImports } = context.store;
  const table = context.readCsv(bytes);
  const columns = registerColumns(table.headings);
  if (columns.problems.length > 0) throw new AppError('REGISTER_UNREADABLE', columns.problems.join(' '));
  const rows = planRegisterImport(columns, table.records, (rtoCode) => clients.registerEntry(rtoCode));
  const writes = rows.flatMap((row) => (row.kind === 'new' ? [{ ...row.row }] : row.kind === 'changed' ? [{ ...row.row, changes: row.changes.map((change) => ({ ...change })) }] : []));
  // The same rows after another import are another plan: a change back and forth is two changes.
  const digest = context.sha256Hex(canonicalJson({ after: registerImports.last()?.planDigest ?? '', writes }));
  return { table, columns, rows, digest };
}

const countsOf = (rows: readonly PlannedRow[]): OperationOutput<'register.import'>['counts'] => {
  const counts = { new: 0, changed: 0, unchanged: 0, rejected: 0 };
  for (const row of rows) counts[row.kind] += 1;
  return counts;
};

function preview(context: EngineContext, plan: Plan, fileName: string): OperationOutput<'register.previewImport'> {
  const counts = countsOf(plan.rows);
  const shown = (['rejected', 'changed', 'new'] as const).flatMap((kind) => plan.rows.filter((row) => row.kind === kind).slice(0, shownOfEachKind));
  return {
    fileName,
    encoding: plan.table.encoding,
    columns: [...plan.columns.positions].map(([field, position]) => ({ field: fieldWords[field], heading: (plan.table.headings[position] ?? '').slice(0, 60) })),
    ignoredHeadings: plan.columns.ignored.slice(0, 50),
    counts,
    rows: shown.flatMap((row) => (row.kind === 'unchanged' ? [] : [shownRow(context, row)])),
    areRowsLeftOut: shown.length < counts.new + counts.changed + counts.rejected,
    planDigest: plan.digest,
  };
}

function shownRow(context: EngineContext, row: Exclude<PlannedRow, { kind: 'unchanged' }>): OperationOutput<'register.previewImport'>['rows'][number] {
  const rtoCode = row.kind === 'rejected' ? row.rtoCode : row.row.rtoCode;
  return {
    line: row.line,
    kind: row.kind,
    rtoCode,
    name: row.kind === 'rejected' ? row.name : row.row.legalName,
    isClient: rtoCode !== null && context.store.clients.registerEntry(rtoCode)?.isClient === true,
    changes: row.kind === 'changed' ? row.changes.map(({ field, from, to }) => ({ field: fieldWords[field], from, to })) : [],
    reasons: row.kind === 'rejected' ? [...row.reasons] : [],
  };
}

/** Throws AppError STALE_VIEW where the register or the file is no longer what was previewed. */
function carryOut(context: EngineContext, { fileName, planDigest }: OperationParsedInput<'register.import'>, replan: () => Plan): OperationOutput<'register.import'> {
  const { store } = context;
  const before = store.registerImports.find(planDigest);
  if (before !== undefined) {
    return { counts: { new: before.newCount, changed: before.changedCount, unchanged: before.unchangedCount, rejected: before.rejectedCount }, wasDoneBefore: true };
  }
  const plan = replan();
  if (plan.digest !== planDigest) throw new AppError('STALE_VIEW');
  const counts = countsOf(plan.rows);
  store.transaction(() => {
    const written = plan.rows.flatMap((row) => (row.kind === 'new' || row.kind === 'changed' ? [row.row] : []));
    for (const row of written) store.orgs.upsertClient(row);
    // Who paid before its entry was known becomes a client now.
    for (const { rtoCode } of written) for (const orgId of store.clients.orgsWithCode(rtoCode)) convertByEarlierPayment(context, orgId);
    store.registerImports.append({ planDigest, fileName, newCount: counts.new, changedCount: counts.changed, unchangedCount: counts.unchanged, rejectedCount: counts.rejected });
    store.log.append({
      source: 'person',
      kind: 'register',
      result: counts.rejected > 0 ? 'warning' : 'ok',
      summary: `The register was imported: ${counts.new} new, ${counts.changed} changed, ${counts.unchanged} unchanged, ${counts.rejected} rejected`,
      detail: fileName,
    });
  });
  context.changed('billing', 'activity', 'invoices');
  return { counts, wasDoneBefore: false };
}
