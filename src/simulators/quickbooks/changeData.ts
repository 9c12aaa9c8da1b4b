// GET /cdc: what was changed or deleted since an instant, by entity.
import type { Company } from './company.ts';
import { specNamed } from './entitySpecs.ts';
import type { EntitySpec } from './entitySpecs.ts';
import { QuickBooksFault, requiredParameter } from './faults.ts';
import type { JsonObject } from './json.ts';
import { metaTime } from './timestamps.ts';

const LOOK_BACK_MS = 30 * 86_400_000;
const MAX_OBJECTS = 1000;

function refused(detail: string): QuickBooksFault {
  return new QuickBooksFault({ code: '4001', message: 'Invalid change data request', detail });
}

function entitiesOf(text: string): EntitySpec[] {
  return text.split(',').map((name) => {
    const spec = specNamed(name.trim());
    if (spec === undefined || !spec.isInChangeData) throw refused(`Entity ${name.trim()} is not supported by CDC`);
    return spec;
  });
}

interface Change {
  atMs: number;
  body: JsonObject;
}

function changesOf(company: Company, spec: EntitySpec, sinceMs: number): Change[] {
  const changed = company.store
    .list(spec.name)
    .filter((record) => record.updatedMs >= sinceMs)
    .map((record): Change => ({ atMs: record.updatedMs, body: record.body }));
  const deleted = company.store.deletions
    .filter((deletion) => deletion.entity === spec.name && deletion.atMs >= sinceMs)
    .map((deletion): Change => {
      const meta = { LastUpdatedTime: metaTime(deletion.atMs) };
      return { atMs: deletion.atMs, body: { domain: 'QBO', status: 'Deleted', Id: deletion.id, MetaData: meta } };
    });
  return [...changed, ...deleted].sort((left, right) => right.atMs - left.atMs);
}

/** `CDCResponse`: newest first, at most 1000 objects in all, deletions as `{Id, status: "Deleted"}`. */
export function changeData(company: Company, parameters: URLSearchParams): JsonObject {
  const names = parameters.get('entities');
  const since = parameters.get('changedSince');
  if (names === null) throw requiredParameter('entities');
  if (since === null) throw requiredParameter('changedSince');
  const sinceMs = Date.parse(since.replace(' ', '+'));
  if (Number.isNaN(sinceMs)) throw refused(`changedSince ${since} is not a date`);
  if (company.nowMs() - sinceMs > LOOK_BACK_MS) throw refused('changedSince is more than 30 days ago');
  let room = MAX_OBJECTS;
  const answers = entitiesOf(names).map((spec): JsonObject => {
    const bodies = changesOf(company, spec, sinceMs)
      .slice(0, room)
      .map((change) => change.body);
    room -= bodies.length;
    return bodies.length === 0 ? {} : { [spec.name]: bodies, startPosition: 1, maxResults: bodies.length };
  });
  return { CDCResponse: [{ QueryResponse: answers }] };
}
