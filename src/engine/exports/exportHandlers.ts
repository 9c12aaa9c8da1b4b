// Exports: the PDF of a table, and the note of every export in the log.
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import type { EngineContext } from '../context.ts';

interface ExportHandlers {
  'exports.pdf': (input: OperationParsedInput<'exports.pdf'>) => Promise<OperationOutput<'exports.pdf'>>;
  'exports.note': (input: OperationParsedInput<'exports.note'>) => OperationOutput<'exports.note'>;
}

export function exportHandlers(context: EngineContext): ExportHandlers {
  return {
    'exports.pdf': (table) => context.printTable(table, context.now()),
    'exports.note': ({ title, format, rowCount, filter }) => {
      const rows = rowCount === 1 ? '1 row' : `${rowCount} rows`;
      context.store.log.append({ source: 'person', kind: 'export', result: 'ok', summary: `${title}: ${rows} exported as ${format}`, detail: filter === '' ? null : filter });
      context.changed('activity');
      return { noted: true };
    },
  };
}
