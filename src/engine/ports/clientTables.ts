// The port to what is kept about clients: where an organisation stands, register entries and their conversions, the owner's notes.
import type { OrgBillingFacts } from '../../domain/orgBilling.ts';
import type { ClientRecord } from './records.ts';

export interface ClientTables {
  /** What decides where the organisation stands, from the mirror. */
  billingFacts(orgId: string): OrgBillingFacts & { readonly stripeSubscriptionId: string | null };
  /** Subscriptions and invoices follow their customer to its organisation. Answers the organisations that they left. */
  moveCustomer(stripeCustomerId: string, orgId: string): readonly string[];
  setMarketplace(stripeCustomerId: string, marketplace: string | null): void;
  setActiveMembers(orgId: string, activeMembers: number): void;
  registerEntry(rtoCode: string): RegisterEntry | undefined;
  /** The earliest payment in the ledger, a real one before a test; undefined: none. */
  firstPayment(orgId: string): FirstPayment | undefined;
  /** Organisations that name this register entry, oldest first. */
  orgsWithCode(rtoCode: string): readonly string[];
  convert(rtoCode: string, at: { readonly clientSince: string; readonly stripeCustomerId: string | null; readonly isTest: boolean }): void;
  undoConversion(rtoCode: string): void;
  /** Plan, subscription and standing of a register entry that is a client. */
  noteStanding(rtoCode: string, standing: { readonly plan: string; readonly stripeSubscriptionId: string | null; readonly isRestricted: boolean }): void;
  appendConversion(row: Omit<ConversionRow, 'recordedAt'> & { readonly rtoCode: string }): void;
  /** Latest first. */
  conversions(rtoCode: string): readonly ConversionRow[];
  setBillingEmail(orgId: string, email: string | null): void;
  setGrace(orgId: string, graceUntil: string | null): void;
  /** Why no register entry is expected; null: one is. */
  setNoEntry(orgId: string, note: string | null): void;
  addNote(orgId: string, note: string): number;
  /** False: there is no such note, or it was removed before. */
  removeNote(orgId: string, noteId: number): boolean;
  notes(orgId: string): readonly { readonly id: number; readonly note: string; readonly writtenAt: string }[];
}

export interface RegisterEntry extends ClientRecord {
  readonly isClient: boolean;
  readonly isTest: boolean;
  readonly clientStatus: string | null;
  readonly clientSince: string | null;
  readonly plan: string | null;
  readonly stripeCustomerId: string | null;
  readonly stripeSubscriptionId: string | null;
}

export interface FirstPayment {
  readonly paidAt: string;
  readonly stripeCustomerId: string | null;
  readonly isTest: boolean;
}

export interface ConversionRow {
  readonly act: 'converted' | 'undone';
  readonly decidedBy: 'payment' | 'person' | 'reset';
  readonly orgId: string | null;
  readonly isTest: boolean;
  readonly note: string | null;
  readonly recordedAt: string;
}
