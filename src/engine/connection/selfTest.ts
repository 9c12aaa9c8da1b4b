// The self-test of a sandbox company: pushes three amounts, reads them back, says which way kept the cents, and voids everything.
import { AppError } from '../../contract/errors.ts';
import type { SelfTestReport } from '../../contract/quickBooks.ts';
import { localDateOf } from '../../domain/calendar.ts';
import { gstRateOn, splitGstInclusive } from '../../domain/gst.ts';
import { buildInvoiceDocument, compareInvoice, readInvoiceBack, type InvoiceIntent } from '../../domain/push/invoiceDocument.ts';
import { buildPaymentDocument, readPaymentBack } from '../../domain/push/paymentDocument.ts';
import { requestIdFor } from '../../domain/push/requestId.ts';
import { qboText, type QboJson } from '../../domain/push/qboJson.ts';
import type { AccountRefs } from '../../domain/push/refs.ts';
import type { EngineContext } from '../context.ts';
import { inAud } from '../push/amountText.ts';
import { resolveAccounts } from '../push/accounts.ts';
import { createOnce } from '../push/createOnce.ts';
import { differencesText } from '../push/secondTaxWay.ts';

export const selfTestKey = 'quickbooks.selfTest';
/** The first loses a cent by QuickBooks' own rounding, the second does not, the third does. */
const totals = [4_900, 39_900, 59_900] as const;
const customerName = 'Tieout self-test';

type Finding = SelfTestReport['findings'][number];
interface Made {
  readonly entity: 'Invoice' | 'Payment';
  readonly id: string;
}
interface Stored {
  readonly report: SelfTestReport | null;
  /** Not yet voided: what a test that was cut off left behind. */
  readonly left: readonly Made[];
}

export const lastSelfTest = (context: EngineContext): SelfTestReport | null => (context.store.state.sync(selfTestKey) as Stored | null | undefined)?.report ?? null;

/** Throws NOT_ALLOWED_NOW in a production company, before anything is asked of it. */
export async function runSelfTest(context: EngineContext): Promise<SelfTestReport> {
  const connection = context.store.connection.get();
  if (context.config.quickBooksEnvironment === 'production' || connection?.environment === 'production') throw new AppError('NOT_ALLOWED_NOW', 'the self-test writes documents, so it never runs in a production company');
  const { realmId } = await context.tokens.access();
  const refs = await resolveAccounts(context);
  const startedAt = context.now();
  const run = context.random.token().replaceAll(/\W/g, '').slice(0, 6);
  const left: Made[] = [...((context.store.state.sync(selfTestKey) as Stored | null | undefined)?.left ?? [])];
  const keep = (report: SelfTestReport | null): void => context.store.state.saveSync(selfTestKey, { report, left } satisfies Stored);
  const findings: Finding[] = [];
  let failure: string | null = null;
  context.store.log.append({ source: 'person', kind: 'self-test', result: 'info', summary: 'The self-test of the sandbox company was started' });
  const made = (entity: Made['entity'], id: string): void => {
    left.unshift({ entity, id });
    keep(lastSelfTest(context));
  };
  try {
    const customerId = await ensureTestCustomer(context, realmId);
    for (const totalCents of totals) findings.push(...(await tryAmount(context, { realmId, refs, customerId, totalCents, number: `TEST-${run}-${totalCents}` }, made)));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    failure = [error.toOperationError().message, error.detail].filter(Boolean).join(' ');
  }
  findings.push(...(await voidAll(context, realmId, run, left, () => keep(lastSelfTest(context)))));
  const report: SelfTestReport = { startedAt, endedAt: context.now(), companyName: connection?.companyName ?? '', environment: context.config.quickBooksEnvironment, findings, failure, leftBehind: left.length };
  keep(report);
  context.store.log.append({ source: 'quickbooks', kind: 'self-test', result: failure === null ? 'ok' : 'failed', summary: failure === null ? 'The self-test of the sandbox company has ended' : 'The self-test of the sandbox company stopped', detail: failure });
  context.changed('quickbooks', 'activity');
  return report;
}

async function ensureTestCustomer(context: EngineContext, realmId: string): Promise<string> {
  const body = { DisplayName: customerName };
  const requestId = requestIdFor(context.sha256Hex, { realmId, number: customerName, step: 'self-test', body });
  const { answer } = await context.tokens.withAccess((access) =>
    createOnce(
      async () => {
        const { entities, ...rest } = await context.quickBooksApi.findBy(access, 'Customer', 'DisplayName', [customerName]);
        return entities[0] === undefined ? undefined : { entity: entities[0], ...rest };
      },
      () => context.quickBooksApi.create(access, 'Customer', body, requestId),
    ),
  );
  return qboText(answer.entity, 'Id') ?? '';
}

interface Trial {
  readonly realmId: string;
  readonly refs: AccountRefs;
  readonly customerId: string;
  readonly totalCents: number;
  readonly number: string;
}

