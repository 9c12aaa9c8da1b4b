// POST /batch: up to 30 items, each with an answer or a fault of its own.
import type { Company } from './company.ts';
import { specNamed } from './entitySpecs.ts';
import type { EntitySpec } from './entitySpecs.ts';
import { QuickBooksFault, faultObject, requiredParameter, unsupportedOperation } from './faults.ts';
import { objectProperty, objectsProperty, textProperty } from './json.ts';
import type { JsonObject } from './json.ts';
import { runQuery } from './queryRun.ts';
import { createEntity, deleteEntity, updateEntity, voidEntity } from './writeEntity.ts';

const MAX_ITEMS = 30;
const ITEM_WORDS = new Set(['bId', 'operation', 'optionsData', 'Query']);

function itemEntity(item: JsonObject): EntitySpec {
  const name = Object.keys(item).find((key) => !ITEM_WORDS.has(key)) ?? '';
  const spec = specNamed(name);
  if (spec === undefined || !spec.isWritable) throw unsupportedOperation(name === '' ? 'an empty batch item' : name);
  return spec;
}

function itemAnswer(company: Company, item: JsonObject): JsonObject {
  const query = textProperty(item, 'Query');
  if (query !== undefined) return { QueryResponse: runQuery(company, query) };
  const spec = itemEntity(item);
  const input = objectProperty(item, spec.name) ?? {};
  const operation = textProperty(item, 'operation');
  const isVoid = operation === 'void' || textProperty(item, 'optionsData') === 'void';
  if (operation === undefined) throw requiredParameter('operation');
  if (operation === 'delete') {
    return { [spec.name]: { domain: 'QBO', status: 'Deleted', Id: deleteEntity(company, spec.name, input) } };
  }
  if (isVoid) return { [spec.name]: voidEntity(company, spec.name, input).body };
  if (operation === 'create') return { [spec.name]: createEntity(company, spec.name, input).body };
  if (operation === 'update') return { [spec.name]: updateEntity(company, spec.name, input).body };
  throw unsupportedOperation(operation);
}

/** `BatchItemResponse` in the order of the items. */
export function batchAnswer(company: Company, body: JsonObject): JsonObject {
  const items = objectsProperty(body, 'BatchItemRequest');
  if (items.length === 0) throw requiredParameter('BatchItemRequest');
  if (items.length > MAX_ITEMS) {
    throw new QuickBooksFault({
      code: '1040',
      message: 'Batch limit exceeded',
      detail: `The number of batch items (${items.length}) exceeds the limit of ${MAX_ITEMS}.`,
    });
  }
  const answers = items.map((item): JsonObject => {
    const bId = textProperty(item, 'bId') ?? '';
    try {
      return { ...itemAnswer(company, item), bId };
    } catch (error) {
      if (!(error instanceof QuickBooksFault)) throw error;
      return { Fault: faultObject(error), bId };
    }
  });
  return { BatchItemResponse: answers };
}
