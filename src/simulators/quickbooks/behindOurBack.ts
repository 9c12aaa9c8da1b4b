// What people and Intuit do in QuickBooks without the program: edits, voids, merges, closing dates, token trouble.
import type { Company, CompanySettings } from './company.ts';
import type { StoredRecord } from './companyStore.ts';
import { addTaxCodes } from './companyFile.ts';
import { specNamed } from './entitySpecs.ts';
import type { EntityName } from './entitySpecs.ts';
import type { GrantStore } from './grants.ts';
import { textProperty } from './json.ts';
import type { JsonObject } from './json.ts';
import { amountOfCents, ownCents } from './money.ts';
import { reviseRecord } from './records.ts';
import { createEntity, deleteEntity, updateEntity, voidEntity } from './writeEntity.ts';

interface OfRealm {
  realmId: string;
}
interface OfDocument extends OfRealm {
  entity: EntityName;
  id: string;
}

/** What the acts work on. */
interface Reach {
  companyOf: (of: OfRealm) => Company;
  /** The record; throws if it does not exist. */
  recordOf: (of: OfDocument) => StoredRecord;
  grants: GrantStore;
  inOneWrite: <Result>(work: () => Result) => Result;
}

const BY_PERSON = { isByPerson: true } as const;

function documentActs({ companyOf, recordOf, inOneWrite }: Reach) {
  const named = (document: OfDocument): JsonObject => ({
    Id: document.id,
    SyncToken: textProperty(recordOf(document).body, 'SyncToken') ?? '0',
  });
  const edit = (of: OfDocument, changes: JsonObject): JsonObject =>
    inOneWrite(
      () => updateEntity(companyOf(of), of.entity, { ...changes, ...named(of), sparse: true }, BY_PERSON).body,
    );
  return {
    /** Someone enters a document or a name of their own. Returns its body. */
    createDocument: (of: OfRealm & { entity: EntityName; body: JsonObject }): JsonObject =>
      inOneWrite(() => createEntity(companyOf(of), of.entity, of.body, BY_PERSON).body),
    /** Someone changes some properties of a document. Returns its body. */
    editDocument: (of: OfDocument & { changes: JsonObject }): JsonObject => edit(of, of.changes),
    voidDocument: (of: OfDocument): JsonObject =>
      inOneWrite(() => voidEntity(companyOf(of), of.entity, named(of), BY_PERSON).body),
    deleteDocument: (of: OfDocument): void => {
      inOneWrite(() => deleteEntity(companyOf(of), of.entity, named(of), BY_PERSON));
    },
    /** Makes a customer, vendor, item, account, … inactive. */
    deactivate: (of: OfDocument): JsonObject => edit(of, { Active: false }),
    /** Merges one customer into another: its transactions move, it becomes inactive and its name is freed. */
    mergeCustomers: (of: OfRealm & { fromId: string; intoId: string }): void =>
      inOneWrite(() => mergeCustomers(companyOf(of), of.fromId, of.intoId)),
    /** Puts a payment into a bank deposit: it can't be changed any more (6540). */
    depositPayment: (of: OfRealm & { id: string }): void =>
      inOneWrite(() => {
        const record = recordOf({ ...of, entity: 'Payment' });
        companyOf(of).store.put('Payment', { ...record, hidden: { ...record.hidden, isDeposited: true } });
      }),
  };
}

function companyActs({ companyOf, inOneWrite }: Reach) {
  const change = (of: OfRealm, changes: Partial<CompanySettings>): void =>
    inOneWrite(() => companyOf(of).change(changes));
  return {
    /** Closes the books up to a date; null opens them again. */
    closeBooks: (of: OfRealm & { date: string | null }): void => change(of, { bookCloseDate: of.date ?? undefined }),
    /** Switches GST on (the tax codes come, or come back with their ids) or off (documents then carry no tax). */
    setGst: (of: OfRealm & { enabled: boolean }): void =>
      inOneWrite(() => {
        companyOf(of).change({ gstEnabled: of.enabled });
        if (of.enabled) addTaxCodes(companyOf(of));
        setTaxCodesActive(companyOf(of), of.enabled);
      }),
    /** Changes settings and assumption switches, for example customTxnNumbers or keepsPinnedTaxLine. */
    changeSettings: (of: OfRealm & { changes: Partial<CompanySettings> }): void => change(of, of.changes),
    lapseSubscription: (of: OfRealm): void => change(of, { isSubscriptionLapsed: true }),
    renewSubscription: (of: OfRealm): void => change(of, { isSubscriptionLapsed: false }),
  };
}

