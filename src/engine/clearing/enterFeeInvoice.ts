// The fee tax invoice that the bookkeeper types in, with its PDF; a correction is a new row, and the ones before stay.
import { AppError } from '../../contract/errors.ts';
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import { largestAttachmentBytes } from '../../contract/reconcile.ts';
import { addDays, localDateOf, localMonthOf, monthLabel } from '../../domain/calendar.ts';
import { base64Size, isPdf, safePdfName } from '../../domain/clearing/attachmentFile.ts';
import type { EngineContext } from '../context.ts';
import { queueDocument } from '../documents/queueDocument.ts';
import { amountText } from './amountText.ts';
import { feeMonths, type FeeMonth } from './feeMonths.ts';
import { feeMonthView } from './feeQueries.ts';

export function enterFeeInvoice(context: EngineContext, input: OperationParsedInput<'fees.enterTaxInvoice'>): OperationOutput<'fees.enterTaxInvoice'> {
  const { store } = context;
  const { month, number, date, totalCents, gstCents, varianceClass, varianceNote } = input;
  if (month > currentMonth(context)) throw new AppError('BAD_INPUT', 'the month has not begun');
  if (Math.abs(gstCents) > Math.abs(totalCents) || gstCents * totalCents < 0) throw new AppError('BAD_INPUT', 'the GST is more than the total');
  if (date < `${month}-01`) throw new AppError('BAD_INPUT', 'the invoice is dated before its month');
  if (varianceClass !== null && (varianceNote ?? '') === '') throw new AppError('BAD_INPUT', 'an explained variance needs a note');
  const file = input.attachment === null ? null : fileOf(input.attachment);
  store.transaction(() => {
    const before = store.clearing.feeTaxInvoiceHistory(month)[0];
    const attachmentId = file === null ? (before?.attachment?.id ?? null) : store.clearing.addAttachment({ ...file, mediaType: 'application/pdf', sha256: context.sha256Hex(file.contentBase64) });
    store.clearing.addFeeTaxInvoice({ month, invoiceNumber: number, invoiceDate: date, totalCents, gstCents, varianceClass, varianceNote: varianceNote === '' ? null : varianceNote, attachmentId });
    const what = before === undefined ? 'entered' : 'corrected';
    store.log.append({ source: 'person', kind: 'fees', result: 'ok', summary: `Stripe’s fee tax invoice of ${monthLabel(month)} was ${what}: ${number}, ${amountText(totalCents, context.profile().homeCurrency)}`, detail: before === undefined ? null : `Before: ${before.invoiceNumber}, ${amountText(before.totalCents, context.profile().homeCurrency)}.` });
  });
  context.changed('reconcile', 'activity');
  return { month: feeMonthView(context, monthOf(context, month)) };
}

/** Puts the month's fees into the QuickBooks queue as the tax invoice states them: it is what the BAS credit rests on. */
export function queueFeeMonth(context: EngineContext, { month }: OperationParsedInput<'fees.queueForQuickBooks'>): OperationOutput<'fees.queueForQuickBooks'> {
  const found = monthOf(context, month);
  if (month >= currentMonth(context)) throw new AppError('NOT_ALLOWED_NOW', 'the month is not over yet');
  const { taxInvoice } = found;
  if (taxInvoice === null) throw new AppError('NOT_ALLOWED_NOW', 'enter Stripe’s tax invoice of the month first');
  if (found.state === 'variance') throw new AppError('NOT_ALLOWED_NOW', 'the tax invoice differs from the fees; correct it or explain the variance first');
  context.store.transaction(() => {
    const queued = queueDocument(context, {
      kind: 'fee',
      sourceId: month,
      invoiceId: null,
      localDate: lastDayOf(month),
      currency: context.profile().homeCurrency,
      totalCents: taxInvoice.totalCents,
      gstCents: taxInvoice.gstCents,
      description: `Stripe fees, ${monthLabel(month)}, tax invoice ${taxInvoice.invoiceNumber}`,
    });
    if (queued === null) throw new AppError('NOT_ALLOWED_NOW', 'the month lies before the books start, or there is nothing to book');
    context.store.log.append({ source: 'person', kind: 'fees', result: 'ok', summary: `The QuickBooks purchase of Stripe’s fees of ${monthLabel(month)} waits for review` });
  });
  context.changed('reconcile', 'quickbooks', 'activity');
  return { month: feeMonthView(context, monthOf(context, month)) };
}

export function attachmentQuery(context: EngineContext, { attachmentId }: OperationParsedInput<'fees.attachment'>): OperationOutput<'fees.attachment'> {
  const file = context.store.clearing.attachment(attachmentId);
  if (file === undefined) throw new AppError('NOT_FOUND', 'the attachment');
  return { fileName: file.fileName, mediaType: file.mediaType, contentBase64: file.contentBase64 };
}

const currentMonth = (context: EngineContext): string => localMonthOf(localDateOf(context.now(), context.profile().timeZone));

function monthOf(context: EngineContext, month: string): FeeMonth {
  const found = feeMonths(context).find((candidate) => candidate.month === month);
  if (found === undefined) throw new AppError('NOT_FOUND', `no fee in ${month}`);
  return found;
}

/** The day before the first of the next month. */
function lastDayOf(month: string): string {
  const intoNext = addDays(`${month}-01`, 31);
  return addDays(`${localMonthOf(intoNext)}-01`, -1);
}

function fileOf({ fileName, contentBase64 }: { fileName: string; contentBase64: string }): { fileName: string; contentBase64: string } {
  const sizeBytes = base64Size(contentBase64);
  if (sizeBytes === null) throw new AppError('BAD_INPUT', 'the attachment is not Base64');
  if (sizeBytes > largestAttachmentBytes) throw new AppError('ATTACHMENT_REFUSED', 'it is larger than 5 MB');
  if (!isPdf(contentBase64)) throw new AppError('ATTACHMENT_REFUSED', 'it is not a PDF');
  return { fileName: safePdfName(fileName), contentBase64 };
}
