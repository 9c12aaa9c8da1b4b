// Marks a quarter's GST as remitted; doing it again only moves the date.
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import type { EngineContext } from '../context.ts';

export function markRemitted(context: EngineContext, input: OperationParsedInput<'gst.markRemitted'>): OperationOutput<'gst.markRemitted'> {
  const remittedAt = context.store.transaction(() => {
    const at = context.store.gst.markRemitted(input.quarter);
    context.store.log.append({ source: 'person', kind: 'gst', result: 'ok', summary: `GST of ${input.quarter} was marked as remitted` });
    return at;
  });
  context.changed('gst', 'overview', 'activity');
  return { quarter: input.quarter, remitted: true, remittedAt };
}
