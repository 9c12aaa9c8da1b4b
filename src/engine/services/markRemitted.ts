// Marks a quarter's GST as remitted once the quarter has ended; doing it again only moves the date.
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import { AppError } from '../../contract/errors.ts';
import { getCurrentQuarter } from '../../domain/calendar.ts';
import type { EngineContext } from '../context.ts';

export function markRemitted(context: EngineContext, input: OperationParsedInput<'gst.markRemitted'>): OperationOutput<'gst.markRemitted'> {
  if (input.quarter >= getCurrentQuarter(context.now(), context.profile().timeZone)) throw new AppError('NOT_ALLOWED_NOW', 'the quarter has not ended yet');
  if (context.store.reads.gstAccrual(input.quarter) === undefined) throw new AppError('NOT_FOUND', `nothing was accrued in ${input.quarter}`);
  const remittedAt = context.store.transaction(() => {
    const at = context.store.gst.markRemitted(input.quarter);
    context.store.log.append({ source: 'person', kind: 'gst', result: 'ok', summary: `GST of ${input.quarter} was marked as remitted` });
    return at;
  });
  context.changed('gst', 'overview', 'activity');
  return { quarter: input.quarter, remitted: true, remittedAt };
}
