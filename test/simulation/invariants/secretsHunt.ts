// Invariant 10: no key, token or card data in any file, log line or event of the run.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { World } from '../world.ts';

export function huntSecrets(world: World): void {
  const folder = path.dirname(world.program.databaseFile);
  const logs = world.logLines.join('\n');
  const files = readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name)).toString('latin1')] as const);
  for (const [name, text] of [...files, ['the log and the events', logs] as const]) {
    for (const secret of world.secretTexts) if (text.includes(secret)) world.violate(`a secret (${secret.slice(0, 6)}…) stands in ${name}`);
    for (const card of ['"exp_year"', '"exp_month"', '"fingerprint"', '4242424242424242']) if (text.includes(card)) world.violate(`card data (${card}) stands in ${name}`);
  }
}
