// What people do in QuickBooks without the program: documents edited, voided, deleted; customers merged; books closed; tokens revoked.
import type { JsonObject } from '../../src/simulators/quickbooks/json.ts';
import type { Chance } from './seededChance.ts';
import { realmId, type World } from './world.ts';

export interface Tampering {
  act(): void;
  /** Opens the books, renews the subscription, switches GST on: what a person does when the program says so. */
  mend(): void;
  /** Ids of QuickBooks documents (`Invoice 12`) and customers that a person touched. */
  readonly touched: ReadonlySet<string>;
  /** Numbers of our invoices whose documents a person touched. */
  readonly touchedNumbers: ReadonlySet<string>;
  /** Whether a person entered a document of this number by hand. */
  isByHand(number: string): boolean;
  readonly counts: Readonly<Record<string, number>>;
}

const kinds = {
  editInvoice: 4, voidInvoice: 2, deleteInvoice: 2, voidPayment: 1, deletePayment: 1, depositPayment: 1, mergeCustomers: 1, deactivateCustomer: 2, customerRenamed: 2, nameTaken: 2, numberTaken: 1,
  closeBooks: 2, openBooks: 2, lapse: 1, renew: 2, gstOff: 1, gstOn: 2, taxNotKept: 2, taxKept: 2, accessExpired: 4, refreshRotated: 1, revoked: 1, itemDeactivated: 1,
} as const;
export const tamperingKinds = Object.keys(kinds);

export function makeTampering(world: World): Tampering {
  const chance = world.chance.fork('tampering');
  const touched = new Set<string>();
  const touchedNumbers = new Set<string>();
  const counts: Record<string, number> = {};
  const { behindOurBack: acts } = world.quickBooks;
  const touch = (entity: 'Invoice' | 'Payment' | 'Customer', body: JsonObject): { realmId: string; entity: typeof entity; id: string } => {
    const id = String(body['Id']);
    touched.add(`${entity} ${id}`);
    for (const number of numbersOf(world, entity, id)) touchedNumbers.add(number);
    return { realmId, entity, id };
  };
  const someone = (entity: 'Invoice' | 'Payment' | 'Customer'): JsonObject => chance.pick(world.quickBooks.store.list(realmId, entity).filter((body) => body['Active'] !== false));
  const acting = actsOf(world, chance, touch, someone);
  return {
    touched,
    touchedNumbers,
    counts,
    isByHand: (number) => world.quickBooks.store.list(realmId, 'Invoice').some((body) => body['DocNumber'] === number && body['PrivateNote'] === 'Made by hand'),
    act: () => {
      const kind = chance.weighted(kinds);
      let told = '';
      try {
        told = acting[kind]();
        counts[kind] = (counts[kind] ?? 0) + 1;
      } catch (error) {
        told = `not possible: ${error instanceof Error ? error.message.slice(0, 60) : 'no'}`;
      }
      world.note(`  behind our back: ${kind} ${told}`);
    },
    mend: () => {
      acts.closeBooks({ realmId, date: null });
      acts.renewSubscription({ realmId });
      acts.setGst({ realmId, enabled: true });
      const gst = world.quickBooks.store.list(realmId, 'TaxCode').find((code) => code['Name'] === 'GST');
      for (const item of world.quickBooks.store.list(realmId, 'Item')) {
        if (item['Active'] === false) acts.editDocument({ realmId, entity: 'Item', id: String(item['Id']), changes: { Active: true, SalesTaxCodeRef: { value: String(gst?.['Id']) } } });
      }
    },
  };
}

/** Our numbers that a document or customer belongs to. */
function numbersOf(world: World, entity: 'Invoice' | 'Payment' | 'Customer', id: string): string[] {
  const list = (name: 'Invoice' | 'Payment'): JsonObject[] => world.quickBooks.store.list(realmId, name);
  const numberOf = (body: JsonObject): string => /RTP-\d+/.exec(`${String(body['PrivateNote'])} ${String(body['DocNumber'])} ${String(body['PaymentRefNum'])}`)?.[0] ?? '';
  const isOf = (body: JsonObject): boolean => (body['CustomerRef'] as { value?: string } | undefined)?.value === id;
  if (entity === 'Customer') return [...list('Invoice'), ...list('Payment')].filter(isOf).map(numberOf);
  return list(entity).filter((body) => body['Id'] === id).map(numberOf);
}

type Touch = (entity: 'Invoice' | 'Payment' | 'Customer', body: JsonObject) => { realmId: string; entity: 'Invoice' | 'Payment' | 'Customer'; id: string };

