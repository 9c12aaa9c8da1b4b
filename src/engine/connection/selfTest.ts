// The self-test of a sandbox company: pushes three amounts and a refund, reads them back, says which way kept the cents, and voids everything.
import { AppError, errorCatalogue } from '../../contract/errors.ts';
import type { SelfTestReport } from '../../contract/quickBooks.ts';
import { localDateOf } from '../../domain/calendar.ts';
import { gstRateOn, splitGstInclusive } from '../../domain/gst.ts';
import { buildInvoiceDocument, compareInvoice, readInvoiceBack, type InvoiceIntent } from '../../domain/push/invoiceDocument.ts';
import { buildPaymentDocument, readPaymentBack } from '../../domain/push/paymentDocument.ts';
import { isVoidedDocument, type PlannedDocument } from '../../domain/push/plannedDocument.ts';
import { planAdjustmentNote, planExpense, planLinkPayment, type RefundIntent } from '../../domain/push/refundDocuments.ts';
import { requestIdFor } from '../../domain/push/requestId.ts';
import { qboText, type QboJson } from '../../domain/push/qboJson.ts';
import type { AccountRefs } from '../../domain/push/refs.ts';
import type { EngineContext } from '../context.ts';
import { inAud } from '../push/amountText.ts';
import { resolveAccounts, resolveDocumentRefs } from '../push/accounts.ts';
import { createOnce } from '../push/createOnce.ts';
import { differencesText } from '../push/secondTaxWay.ts';

export const selfTestKey = 'quickbooks.selfTest';
/** The first loses a cent by QuickBooks' own rounding, the second does not, the third does. */
const totals = [4_900, 39_900, 59_900] as const;
const customerName = 'Tieout self-test';

