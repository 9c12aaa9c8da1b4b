// The look has one source: outside ui/tokens.css no style sheet names a colour, a type size, a weight or a radius of its own, and distances are of the scale.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../../src/renderer');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((file) => file.split(path.sep).join('/'));
const tokensFile = 'ui/tokens.css';
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');
const sheets = files.filter((file) => file.endsWith('.css') && file !== tokensFile);
const tokens = new Set([...read(tokensFile).matchAll(/^\s*(--[\w-]+):/gm)].map(([, name]) => name));

/** Pixels between and within things. */
const scalePx = new Set([0, 1, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 24, 28, 32, 40, 48]);

interface Declaration {
  readonly where: string;
  readonly property: string;
  readonly value: string;
}

const declarationsIn = (text: string, where: string): Declaration[] =>
  [...text.matchAll(/(?<=[{;]\s*)(-{0,2}[a-z][\w-]*):\s*([^;{}]+);/g)].map(([, property = '', value = '']) => ({ where: `${where}: ${property}: ${value.trim()}`, property, value }));

const rules: Readonly<Record<string, (declaration: Declaration) => boolean>> = {
  'a colour': ({ value }) => /#[\da-f]{3,8}\b|\b(?:rgb|hsl|oklch|color)\(/i.test(value),
  'a type size': ({ property, value }) => property === 'font-size' && !/^(?:var\(--text-[\w-]+\)|inherit|[\d.]+em)$/.test(value.trim()),
  'a weight': ({ property, value }) => property === 'font-weight' && !/^(?:var\(--weight-[\w-]+\)|inherit)$/.test(value.trim()),
  'a radius': ({ property, value }) => property.endsWith('radius') && /\d(?:px|rem)/.test(value) && !/^0(?:px)?$/.test(value.trim()),
  'a distance off the scale': ({ property, value }) => /^(?:row-gap|column-gap|gap|padding|margin)/.test(property) && [...value.matchAll(/(\d+(?:\.\d+)?)px/g)].some(([, px]) => !scalePx.has(Number(px))),
};

describe.each(Object.entries(rules))('%s', (_name, isBroken) => {
  it('comes from the tokens in every style sheet', () => {
    expect(sheets.flatMap((file) => declarationsIn(read(file), file).filter(isBroken).map(({ where }) => where))).toEqual([]);
  });
});

it('no colour is written into a page', () => {
  const colour = /['"`\s](?:#[\da-f]{3}|#[\da-f]{6}|rgba?\([^)]*\))['"`\s;]/i;
  expect(files.filter((file) => /\.tsx?$/.test(file) && colour.test(read(file)))).toEqual([]);
  expect(colour.test(`<path stroke="#fff" />`)).toBe(true);
});

it('every token that is used is there, and every token that is there is used', () => {
  const users = files.filter((file) => /\.(?:css|tsx?)$/.test(file)).map((file) => [file, readFileSync(path.join(root, file), 'utf8')] as const);
  const used = users.flatMap(([file, text]) => [...text.matchAll(/var\((--[\w-]+)/g)].map(([, name = '']) => ({ file, name })));
  const own = new Set(users.flatMap(([, text]) => [...text.matchAll(/(--[\w-]+)['"]?\]?:/g)].map(([, name]) => name)));
  const fromLibraries = new Set(['--trigger-width']);
  expect(used.filter(({ name }) => !tokens.has(name) && !own.has(name) && !fromLibraries.has(name))).toEqual([]);
  const names = new Set(used.map(({ name }) => name));
  expect([...tokens].filter((name) => name !== undefined && !names.has(name))).toEqual([]);
});

it('the reader of style sheets finds what it looks for', () => {
  const bad = declarationsIn('.a { color: #fff; font-size: 13px; font-weight: 550; border-radius: 5px; padding: 4px 7px; }', 'sample');
  expect(Object.values(rules).map((isBroken) => bad.filter(isBroken).length)).toEqual([1, 1, 1, 1, 1]);
  const good = declarationsIn('.a { color: var(--ink); font-size: var(--text-s); font-weight: var(--weight-medium); border-radius: var(--radius); padding: 4px 8px; }', 'sample');
  expect(Object.values(rules).map((isBroken) => good.filter(isBroken).length)).toEqual([0, 0, 0, 0, 0]);
  expect(sheets.length).toBeGreaterThan(30);
});
