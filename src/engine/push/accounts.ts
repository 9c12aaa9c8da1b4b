// Step 2: the QuickBooks ids that every document refers to; looked up once per company and cached.
import { AppError, type ErrorCode } from '../../contract/errors.ts';
import type { AccountRefs } from '../../domain/push/refs.ts';
import { checkDocumentSetup, documentRefKinds, type DocumentRefKind, type DocumentRefs } from '../../domain/push/documentRefs.ts';
import { checkSetup, type SetupResult } from '../../domain/push/setup.ts';
import type { EngineContext } from '../context.ts';
import type { CachedEntity } from '../ports/records.ts';
import type { QboAccess, QboEntityName, QboJson } from '../ports/quickBooksGateway.ts';

/** What is cached, under which kind; the labels are what Settings shows. */
export const cacheKinds = [
  { kind: 'tax_code', id: 'taxCodeId', name: 'taxCodeName' },
  { kind: 'tax_rate', id: 'taxRateId', name: 'taxCodeName' },
  { kind: 'item', id: 'itemId', name: 'itemName' },
  { kind: 'payment_method', id: 'paymentMethodId', name: null },
  { kind: 'term', id: 'termId', name: null },
  { kind: 'income_account', id: 'incomeAccountId', name: null },
  { kind: 'deposit_account', id: 'depositAccountId', name: 'depositAccountName' },
] as const;

/** From the cache, else by looking everything up. Throws the first reason why nothing can be pushed. */
export async function resolveAccounts(context: EngineContext, signal?: AbortSignal): Promise<AccountRefs> {
  const realmId = context.store.connection.get()?.realmId;
  const cached = realmId === undefined ? undefined : refsFromCache(context.store.connection.cached(realmId));
  return cached ?? lookUpAccounts(context, signal);
}

/** The refs as far as they are known without asking QuickBooks. */
export function refsFromCache(rows: readonly CachedEntity[]): AccountRefs | undefined {
  const byKind = new Map(rows.map((row) => [row.kind, row]));
  const [taxCode, taxRate, item, method, term, income, deposit] = cacheKinds.map(({ kind }) => byKind.get(kind));
  if (!taxCode || !taxRate || !item || !method || !term || !income || !deposit) return undefined;
  return {
    taxCodeId: taxCode.qbId,
    taxCodeName: taxCode.name,
    taxRateId: taxRate.qbId,
    taxRatePercent: 10,
    itemId: item.qbId,
    itemName: item.name,
    paymentMethodId: method.qbId,
    termId: term.qbId,
    incomeAccountId: income.qbId,
    depositAccountId: deposit.qbId,
    depositAccountName: deposit.name,
  };
}

/**
 * The ids that only refunds, fees and payouts refer to: from the cache, else by looking everything up once. Throws
 * QB_ACCOUNT_MISSING with the findings of what is still missing.
 */
export async function resolveDocumentRefs(context: EngineContext, needed: readonly DocumentRefKind[], signal?: AbortSignal): Promise<{ accounts: AccountRefs; documents: DocumentRefs }> {
  const realmId = (): string => context.store.connection.get()?.realmId ?? '';
  const isKnown = (refs: DocumentRefs): boolean => needed.every((kind) => refs[kind] !== undefined);
  const accounts = await resolveAccounts(context, signal);
  const cached = documentRefsFromCache(context.store.connection.cached(realmId()));
  if (isKnown(cached)) return { accounts, documents: cached };
  const lookedUp = await lookUpAccounts(context, signal);
  const documents = documentRefsFromCache(context.store.connection.cached(realmId()));
  if (isKnown(documents)) return { accounts: lookedUp, documents };
  const missing = context.store.connection.get()?.setupFindings.filter((finding) => !finding.ok && finding.code === 'QB_ACCOUNT_MISSING') ?? [];
  throw new AppError('QB_ACCOUNT_MISSING', missing.map((finding) => finding.sentence).join(' '));
}

