// The port to what was changed in QuickBooks after it was pushed, and to what stands there by us.
import type { DriftField, DriftKind, DriftState } from '../../contract/drift.ts';
import type { DocumentRefs } from '../../domain/push/documentRefs.ts';
import type { AccountRefs } from '../../domain/push/refs.ts';

export interface DriftRecord {
  readonly id: number;
  readonly version: number;
  readonly realmId: string;
  readonly entity: string;
  readonly qbId: string;
  readonly invoiceId: number | null;
  readonly documentId: number | null;
  readonly role: string;
  readonly kind: DriftKind;
  readonly state: DriftState;
  readonly syncToken: string | null;
  readonly factsHash: string;
  readonly fields: readonly DriftField[];
  readonly foundValue: string | null;
  readonly reason: string | null;
  readonly error: string | null;
  readonly requestId: string | null;
  readonly foundAt: string;
  readonly decidedAt: string | null;
}

export type DriftFound = Pick<DriftRecord, 'realmId' | 'entity' | 'qbId' | 'invoiceId' | 'documentId' | 'role' | 'kind' | 'syncToken' | 'factsHash' | 'fields' | 'foundValue'>;

/** Something in QuickBooks that a synced row of ours stands for. */
export interface PushedObject {
  /** `invoice`, `payment`, `customer`, or the role of a document's part. */
  readonly role: string;
  readonly qbId: string;
  readonly invoiceId: number | null;
  readonly documentId: number | null;
}

/** What of a pushed document follows from the business profile of its day. */
export interface PushedWith {
  readonly txnDate: string;
  readonly accounts: AccountRefs;
  readonly documents: DocumentRefs;
}

export interface DriftTables {
  get(id: number): DriftRecord | undefined;
  of(realmId: string, entity: string, qbId: string): DriftRecord | undefined;
  /** New, or open again with new facts. */
  raise(found: DriftFound): void;
  patch(id: number, patch: Partial<Pick<DriftRecord, 'state' | 'reason' | 'error' | 'requestId' | 'decidedAt'>>): void;
  list(states: readonly DriftState[], limit: number): readonly DriftRecord[];
  count(states: readonly DriftState[]): number;
  /** Synced objects of the role, in the order of their row ids; of a document's part the role is its own. */
  pushed(kind: 'invoice' | 'payment' | 'customer' | 'part', after: number, limit: number): readonly (PushedObject & { readonly rowId: number })[];
  /** Whatever of ours stands under this id, as far as it is called synced. */
  pushedUnder(role: 'invoice' | 'payment' | 'customer' | readonly string[], qbId: string): PushedObject | undefined;
  /** Undefined: pushed before this was kept, and not found equal since. */
  pushedWith(of: Pick<PushedObject, 'invoiceId' | 'documentId'>): PushedWith | undefined;
  keepPushedWith(of: Pick<PushedObject, 'invoiceId' | 'documentId'>, pushedWith: PushedWith): void;
  customerName(realmId: string, qbId: string): string | undefined;
  keepCustomerName(realmId: string, qbId: string, displayName: string): void;
}