/** The token acts; each returns how many tokens or grants it hit. */
function tokenActs({ grants, inOneWrite }: Reach) {
  return {
    /** Gives the company's grants a new refresh token value that nobody was told: the known one is dead. */
    rotateRefreshTokens: (of: OfRealm): number => inOneWrite(() => grants.rotate(of.realmId)),
    /** The owner disconnects the app in QuickBooks. */
    revokeTokens: (of: OfRealm): number =>
      inOneWrite(() => grants.changeGrants(of.realmId, (grant) => ({ ...grant, isRevoked: true }))),
    expireAccessTokens: (of: OfRealm): number => inOneWrite(() => grants.expireAccess(of.realmId)),
    /** As if the refresh tokens had not been used for 100 days. */
    expireRefreshTokens: (of: OfRealm): number =>
      inOneWrite(() => grants.changeGrants(of.realmId, (grant) => ({ ...grant, refreshExpiresMs: 0 }))),
  };
}

export type BehindOurBack = ReturnType<typeof documentActs> &
  ReturnType<typeof companyActs> &
  ReturnType<typeof tokenActs>;

/** The acts. Each throws if the company or the document does not exist. */
export function createBehindOurBack(
  companies: ReadonlyMap<string, Company>,
  grants: GrantStore,
  inOneWrite: <Result>(work: () => Result) => Result,
): BehindOurBack {
  const companyOf = ({ realmId }: OfRealm): Company => {
    const company = companies.get(realmId);
    if (company === undefined) throw new Error(`no company ${realmId}`);
    return company;
  };
  const recordOf = (document: OfDocument): StoredRecord => {
    const spec = specNamed(document.entity);
    const record = spec === undefined ? undefined : companyOf(document).store.get(spec.name, document.id);
    if (record === undefined) throw new Error(`no ${document.entity} ${document.id}`);
    return record;
  };
  const reach: Reach = { companyOf, recordOf, grants, inOneWrite };
  return { ...documentActs(reach), ...companyActs(reach), ...tokenActs(reach) };
}

/** Without GST the tax codes leave the lists, inactive: documents refer to them, and they come back as they were. */
function setTaxCodesActive(company: Company, isActive: boolean): void {
  for (const entity of ['TaxCode', 'TaxRate'] as const) {
    for (const record of company.store.list(entity)) company.store.put(entity, { ...record, body: { ...record.body, Active: isActive } });
  }
}

const OF_CUSTOMERS: readonly EntityName[] = ['Invoice', 'Payment', 'CreditMemo', 'RefundReceipt'];

function mergeCustomers(company: Company, fromId: string, intoId: string): void {
  const { store } = company;
  const from = store.get('Customer', fromId);
  const into = store.get('Customer', intoId);
  if (from === undefined || into === undefined) throw new Error('both customers must exist to be merged');
  const name = textProperty(into.body, 'DisplayName') ?? '';
  for (const entity of OF_CUSTOMERS) {
    for (const record of store.find(entity, 'CustomerRef', fromId)) {
      reviseRecord(company, entity, record, { ...record.body, CustomerRef: { value: intoId, name } });
    }
  }
  for (const record of store.list('Purchase')) {
    const payee = record.body['EntityRef'];
    const isTheirs = textProperty(payee, 'value') === fromId && textProperty(payee, 'type') === 'Customer';
    if (!isTheirs) continue;
    const moved = { value: intoId, name, type: 'Customer' };
    reviseRecord(company, 'Purchase', record, { ...record.body, EntityRef: moved });
  }
  moveBalance(company, from, into);
}

function moveBalance(company: Company, from: StoredRecord, into: StoredRecord): void {
  const gone = `${textProperty(from.body, 'DisplayName')} (deleted)`;
  const sum = amountOfCents(ownCents(into.body['Balance'] ?? 0) + ownCents(from.body['Balance'] ?? 0));
  reviseRecord(company, 'Customer', into, { ...into.body, Balance: sum, BalanceWithJobs: sum });
  reviseRecord(company, 'Customer', from, {
    ...from.body,
    DisplayName: gone,
    FullyQualifiedName: gone,
    Active: false,
    Balance: 0,
    BalanceWithJobs: 0,
  });
}