export function documentRefsFromCache(rows: readonly CachedEntity[]): DocumentRefs {
  const known = rows.filter((row) => documentRefKinds.some((kind) => kind === row.kind));
  return Object.fromEntries(known.map((row) => [row.kind, { id: row.qbId, name: row.name }]));
}

/** Asks QuickBooks for everything, stores the findings and fills the cache. Creates nothing: what is missing is offered to a person. */
export async function lookUpAccounts(context: EngineContext, signal?: AbortSignal): Promise<AccountRefs> {
  const { result, documentRefs, access } = await readSetup(context, signal);
  const blocking = result.findings.find((finding) => !finding.ok && finding.severity === 'error');
  if (blocking !== undefined) throw new AppError((blocking.code ?? 'QB_ACCOUNT_MISSING') satisfies ErrorCode, blocking.sentence);
  const { refs } = result;
  const isWhole = cacheKinds.every(({ id }) => refs[id] !== undefined);
  if (!isWhole) throw new AppError('QB_ACCOUNT_MISSING', 'an account, item, term or payment method could not be found');
  const whole = refs as AccountRefs;
  const { quickBooksPaymentMethodName, quickBooksTermName } = context.profile();
  const plainNames: Readonly<Record<string, string>> = { payment_method: quickBooksPaymentMethodName, term: quickBooksTermName, income_account: 'Income account' };
  context.store.transaction(() => {
    for (const { kind, id, name } of cacheKinds) {
      context.store.connection.cache(access.realmId, { kind, qbId: String(whole[id]), name: name === null ? (plainNames[kind] ?? kind) : String(whole[name]), detail: kind === 'tax_rate' ? '10 %' : null });
    }
    for (const kind of documentRefKinds) {
      const ref = documentRefs[kind];
      if (ref === undefined) context.store.connection.forget(access.realmId, kind);
      else context.store.connection.cache(access.realmId, { kind, qbId: ref.id, name: ref.name, detail: null });
    }
  });
  return whole;
}

/** The setup check (country, GST, numbering, accounts …); its findings are stored for the connection panel. */
export async function readSetup(context: EngineContext, signal?: AbortSignal): Promise<{ result: SetupResult; documentRefs: DocumentRefs; access: QboAccess }> {
  const all = (entity: QboEntityName): Promise<readonly QboJson[]> =>
    context.tokens.withAccess(async (access) => (await context.quickBooksApi.query(access, entity, '', { startPosition: 1, maxResults: 1000 }, signal)).entities);
  const [company, preferences, taxCodes, taxRates, items, accounts, terms, paymentMethods] = [
    await all('CompanyInfo'), await all('Preferences'), await all('TaxCode'), await all('TaxRate'),
    await all('Item'), await all('Account'), await all('Term'), await all('PaymentMethod'),
  ];
  const names = context.profile();
  const vendors = await context.tokens.withAccess(async (access) => (await context.quickBooksApi.findBy(access, 'Vendor', 'DisplayName', [names.quickBooksFeeVendorName], signal)).entities);
  const checked = checkSetup({
    companyInfo: company[0] ?? null,
    preferences: preferences[0] ?? null,
    taxCodes, taxRates, items, accounts, terms, paymentMethods,
    names,
  });
  const documents = checkDocumentSetup({ accounts, taxCodes, taxRates, vendors, names });
  const result = { ...checked, findings: [...checked.findings, ...documents.findings] };
  context.store.connection.saveSetup(result.findings);
  context.changed('quickbooks');
  return { result, documentRefs: documents.refs, access: await context.tokens.access() };
}

/** After QuickBooks said that a reference is gone: everything is looked up anew, once. */
export function forgetAccounts(context: EngineContext): void {
  const realmId = context.store.connection.get()?.realmId;
  if (realmId === undefined) return;
  context.store.connection.forget(realmId);
  context.store.customerChecks.forgetAll(realmId);
}
