// The handlers of the Clients screen.
import { flagsThatNeedAHand } from '../../contract/clients.ts';
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import { localDateOf } from '../../domain/calendar.ts';
import type { EngineContext } from '../context.ts';
import type { Handlers } from '../handle.ts';
import { addNote, convertByHand, removeNote, setBillingEmail, setGrace, setNoEntry, undoConversion } from './clientActs.ts';
import { cardByOrgId } from './clientCard.ts';
import { cardExpiry } from './cardExpiry.ts';
import { customerOfRecordFaults } from './customerOfRecordFaults.ts';

type ClientHandlers = Pick<
  Handlers,
  | 'billing.orgById'
  | 'clients.list'
  | 'clients.cardExpiry'
  | 'clients.setBillingEmail'
  | 'clients.setGrace'
  | 'clients.setNoEntry'
  | 'clients.addNote'
  | 'clients.removeNote'
  | 'clients.undoConversion'
  | 'clients.convert'
>;

export function clientHandlers(context: EngineContext): ClientHandlers {
  return {
    'billing.orgById': ({ org_id: orgId }) => cardByOrgId(context, orgId),
    'clients.list': (input) => listClients(context, input),
    'clients.cardExpiry': ({ orgId }) => cardExpiry(context, orgId),
    'clients.setBillingEmail': (input) => setBillingEmail(context, input),
    'clients.setGrace': (input) => setGrace(context, input),
    'clients.setNoEntry': (input) => setNoEntry(context, input),
    'clients.addNote': (input) => addNote(context, input),
    'clients.removeNote': (input) => removeNote(context, input),
    'clients.undoConversion': (input) => undoConversion(context, input),
    'clients.convert': (input) => convertByHand(context, input),
  };
}

/** Throws AppError BAD_INPUT for a cursor of another list or order. */
function listClients(context: EngineContext, input: OperationParsedInput<'clients.list'>): OperationOutput<'clients.list'> {
  const { timeZone } = context.profile();
  const { clients } = context.store.reads;
  const faults = customerOfRecordFaults(context);
  const page = clients.page({ ...input, today: localDateOf(context.now(), timeZone), faultyOrgIds: [...faults.keys()] });
  return {
    ...page,
    rows: page.rows.map((row) => {
      const fault = faults.get(row.orgId);
      const flags = fault === undefined ? row.flags : [fault, ...row.flags];
      return { ...row, flags: flags.toSorted((a, b) => Number(flagsThatNeedAHand.includes(b)) - Number(flagsThatNeedAHand.includes(a))) };
    }),
  };
}