type Finding = SelfTestReport['findings'][number];
const voidedInOrder = ['Payment', 'Purchase', 'CreditMemo', 'Invoice'] as const;
interface Made {
  readonly entity: (typeof voidedInOrder)[number];
  /** Null: its request was about to go out; whether it arrived is found by its number. */
  readonly id: string | null;
  readonly number?: string;
}
/** Notes a document before its request goes out; what it answers notes its id, or (null) that none was made. */
type Intend = (entity: Made['entity'], number: string) => (id: string | null) => void;
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
  const intend: Intend = (entity, number) => {
    const intended: Made = { entity, id: null, number };
    left.unshift(intended);
    keep(lastSelfTest(context));
    return (id) => {
      left.splice(left.indexOf(intended), 1, ...(id === null ? [] : [{ entity, id, number }]));
      keep(lastSelfTest(context));
    };
  };
  try {
    const customerId = await ensureTestCustomer(context, realmId);
    for (const totalCents of totals) findings.push(...(await tryAmount(context, { realmId, refs, customerId, totalCents, number: `TEST-${run}-${totalCents}` }, intend)));
    findings.push(await tryLink(context, { realmId, refs, customerId, totalCents: 39_900, number: `TEST-${run}-39900` }, intend));
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

async function tryAmount(context: EngineContext, trial: Trial, intend: Intend): Promise<Finding[]> {
  const { realmId, refs, customerId, totalCents, number } = trial;
  const { tokens, quickBooksApi: api } = context;
  const txnDate = localDateOf(context.now(), context.profile().timeZone);
  const { exGstCents, gstCents } = splitGstInclusive(totalCents, gstRateOn(txnDate));
  const intent: InvoiceIntent = { number, txnDate, dueDate: txnDate, customerId, lines: [{ description: 'Self-test, voided afterwards', exGstCents, gstCents }], exGstCents, gstCents, totalCents, refs, privateNote: 'Self-test of Tieout; voided afterwards.', taxWay: 'excluded_pinned' };
  const idOf = (step: string, body: QboJson): string => requestIdFor(context.sha256Hex, { realmId, number, step, body });
  const body = buildInvoiceDocument(intent);
  const requestId = idOf('self-test', body);
  const create = async (): Promise<string> => readInvoiceBack((await tokens.withAccess((access) => api.create(access, 'Invoice', body, requestId))).entity).id;
  const made = intend('Invoice', number);
  const id = await create();
  made(id);
  const madeAgain = intend('Invoice', number);
  const again = await create();
  const isReplayed = again === id;
  madeAgain(isReplayed ? null : again);
  const way = await cents(context, id, intent, idOf);
  const payment = buildPaymentDocument({ number, customerId, qbInvoiceId: id, amountCents: totalCents, txnDate, refs, note: intent.privateNote });
  const paid = intend('Payment', number);
  paid(readPaymentBack((await tokens.withAccess((access) => api.create(access, 'Payment', payment, idOf('self-test payment', payment)))).entity).id);
  const settled = readInvoiceBack((await tokens.withAccess((access) => api.get(access, 'Invoice', id))).entity);
  return [
    { name: `${inAud(totalCents)}: GST kept to the cent`, ...way },
    { name: `${inAud(totalCents)}: paid and linked`, ok: settled.balanceCents === 0, sentence: `Balance ${inAud(settled.balanceCents)} after the payment.` },
    { name: `${inAud(totalCents)}: a repeated request id`, ok: isReplayed, sentence: isReplayed ? 'The same request answered with the first document.' : 'The same request made a second document: only looking first protects.' },
  ];
}

/** The linked recipe of a refund: whether a payment of 0 may set an adjustment note against an expense. */
async function tryLink(context: EngineContext, { realmId, refs, customerId, totalCents, number: invoiceNumber }: Trial, intend: Intend): Promise<Finding> {
  const name = 'A payment of 0 that links a refund';
  const { documents } = await resolveDocumentRefs(context, []);
  const { receivable_account: receivable, out_of_scope_tax_code: outOfScope } = documents;
  if (receivable === undefined || outOfScope === undefined) return { name, ok: false, sentence: 'It could not be tried: the receivable account or the tax code of refunds is missing.' };
  const txnDate = localDateOf(context.now(), context.profile().timeZone);
  const { exGstCents, gstCents } = splitGstInclusive(totalCents, gstRateOn(txnDate));
  const number = `${invoiceNumber}-R`;
  const intent: RefundIntent = { number, invoiceNumber, txnDate, customer: { id: customerId, name: customerName }, description: 'Self-test, voided afterwards', exGstCents, gstCents, totalCents, refs, receivable, outOfScope, businessName: context.profile().businessName, stripeRefundId: null };
  const { tokens, quickBooksApi: api } = context;
  const create = async (plan: PlannedDocument, entity: Made['entity']): Promise<string> => {
    const made = intend(entity, number);
    const requestId = requestIdFor(context.sha256Hex, { realmId, number, step: `self-test ${plan.role}`, body: plan.body });
    const id = qboText((await tokens.withAccess((access) => api.create(access, entity, plan.body, requestId))).entity, 'Id') ?? '';
    made(id);
    return id;
  };
  const creditMemoId = await create(planAdjustmentNote(intent), 'CreditMemo');
  const expenseId = await create(planExpense(intent), 'Purchase');
  const link = planLinkPayment(intent, { creditMemoId, expenseId });
  try {
    const linkId = await create(link, 'Payment');
    const differences = link.compare((await tokens.withAccess((access) => api.get(access, 'Payment', linkId))).entity);
    if (differences.length > 0) return { name, ok: false, sentence: `It was taken, but not as meant: ${differencesText(differences)}.` };
    return { name, ok: true, sentence: 'It was taken, and sets the adjustment note against the expense.' };
  } catch (error) {
    // Refused is an answer, too; in doubt the test has failed.
    if (!(error instanceof AppError) || error.ambiguous || errorCatalogue[error.code].retry === 'auto') throw error;
    return { name, ok: false, sentence: `QuickBooks refused it: ${[error.toOperationError().message, error.detail].filter(Boolean).join(' ')} Choose the refund receipt under Settings.` };
  }
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

/** What was about to be made when a test was cut off, by its number. */
async function findUnnoted(context: EngineContext, left: Made[], keep: () => void): Promise<void> {
  for (const intended of left.filter(({ id }) => id === null)) {
    const { entity, number = '' } = intended;
    try {
      const { entities } = await context.tokens.withAccess((access) => context.quickBooksApi.findBy(access, entity, entity === 'Payment' ? 'PaymentRefNum' : 'DocNumber', [number]));
      const ids = entities.filter((found) => !isVoidedDocument(found)).map((found) => qboText(found, 'Id') ?? '');
      left.splice(left.indexOf(intended), 1, ...ids.filter((id) => !left.some((one) => one.entity === entity && one.id === id)).map((id) => ({ entity, id, number })));
      keep();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }
}

/** Payments before what they settle. What can not be voided now is tried again by the next test. */
async function voidAll(context: EngineContext, realmId: string, run: string, left: Made[], keep: () => void): Promise<Finding[]> {
  const findings: Finding[] = [];
  let isRenamed: boolean | undefined;
  await findUnnoted(context, left, keep);
  for (const one of left.toSorted((a, b) => voidedInOrder.indexOf(a.entity) - voidedInOrder.indexOf(b.entity))) {
    const { entity, id } = one;
    if (id === null) continue;
    try {
      const idOf = (body: QboJson): string => requestIdFor(context.sha256Hex, { realmId, number: `${entity} ${id}`, step: `self-test void ${run}`, body });
      const { quickBooksApi: api, tokens } = context;
      const tokenOf = async (): Promise<string> => qboText((await tokens.withAccess((access) => api.get(access, entity, id))).entity, 'SyncToken') ?? '';
      const syncToken = await tokenOf();
      const requestId = idOf({ void: id, syncToken });
      await tokens.withAccess((access) => (entity === 'Purchase' ? api.delete(access, entity, id, syncToken, requestId) : api.void(access, entity, id, syncToken, requestId)));
      left.splice(left.indexOf(one), 1);
      keep();
      if (entity !== 'Invoice' || isRenamed !== undefined) continue;
      const body: QboJson = { Id: id, SyncToken: await tokenOf(), sparse: true, DocNumber: `TEST-${run}-V${id}`.slice(0, 21) };
      const renamed = await tokens.withAccess((access) => api.sparseUpdate(access, 'Invoice', body, idOf(body)));
      isRenamed = readInvoiceBack(renamed.entity).docNumber === body['DocNumber'];
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      isRenamed ??= entity === 'Invoice' && !left.includes(one) ? false : undefined;
    }
  }
  if (isRenamed !== undefined) findings.push({ name: 'Rename of a voided number', ok: isRenamed, sentence: isRenamed ? 'The number of a voided invoice can be changed, so it is free again.' : 'The number of a voided invoice can not be changed: a second push needs another number.' });
  findings.push({ name: 'Everything voided', ok: left.length === 0, sentence: left.length === 0 ? 'Nothing of the test counts in the company any more.' : `${left.length} documents could not be voided; the next self-test tries again.` });
  return findings;
}
