// Sends the evidence of a dispute: as a draft (`submit: false`, any number of times) or for good, which a bank takes once.
import { readDispute } from '../../../domain/stripe/readDispute.ts';
import { absent, type StripeAct } from '../stripeAct.ts';

export const disputeEvidenceAct: StripeAct = {
  act: 'dispute.evidence',
  send: (row) => ({ method: 'POST', route: '/v1/disputes/:id', id: row.targetId, parameters: row.request, needs: 'write disputes' }),
  look: async (context, row, answer, signal) => {
    const raw = answer ?? (await context.stripe().retrieve('disputes', row.targetId, undefined, signal));
    const reading = readDispute(raw);
    if (!reading.ok) return absent;
    const isThere = row.request['submit'] === true ? isWithBank(reading.value) : holds(reading.value.evidence, row.request['evidence']);
    return isThere ? { kind: 'landed', answerId: row.targetId, objects: [{ raw, extras: {} }] } : absent;
  },
  landed: (context, row) => {
    const change = row.changeId === null ? undefined : context.store.changes.get(row.changeId);
    const { version } = (change?.choice ?? {}) as { version?: number };
    if (version !== undefined) context.store.disputes.markSent(row.targetId, version, row.request['submit'] === true);
  },
};

const isWithBank = (dispute: { readonly status: string; readonly submissionCount: number }): boolean => dispute.submissionCount > 0 || dispute.status.endsWith('under_review');

function holds(present: Readonly<Record<string, string>>, wanted: unknown): boolean {
  return typeof wanted === 'object' && wanted !== null && Object.entries(wanted).every(([field, text]) => (present[field] ?? '') === text);
}
