// The console's own files as a fixed map from address to content: what is not in it does not exist, so there is no path to escape by.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface StaticFile {
  readonly type: string;
  readonly body: Buffer;
  /** The bundler put a hash of the content in the name, so the address never changes its meaning. */
  readonly isImmutable: boolean;
}

export type StaticFiles = ReadonlyMap<string, StaticFile>;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

/** Reads the built renderer once. Source maps and files of unknown kinds are left out. Throws when index.html is missing. */
export const readStaticFiles = (folder: string): StaticFiles => {
  const files = new Map<string, StaticFile>();
  for (const item of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = types[path.extname(item.name)];
    if (!item.isFile() || type === undefined) continue;
    const file = path.join(item.parentPath, item.name);
    const address = `/${path.relative(folder, file).split(path.sep).join('/')}`;
    files.set(address, { type, body: readFileSync(file), isImmutable: address.startsWith('/assets/') });
  }
  const index = files.get('/index.html');
  if (index === undefined) throw new Error(`the console's pages are not in ${folder}; build first`);
  files.set('/', index);
  return files;
};

/** The file for an address; the console itself for the address of one of its screens (`/invoices/17`). */
export const findStaticFile = (files: StaticFiles, pathname: string): StaticFile | undefined => {
  const file = files.get(pathname);
  if (file !== undefined) return file;
  return /^(?:\/[a-z0-9-]+)+$/.test(pathname) && !pathname.startsWith('/assets/') ? files.get('/') : undefined;
};