async function tryAmount(context: EngineContext, trial: Trial, made: (entity: Made['entity'], id: string) => void): Promise<Finding[]> {
  const { realmId, refs, customerId, totalCents, number } = trial;
  const { tokens, quickBooksApi: api } = context;
  const txnDate = localDateOf(context.now(), context.profile().timeZone);
  const { exGstCents, gstCents } = splitGstInclusive(totalCents, gstRateOn(txnDate));
  const intent: InvoiceIntent = { number, txnDate, dueDate: txnDate, customerId, lines: [{ description: 'Self-test, voided afterwards', exGstCents, gstCents }], exGstCents, gstCents, totalCents, refs, privateNote: 'Self-test of Tieout; voided afterwards.', taxWay: 'excluded_pinned' };
  const idOf = (step: string, body: QboJson): string => requestIdFor(context.sha256Hex, { realmId, number, step, body });
  const body = buildInvoiceDocument(intent);
  const requestId = idOf('self-test', body);
  const first = await tokens.withAccess((access) => api.create(access, 'Invoice', body, requestId));
  const id = readInvoiceBack(first.entity).id;
  made('Invoice', id);
  const again = await tokens.withAccess((access) => api.create(access, 'Invoice', body, requestId));
  const isReplayed = readInvoiceBack(again.entity).id === id;
  if (!isReplayed) made('Invoice', readInvoiceBack(again.entity).id);
  const way = await cents(context, id, intent, idOf);
  const payment = buildPaymentDocument({ number, customerId, qbInvoiceId: id, amountCents: totalCents, txnDate, refs, note: intent.privateNote });
  const paid = await tokens.withAccess((access) => api.create(access, 'Payment', payment, idOf('self-test payment', payment)));
  made('Payment', readPaymentBack(paid.entity).id);
  const settled = readInvoiceBack((await tokens.withAccess((access) => api.get(access, 'Invoice', id))).entity);
  return [
    { name: `${inAud(totalCents)}: GST kept to the cent`, ...way },
    { name: `${inAud(totalCents)}: paid and linked`, ok: settled.balanceCents === 0, sentence: `Balance ${inAud(settled.balanceCents)} after the payment.` },
    { name: `${inAud(totalCents)}: a repeated request id`, ok: isReplayed, sentence: isReplayed ? 'The same request answered with the first document.' : 'The same request made a second document: only looking first protects.' },
  ];
}

/** Which way of stating the tax QuickBooks keeps: pinned, else net with the gross beside it. */
async function cents(context: EngineContext, id: string, intent: InvoiceIntent, idOf: (step: string, body: QboJson) => string): Promise<Omit<Finding, 'name'>> {
  const read = async (): Promise<QboJson> => (await context.tokens.withAccess((access) => context.quickBooksApi.get(access, 'Invoice', id))).entity;
  const held = await read();
  const differences = compareInvoice(held, intent);
  if (differences.length === 0) return { ok: true, sentence: 'The first way kept it: amounts without GST, the tax pinned.' };
  const second: InvoiceIntent = { ...intent, taxWay: 'inclusive_net' };
  const body: QboJson = { ...buildInvoiceDocument(second), Id: id, SyncToken: readInvoiceBack(held).syncToken, sparse: true };
  await context.tokens.withAccess((access) => context.quickBooksApi.sparseUpdate(access, 'Invoice', body, idOf('self-test second way', body)));
  const left = compareInvoice(await read(), second);
  if (left.length === 0) return { ok: true, sentence: `The second way kept it; the first did not (${differencesText(differences)}).` };
  return { ok: false, sentence: `Neither way kept it: ${differencesText(left)}.` };
}

/** Payments before invoices. What can not be voided now is tried again by the next test. */
async function voidAll(context: EngineContext, realmId: string, run: string, left: Made[], keep: () => void): Promise<Finding[]> {
  const findings: Finding[] = [];
  let isRenamed: boolean | undefined;
  for (const one of left.toSorted((a, b) => b.entity.localeCompare(a.entity))) {
    try {
      const idOf = (body: QboJson): string => requestIdFor(context.sha256Hex, { realmId, number: `${one.entity} ${one.id}`, step: `self-test void ${run}`, body });
      const { quickBooksApi: api, tokens } = context;
      const tokenOf = async (): Promise<string> => qboText((await tokens.withAccess((access) => api.get(access, one.entity, one.id))).entity, 'SyncToken') ?? '';
      const syncToken = await tokenOf();
      await tokens.withAccess((access) => api.void(access, one.entity, one.id, syncToken, idOf({ void: one.id, syncToken })));
      left.splice(left.indexOf(one), 1);
      keep();
      if (one.entity !== 'Invoice' || isRenamed !== undefined) continue;
      const body: QboJson = { Id: one.id, SyncToken: await tokenOf(), sparse: true, DocNumber: `TEST-${run}-V${one.id}`.slice(0, 21) };
      const renamed = await tokens.withAccess((access) => api.sparseUpdate(access, 'Invoice', body, idOf(body)));
      isRenamed = readInvoiceBack(renamed.entity).docNumber === body['DocNumber'];
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      isRenamed ??= one.entity === 'Invoice' && !left.includes(one) ? false : undefined;
    }
  }
  if (isRenamed !== undefined) findings.push({ name: 'Rename of a voided number', ok: isRenamed, sentence: isRenamed ? 'The number of a voided invoice can be changed, so it is free again.' : 'The number of a voided invoice can not be changed: a second push needs another number.' });
  findings.push({ name: 'Everything voided', ok: left.length === 0, sentence: left.length === 0 ? 'Nothing of the test counts in the company any more.' : `${left.length} documents could not be voided; the next self-test tries again.` });
  return findings;
}
