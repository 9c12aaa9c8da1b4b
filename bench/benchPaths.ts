// Where a benchmark's database lies in its folder; apart from the engine, which a bare reference must not load.
import path from 'node:path';

export const databaseFileIn = (folder: string): string => path.join(folder, 'tieout.db');
