// refunds.list: every refund, whatever way it was made, by time.
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import { addDays, instantAtLocalTime, localDateOf } from '../../domain/calendar.ts';
import type { EngineContext } from '../context.ts';

/** Throws AppError BAD_INPUT for a cursor of another order. */
export function refundsList(context: EngineContext, input: OperationParsedInput<'refunds.list'>): OperationOutput<'refunds.list'> {
  const { timeZone, homeCurrency, invoicePrefix, invoiceDigits } = context.profile();
  const { filter } = input;
  const page = context.store.reads.refundsPage({
    ...input,
    fromAt: filter.from === undefined ? null : instantAtLocalTime(filter.from, '00:00', timeZone),
    beforeAt: filter.to === undefined ? null : instantAtLocalTime(addDays(filter.to, 1), '00:00', timeZone),
    homeCurrency,
    numberFormat: { prefix: invoicePrefix, digits: invoiceDigits },
  });
  return {
    rows: page.rows.map(({ bookedDate, ...row }) => ({ ...row, date: bookedDate ?? localDateOf(row.at, timeZone) })),
    nextCursor: page.nextCursor,
    totals: page.totals,
    allCount: page.allCount,
  };
}
