// Notes our own words in a Stripe invoice's metadata: the invoice number.
import { numberMetadataKey } from '../../intake/mirrorInvoice.ts';
import { holdsMetadata } from '../holdsMetadata.ts';
import { absent, type StripeAct } from '../stripeAct.ts';

export const invoiceMetadataAct: StripeAct = {
  act: 'invoice.metadata',
  send: (row) => ({ method: 'POST', route: '/v1/invoices/:id', id: row.targetId, parameters: row.request, needs: 'write invoices' }),
  look: async (context, row, answer, signal) => {
    const invoice = answer ?? (await context.stripe().retrieve('invoices', row.targetId, undefined, signal));
    return holdsMetadata(invoice, row.request['metadata']) ? { kind: 'landed', answerId: row.targetId, objects: [] } : absent;
  },
  landed: ({ store }, { targetId, request }) => {
    const invoice = store.invoices.byStripeId(targetId);
    const { metadata } = request as { readonly metadata?: Readonly<Record<string, unknown>> };
    if (invoice?.number != null && metadata?.[numberMetadataKey] === invoice.number) store.invoices.setNumberRecorded(invoice.id);
  },
};
