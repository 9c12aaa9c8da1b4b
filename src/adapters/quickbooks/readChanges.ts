// Reads the answer of `GET /cdc`: what was changed or deleted, by entity.
import type { QboChanges, QboEntityName, QboJson } from '../../engine/ports/quickBooksGateway.ts';

/** The most objects that one answer of change data holds; Intuit says no more than that there may be others. */
const mostChanges = 1000;

/** `{CDCResponse: [{QueryResponse: [{Invoice: […]}, {}, …]}]}`; undefined where it has not that shape. */
export function readChanges(json: QboJson, entities: readonly QboEntityName[]): QboChanges | undefined {
  const responses = listOf(listOf(json['CDCResponse'])[0]?.['QueryResponse']);
  if (!Array.isArray(json['CDCResponse'])) return undefined;
  const changes = responses.flatMap((response) =>
    entities.flatMap((entity) =>
      listOf(response[entity]).map((found) => ({ entity, id: String(found['Id'] ?? ''), found: found['status'] === 'Deleted' ? null : found })),
    ),
  );
  return { changes, isCut: changes.length >= mostChanges };
}

const listOf = (value: unknown): readonly QboJson[] =>
  Array.isArray(value) ? value.filter((item): item is QboJson => typeof item === 'object' && item !== null && !Array.isArray(item)) : [];
