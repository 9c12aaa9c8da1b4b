// What the same machine does without the program: a page that only draws rows, and SQLite that only reads them.
import type { Browser } from '@playwright/test';
import Database from 'better-sqlite3';
import { addWatch, changed, watchChange } from './watchPage.ts';

export interface BarePage {
  readonly firstPaintMs: number;
  readonly rowsMs: readonly number[];
  readonly framesMs: readonly number[];
}

const rowsDrawn = 40;
const bareHtml = `<!doctype html><main><button onclick="draw()">Draw</button><table></table></main><script>
let turn = 0;
function draw() {
  turn += 1;
  document.querySelector('table').innerHTML = Array.from({ length: ${rowsDrawn} }, (_none, row) => '<tr>' + Array.from({ length: 8 }, (_cell, column) => '<td>' + turn + '.' + row + '.' + column + '</td>').join('') + '</tr>').join('');
}
</script>`;

/** An empty page with a table, in the same browser: the first paint, a click to rows, frames while it redraws all of them in each. */
export async function barePage(browser: Browser, repetitions: number): Promise<BarePage> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
  await addWatch(page);
  const startedMs = performance.now();
  await page.route('http://bare.test/', (route) => route.fulfill({ contentType: 'text/html', body: bareHtml }));
  await page.goto('http://bare.test/');
  await page.waitForSelector('main');
  const firstPaintMs = performance.now() - startedMs;
  const rowsMs: number[] = [];
  for (let turn = 0; turn < repetitions; turn += 1) {
    await watchChange(page, 'tr');
    await page.getByRole('button').click();
    rowsMs.push(await changed(page));
  }
  const framesMs = await page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const betweenMs: number[] = [];
        let lastMs = 0;
        const next = (nowMs: number): void => {
          if (lastMs > 0) betweenMs.push(nowMs - lastMs);
          lastMs = nowMs;
          document.querySelector('button')?.click();
          if (betweenMs.length < 120) requestAnimationFrame(next);
          else resolve(betweenMs);
        };
        requestAnimationFrame(next);
      }),
  );
  await page.close();
  return { firstPaintMs, rowsMs, framesMs };
}

const places = ['Kimberley', 'Pilbara', 'Gippsland', 'Illawarra', 'Riverina'] as const;

/** The barest SQL that finds the rows that the page shows, each many times, through a connection of its own. */
export function bareSql(databaseFile: string, repetitions: number): Record<'filter' | 'search' | 'clients' | 'ledger', number[]> {
  const db = new Database(databaseFile, { readonly: true });
  const timed = (sql: string, valueAt: (turn: number) => readonly string[]): number[] => {
    const statement = db.prepare(sql);
    return Array.from({ length: repetitions }, (_none, turn) => {
      const startedMs = performance.now();
      JSON.stringify(statement.all(...valueAt(turn)));
      return performance.now() - startedMs;
    });
  };
  const like = (turn: number): readonly string[] => [`%${places[turn % places.length] ?? ''}%`];
  const answers = {
    filter: timed(`SELECT * FROM billing_invoices WHERE qb_sync_status = 'awaiting_review' ORDER BY local_date DESC, id DESC LIMIT 101`, () => []),
    search: timed('SELECT * FROM billing_invoices WHERE client_name LIKE ? ORDER BY local_date DESC, id DESC LIMIT 101', like),
    clients: timed('SELECT * FROM orgs WHERE name LIKE ? ORDER BY name COLLATE NOCASE LIMIT 101', like),
    ledger: timed('SELECT * FROM billing_ledger WHERE description LIKE ? ORDER BY id DESC LIMIT 101', () => ['%monthly%']),
  };
  db.close();
  return answers;
}
