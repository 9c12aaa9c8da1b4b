// The bookkeeper on refunds, fees and payouts: approves, takes back, retries at random; clicks may be lost with the program.
import type { World } from './world.ts';

export interface DocumentBookkeeper {
  act(): void;
  retryEverything(): void;
}

interface Row {
  readonly id: number;
  readonly version: number;
  readonly status: string;
}

const kinds = { approve: 8, approveSome: 5, withdraw: 2, retry: 4, preview: 1, stale: 1 } as const;

export function makeDocumentBookkeeper(world: World): DocumentBookkeeper {
  const chance = world.chance.fork('document bookkeeper');
  let clicks = 0;
  const rows = (...statuses: string[]): Row[] =>
    world.program.looking.prepare<[], Row>('SELECT id, row_version AS version, status FROM qb_documents ORDER BY id').all().filter((row) => statuses.includes(row.status));
  const decide = (operation: 'documents.approve' | 'documents.withdraw' | 'documents.retry', chosen: readonly Row[]): void => {
    if (chosen.length === 0) return;
    clicks += 1;
    const key = `document click ${world.seed} ${clicks}`;
    const items = chosen.map((row) => ({ documentId: row.id, expectedVersion: row.version }));
    world.ask(operation, { items }, () => undefined, key);
    // A second click on the same button is the same intent.
    if (chance.percent(15)) world.ask(operation, { items }, () => undefined, key);
  };
  const retryable = ['failed', 'part_done', 'abandoned'];
  const acts: Record<keyof typeof kinds, () => void> = {
    approve: () => decide('documents.approve', rows('awaiting_review')),
    approveSome: () => decide('documents.approve', rows('awaiting_review').filter(() => chance.percent(50))),
    withdraw: () => decide('documents.withdraw', rows('approved').filter(() => chance.percent(50))),
    retry: () => decide('documents.retry', rows(...retryable)),
    stale: () => decide('documents.approve', rows('awaiting_review').map((row) => ({ ...row, version: row.version + 1 }))),
    preview: () => {
      const row = rows('awaiting_review', ...retryable)[0];
      if (row !== undefined) world.ask('documents.preview', { documentId: row.id });
    },
  };
  return {
    act: () => {
      const kind = chance.weighted(kinds);
      world.note(`  bookkeeper on documents: ${kind}`);
      acts[kind]();
    },
    retryEverything: () => {
      decide('documents.approve', rows('awaiting_review'));
      decide('documents.retry', rows(...retryable));
    },
  };
}
