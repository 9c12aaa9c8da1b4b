// Marks a quarter's GST as remitted once the quarter has ended; doing it again only moves the date.
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import { AppError } from '../../contract/errors.ts';
import { getCurrentQuarter, instantAtLocalTime, localDateOf, quarterBounds } from '../../domain/calendar.ts';
import type { EngineContext } from '../context.ts';

/** `remittedOn`: the day on which it was lodged and paid, in the business's time zone; today where absent. */
export function markRemitted(context: Pick<EngineContext, 'now' | 'profile' | 'store' | 'changed'>, input: OperationParsedInput<'gst.markRemitted'>): OperationOutput<'gst.markRemitted'> {
  const { timeZone } = context.profile();
  const now = context.now();
  if (input.quarter >= getCurrentQuarter(now, timeZone)) throw new AppError('NOT_ALLOWED_NOW', 'the quarter has not ended yet');
  if (context.store.reads.gstAccrual(input.quarter) === undefined) throw new AppError('NOT_FOUND', `nothing was accrued in ${input.quarter}`);
  const today = localDateOf(now, timeZone);
  const day = input.remittedOn ?? today;
  if (day > today) throw new AppError('BAD_INPUT', 'the day of remittance lies in the future');
  if (day <= quarterBounds(input.quarter).to) throw new AppError('BAD_INPUT', `${input.quarter} had not ended on that day`);
  // A day that has passed has no time of its own: noon is that day in whatever zone it is looked at from nearby.
  const at = day === today ? now : instantAtLocalTime(day, '12:00', timeZone);
  context.store.transaction(() => {
    context.store.gst.markRemitted(input.quarter, at);
    context.store.log.append({ source: 'person', kind: 'gst', result: 'ok', summary: `GST of ${input.quarter} was marked as remitted` });
  });
  context.changed('gst', 'overview', 'activity');
  return { quarter: input.quarter, remitted: true, remittedAt: at };
}
