// The demo's bookkeeper has typed in the earlier fee tax invoices: only a person knows them, so the demo must say it itself, once.
import { addDays, localMonthOf } from '../../domain/calendar.ts';
import { feeMonths } from '../clearing/feeMonths.ts';
import type { EngineContext } from '../context.ts';

const doneKey = 'demo.feeInvoices';
/** One of them is a few cents off, as Stripe's own rounding makes it now and then. */
const roundedMonth = 3;
const roundingCents = 4;

/** All months but the last full one, which is left for the visitor to enter. Nothing outside the demo. */
export function rememberDemoFeeInvoices(context: EngineContext): void {
  const { store, config } = context;
  if (config.demoRealmId === null || config.environment !== 'demo' || store.state.sync(doneKey) === true) return;
  const months = feeMonths(context);
  const over = months.filter((month) => month.state === 'invoice_missing');
  if (over.length < roundedMonth) return;
  store.transaction(() => {
    for (const [index, { month, expectedCents, gstEstimateCents }] of over.entries()) {
      if (index === 0) continue;
      const isRounded = index === roundedMonth - 1;
      store.clearing.addFeeTaxInvoice({
        month,
        invoiceNumber: `STR-AU-${month.replace('-', '')}`,
        invoiceDate: `${localMonthOf(addDays(`${month}-01`, 31))}-01`,
        totalCents: expectedCents + (isRounded ? roundingCents : 0),
        gstCents: gstEstimateCents,
        varianceClass: isRounded ? 'rounding' : null,
        varianceNote: isRounded ? 'Stripe rounds each line of its invoice' : null,
        attachmentId: null,
      });
    }
    store.state.saveSync(doneKey, true);
  });
  context.log.info('the demo’s fee tax invoices were entered', { count: over.length - 1 });
}
