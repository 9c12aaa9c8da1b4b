// What the owner decides about a client: e-mail, grace, notes, and whether a register entry is a client. All of it is only ours.
import { dateLabel } from '../../domain/calendar.ts';
import { AppError } from '../../contract/errors.ts';
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import type { EngineContext } from '../context.ts';
import type { OrgRecord } from '../ports/records.ts';
import { noteStandingOf } from './convertClient.ts';

const saved = { saved: true } as const;

function orgOf(context: EngineContext, orgId: string): OrgRecord {
  const org = context.store.orgs.get(orgId);
  if (org === undefined) throw new AppError('NOT_FOUND', `organisation ${orgId}`);
  return org;
}

/** One transaction, one line in Activity. */
function act(context: EngineContext, summary: string, detail: string | null, work: () => void): void {
  context.store.transaction(() => {
    work();
    context.store.log.append({ source: 'person', kind: 'client', result: 'ok', summary, detail });
  });
  context.changed('billing', 'activity');
}

/** Throws AppError NOT_FOUND. */
export function setBillingEmail(context: EngineContext, { orgId, email }: OperationParsedInput<'clients.setBillingEmail'>): OperationOutput<'clients.setBillingEmail'> {
  const org = orgOf(context, orgId);
  act(context, email === null ? `The billing e-mail of ${org.name} is Stripe’s again` : `The billing e-mail of ${org.name} was changed here`, null, () => context.store.clients.setBillingEmail(orgId, email));
  return saved;
}

/** Throws AppError NOT_FOUND. */
export function setGrace(context: EngineContext, { orgId, until }: OperationParsedInput<'clients.setGrace'>): OperationOutput<'clients.setGrace'> {
  const org = orgOf(context, orgId);
  act(context, until === null ? `The grace period of ${org.name} was ended` : `${org.name} has a grace period until ${dateLabel(until)}: no reminders`, null, () => context.store.clients.setGrace(orgId, until));
  return saved;
}

/** Throws AppError NOT_FOUND. */
export function setNoEntry(context: EngineContext, { orgId, note }: OperationParsedInput<'clients.setNoEntry'>): OperationOutput<'clients.setNoEntry'> {
  const org = orgOf(context, orgId);
  act(context, note === null ? `A register entry of ${org.name} is expected again` : `No register entry is expected of ${org.name}`, note, () => context.store.clients.setNoEntry(orgId, note));
  return saved;
}

/** Throws AppError NOT_FOUND. The note itself is not repeated in Activity. */
export function addNote(context: EngineContext, { orgId, note }: OperationParsedInput<'clients.addNote'>): OperationOutput<'clients.addNote'> {
  const org = orgOf(context, orgId);
  let id = 0;
  act(context, `A note was written about ${org.name}`, null, () => {
    id = context.store.clients.addNote(orgId, note);
  });
  return { id };
}

/** Throws AppError NOT_FOUND. */
export function removeNote(context: EngineContext, { orgId, noteId }: OperationParsedInput<'clients.removeNote'>): OperationOutput<'clients.removeNote'> {
  const org = orgOf(context, orgId);
  act(context, `A note about ${org.name} was removed`, null, () => {
    if (!context.store.clients.removeNote(orgId, noteId)) throw new AppError('NOT_FOUND', `note ${noteId}`);
  });
  return saved;
}

/** Throws AppError NOT_FOUND, or NOT_ALLOWED_NOW where the entry is no client. */
export function undoConversion(context: EngineContext, { rtoCode, note }: OperationParsedInput<'clients.undoConversion'>): OperationOutput<'clients.undoConversion'> {
  const { clients } = context.store;
  const entry = clients.registerEntry(rtoCode);
  if (entry === undefined) throw new AppError('NOT_FOUND', `RTO code ${rtoCode}`);
  if (!entry.isClient) throw new AppError('NOT_ALLOWED_NOW', `${entry.legalName} is not marked as a client`);
  act(context, `${entry.legalName} is no longer marked as a client`, note, () => {
    clients.undoConversion(rtoCode);
    clients.appendConversion({ rtoCode, orgId: clients.conversions(rtoCode)[0]?.orgId ?? null, act: 'undone', decidedBy: 'person', isTest: entry.isTest, note });
  });
  return saved;
}

/** Throws AppError NOT_FOUND, or NOT_ALLOWED_NOW where there is no entry to convert or it is a client already. */
export function convertByHand(context: EngineContext, { orgId }: OperationParsedInput<'clients.convert'>): OperationOutput<'clients.convert'> {
  const { clients } = context.store;
  const org = orgOf(context, orgId);
  const entry = org.rtoCode === null ? undefined : clients.registerEntry(org.rtoCode);
  if (entry === undefined) throw new AppError('NOT_ALLOWED_NOW', org.rtoCode === null ? 'No RTO code is known for it' : `RTO code ${org.rtoCode} is not in the register`);
  if (entry.isClient && !entry.isTest) throw new AppError('NOT_ALLOWED_NOW', `${entry.legalName} is a client already`);
  const payment = clients.firstPayment(orgId);
  act(context, `${entry.legalName} was marked as a client by hand`, null, () => {
    clients.convert(entry.rtoCode, { clientSince: payment?.paidAt ?? context.now(), stripeCustomerId: payment?.stripeCustomerId ?? null, isTest: payment?.isTest ?? false });
    clients.appendConversion({ rtoCode: entry.rtoCode, orgId, act: 'converted', decidedBy: 'person', isTest: payment?.isTest ?? false, note: null });
    noteStandingOf(context, orgId, entry.rtoCode);
  });
  return saved;
}
