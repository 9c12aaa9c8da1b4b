// The write that the adapter's tests send: an invoice's metadata.
import type { StripeWrite } from '../../../src/engine/ports/stripeGateway.ts';

export const metadataWrite = (id: string, metadata: Readonly<Record<string, string>>): StripeWrite => ({
  method: 'POST',
  route: '/v1/invoices/:id',
  id,
  parameters: { metadata },
  needs: 'write invoices',
});
