// The log a person reads, newest first, and the canary of vendor shapes that did not fit.
import type { ActivityRow } from '../../../contract/activity.ts';
import type { OperationOutput, OperationParsedInput } from '../../../contract/operations.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { containsPattern } from './likePattern.ts';
import { allOf, fragment, oneOf, type Fragment, type Statements } from './statements.ts';

export const activityColumns = `id, at, source, kind, result, summary, detail, invoice_id AS invoiceId, correlation_id AS correlationId`;

const list = 'activity';

/** Throws AppError BAD_INPUT for a cursor of another list. */
export function activityPage(statements: Statements, question: OperationParsedInput<'activity.list'>): OperationOutput<'activity.list'> {
  const { limit } = question;
  const sources = [...new Set(question.source)];
  const results = [...new Set(question.result)];
  const after: Fragment[] = question.cursor === null ? [] : [{ sql: 'id < ?', values: decodeCursor({ [list]: ['integer'] }, question.cursor).values }];
  const tests: Fragment[] = [];
  const text = (question.search ?? '').trim();
  if (text.includes('\0')) tests.push(fragment('0'));
  else if (text !== '') {
    const pattern = containsPattern(text);
    tests.push(fragment(`(summary LIKE ? ESCAPE '\\' OR detail LIKE ? ESCAPE '\\' OR kind = ?)`, pattern, pattern, text));
  }
  const found = statements.all<ActivityRow>(...pageStatement(sources, results, [...after, ...tests], limit + 1));
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const allCount = statements.getKept<{ n: number }>(`SELECT COUNT(*) AS n FROM activity`)?.n ?? 0;
  const isFiltered = sources.length + results.length + tests.length > 0;
  return {
    rows,
    nextCursor: found.length > limit && last !== undefined ? encodeCursor(list, [last.id]) : null,
    totals: question.withTotals === false ? null : isFiltered ? countOf(statements, sources, results, tests) : { count: allCount },
    allCount,
  };
}

/** Counted up to the limit of what is summed at a keystroke; null beyond. */
function countOf(statements: Statements, sources: readonly string[], results: readonly string[], tests: readonly Fragment[]): { count: number } | null {
  const [sql, values] = pageStatement(sources, results, tests, statements.limits.sum + 1);
  const count = statements.get<{ n: number }>(`SELECT COUNT(*) AS n FROM (${sql})`, values)?.n ?? 0;
  return count > statements.limits.sum ? null : { count };
}

/** Results are rarer than sources, so they lead; the ranges of several values are merged, each being in order of id. */
function pageStatement(sources: readonly string[], results: readonly string[], tests: readonly Fragment[], limit: number): [string, (string | number | null)[]] {
  const leading = results.length > 0 ? { column: 'result', values: results } : sources.length > 0 ? { column: 'source', values: sources } : null;
  const others = results.length > 0 && sources.length > 0 ? [oneOf('+source', sources)] : [];
  const arms = leading === null ? [allOf(tests)] : leading.values.map((value) => allOf([fragment(`${leading.column} = ?`, value), ...tests, ...others]));
  const from = leading === null ? 'activity NOT INDEXED' : `activity INDEXED BY activity_by_${leading.column}`;
  const each = arms.map((where) => `SELECT ${activityColumns}\nFROM ${from}\nWHERE ${where.sql}`);
  return [`${each.join('\nUNION ALL\n')}\nORDER BY id DESC\nLIMIT ?`, [...arms.flatMap((where) => where.values), limit]];
}

export function canaryRows(statements: Statements): OperationOutput<'activity.canary'>['rows'] {
  return statements.all(
    `SELECT id, object_type AS objectType, NULLIF(event_type, '') AS eventType, api_version AS apiVersion, problem, count,
            first_seen_at AS firstSeenAt, last_seen_at AS lastSeenAt, last_object_id AS lastObjectId, sample
     FROM vendor_canary ORDER BY last_seen_at DESC, id DESC`,
  );
}
