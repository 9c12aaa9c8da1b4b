// /v1/credit_notes
import { createCreditNote, voidCreditNote } from '../creditNotes.ts';
import { arrayPage } from '../listing.ts';
import type { Answer, Route, RouteContext } from '../route.ts';
import { equals, fromPath, listRoute, required, retrieveRoute, stored } from '../route.ts';
import { invalidRequest } from '../stripeError.ts';

function createNote({ world, parameters }: RouteContext): Answer {
  const invoice = required(world, 'invoice', parameters.requiredText('invoice'), 'invoice');
  const lines = parameters.has('lines')
    ? parameters.each('lines').map((line) => ({
        invoiceLine: line.text('invoice_line_item') ?? null,
        description: line.text('description') ?? null,
        amount: line.integer('amount') ?? line.requiredInteger('unit_amount') * (line.integer('quantity') ?? 1),
      }))
    : null;
  const amount = parameters.integer('amount') ?? lines?.reduce((sum, line) => sum + line.amount, 0);
  if (amount === undefined)
    throw invalidRequest(
      'You must specify one of `amount`, `lines` or `shipping_cost`.',
      'amount',
      'parameter_missing',
    );
  const note = createCreditNote(world, {
    invoice: invoice.id,
    lines,
    amount,
    refundAmount: parameters.integer('refund_amount') ?? 0,
    creditAmount: parameters.integer('credit_amount') ?? 0,
    outOfBandAmount: parameters.integer('out_of_band_amount') ?? 0,
    reason: parameters.text('reason') ?? null,
    memo: parameters.text('memo') ?? null,
    metadata: parameters.metadata(),
  });
  return stored('credit_note', note);
}

export const creditNoteRoutes: readonly Route[] = [
  listRoute('credit_note', '/v1/credit_notes', 'credit_note', ['invoice', 'customer'], (parameters) =>
    equals(parameters, { invoice: (note) => note.invoice, customer: (note) => note.customer }),
  ),
  retrieveRoute('credit_note', '/v1/credit_notes', 'credit_note'),
  {
    method: 'POST',
    pattern: '/v1/credit_notes',
    permission: 'credit_note',
    parameters: [
      'invoice',
      'amount',
      'lines',
      'refund_amount',
      'credit_amount',
      'out_of_band_amount',
      'reason',
      'memo',
      'metadata',
    ],
    handle: createNote,
  },
  {
    method: 'POST',
    pattern: '/v1/credit_notes/:id/void',
    permission: 'credit_note',
    parameters: [],
    handle: (context) => stored('credit_note', voidCreditNote(context.world, fromPath(context, 'credit_note').id)),
  },
  {
    method: 'GET',
    pattern: '/v1/credit_notes/:id/lines',
    permission: 'credit_note',
    parameters: ['limit', 'starting_after', 'ending_before'],
    handle: (context) => {
      const { data, hasMore } = arrayPage(
        fromPath(context, 'credit_note').lines.data,
        'credit_note_line_item',
        context.parameters,
      );
      return { kind: 'object', value: { object: 'list', data, has_more: hasMore, url: context.path } };
    },
  },
];
