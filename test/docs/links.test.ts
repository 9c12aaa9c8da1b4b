// The documents lead nowhere wrong: every relative link, every heading linked to and every file named in them is there.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const documents = [
  'README.md',
  ...readdirSync(path.join(root, 'docs'), { recursive: true }).map(
    (name) => `docs/${String(name).split(path.sep).join('/')}`,
  ),
].filter((file) => file.endsWith('.md'));

/** Fenced examples left out: what stands in them is typed, not followed. */
const prose = (file: string): string => read(file).replaceAll(/```[\s\S]*?```/g, '');

/** A heading's address as GitHub makes it: lower case, blanks to hyphens, punctuation dropped. */
const slugOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');
const headingsOf = (file: string): string[] =>
  [...prose(file).matchAll(/^#{1,6} (.+)$/gm)].map((match) => slugOf(match[1] ?? ''));

const linksOf = (file: string): string[] =>
  [...prose(file).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
const isRelative = (link: string): boolean => !/^[a-z][a-z0-9+.-]*:/i.test(link);

const deadLinks = (file: string): string[] =>
  linksOf(file)
    .filter(isRelative)
    .filter((link) => {
      const [target = '', heading] = link.split('#');
      const place = target === '' ? file : path.posix.normalize(path.posix.join(path.posix.dirname(file), target));
      if (!existsSync(path.join(root, place))) return true;
      return heading !== undefined && !headingsOf(place).includes(heading);
    });

/** Files and folders of the tree named in backticks, such as `src/engine/handle.ts` or `test/host/`. */
const namedFiles = (file: string): string[] =>
  [...prose(file).matchAll(/`((?:src|test|docs|scripts|resources)\/[\w./-]+)`/g)].map((match) => match[1] ?? '');

describe('documents', () => {
  test('there are some, and they link to each other', () => {
    expect(documents.length).toBeGreaterThan(10);
    expect(documents.flatMap(linksOf).filter(isRelative).length).toBeGreaterThan(30);
    expect(documents.flatMap(namedFiles).length).toBeGreaterThan(50);
  });

  test.each(documents)('%s: every relative link leads somewhere', (file) => {
    expect(deadLinks(file)).toEqual([]);
  });

  test.each(documents)('%s: every file it names is there', (file) => {
    expect(namedFiles(file).filter((named) => !existsSync(path.join(root, named)))).toEqual([]);
  });

  test('every document can be reached from the README', () => {
    const reached = new Set(['README.md']);
    for (const file of reached) {
      for (const link of linksOf(file).filter(isRelative)) {
        const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), link.split('#')[0] ?? ''));
        if (documents.includes(target)) reached.add(target);
      }
    }
    expect(documents.filter((file) => !reached.has(file))).toEqual([]);
  });

  test('headings become addresses as the links spell them', () => {
    expect(slugOf('The eight steps')).toBe('the-eight-steps');
    expect(slugOf('8. Lanes: `stripe`, `quickbooks`')).toBe('8-lanes-stripe-quickbooks');
  });
});