function actsOf(world: World, chance: Chance, touch: Touch, someone: (entity: 'Invoice' | 'Payment' | 'Customer') => JsonObject): Record<keyof typeof kinds, () => string> {
  const { behindOurBack: acts, store } = world.quickBooks;
  const today = (): string => new Date(world.time.clock.nowMs()).toISOString().slice(0, 10);
  return {
    editInvoice: () => {
      const of = touch('Invoice', someone('Invoice'));
      const changes = chance.pick<JsonObject>([{ TxnDate: '2025-01-31' }, { PrivateNote: 'Checked by the bookkeeper' }, { CustomerMemo: { value: 'Thank you' } }]);
      acts.editDocument({ ...of, changes });
      return `${of.id} ${Object.keys(changes).join()}`;
    },
    voidInvoice: () => String(acts.voidDocument(touch('Invoice', someone('Invoice')))['Id']),
    deleteInvoice: () => {
      const of = touch('Invoice', someone('Invoice'));
      acts.deleteDocument(of);
      return of.id;
    },
    voidPayment: () => String(acts.voidDocument(touchPayment(touch, someone('Payment')))['Id']),
    deletePayment: () => {
      const of = touchPayment(touch, someone('Payment'));
      acts.deleteDocument(of);
      return of.id;
    },
    depositPayment: () => {
      const { id } = touch('Payment', someone('Payment'));
      acts.depositPayment({ realmId, id });
      return id;
    },
    mergeCustomers: () => {
      const from = touch('Customer', someone('Customer'));
      const into = touch('Customer', someone('Customer'));
      if (from.id === into.id) throw new Error('one customer only');
      acts.mergeCustomers({ realmId, fromId: from.id, intoId: into.id });
      return `${from.id} into ${into.id}`;
    },
    deactivateCustomer: () => String(acts.deactivate({ realmId, entity: 'Customer', id: String(someone('Customer')['Id']) })['Id']),
    customerRenamed: () => {
      const id = String(someone('Customer')['Id']);
      acts.editDocument({ realmId, entity: 'Customer', id, changes: { DisplayName: `Renamed in QuickBooks ${id} ${chance.int(1000)}` } });
      return id;
    },
    nameTaken: () => {
      const customer = chance.pick(world.stripe.all('customer'));
      const name = (customer.name ?? 'Nobody').replaceAll(/[:\t\n]/g, ' ').slice(0, 100).trim();
      acts.createDocument({ realmId, entity: chance.pick(['Vendor', 'Employee', 'Customer']), body: { DisplayName: name, ...(chance.percent(50) ? {} : { GivenName: 'A', FamilyName: 'B' }) } });
      return name;
    },
    numberTaken: () => {
      const number = `RTP-${String(chance.between(1, 60)).padStart(4, '0')}`;
      const [customer] = store.list(realmId, 'Customer');
      const [item] = store.list(realmId, 'Item');
      acts.createDocument({ realmId, entity: 'Invoice', body: { DocNumber: number, CustomerRef: { value: String(customer?.['Id']) }, PrivateNote: 'Made by hand', Line: [{ Amount: 12, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: { value: String(item?.['Id']) } } }] } });
      return number;
    },
    closeBooks: () => {
      acts.closeBooks({ realmId, date: today() });
      return today();
    },
    openBooks: () => {
      acts.closeBooks({ realmId, date: null });
      return '';
    },
    lapse: () => String(acts.lapseSubscription({ realmId }) ?? ''),
    renew: () => String(acts.renewSubscription({ realmId }) ?? ''),
    gstOff: () => String(acts.setGst({ realmId, enabled: false }) ?? ''),
    gstOn: () => String(acts.setGst({ realmId, enabled: true }) ?? ''),
    taxNotKept: () => {
      acts.changeSettings({ realmId, changes: { keepsPinnedTaxLine: false, keepsTaxInclusiveAmt: chance.percent(80) } });
      return '';
    },
    taxKept: () => {
      acts.changeSettings({ realmId, changes: { keepsPinnedTaxLine: true, keepsTaxInclusiveAmt: true } });
      return '';
    },
    accessExpired: () => String(acts.expireAccessTokens({ realmId })),
    refreshRotated: () => String(acts.rotateRefreshTokens({ realmId })),
    revoked: () => String(acts.revokeTokens({ realmId })),
    itemDeactivated: () => {
      const item = chance.pick(store.list(realmId, 'Item').filter((each) => each['Active'] !== false && String(each['Name']).includes('Services')));
      acts.deactivate({ realmId, entity: 'Item', id: String(item['Id']) });
      return String(item['Name']);
    },
  };
}

/** Whoever takes a payment away touches the invoice that it paid as well. */
function touchPayment(touch: Touch, payment: JsonObject): { realmId: string; entity: 'Invoice' | 'Payment' | 'Customer'; id: string } {
  for (const line of (payment['Line'] ?? []) as { LinkedTxn?: { TxnId: string; TxnType: string }[] }[]) {
    for (const linked of line.LinkedTxn ?? []) if (linked.TxnType === 'Invoice') touch('Invoice', { Id: linked.TxnId });
  }
  return touch('Payment', payment);
}
