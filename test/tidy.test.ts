// Keeps the tree as it was meant, by reading it: who imports whom, what each zone may touch, how files open, what must not be in them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { appVersion } from '../src/contract/version.ts';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** Paths from the root with forward slashes, sorted. */
const filesUnder = (folder: string): string[] =>
  existsSync(path.join(root, folder))
    ? readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
        .filter((item) => item.isFile())
        .map((item) => path.relative(root, path.join(item.parentPath, item.name)).split(path.sep).join('/'))
        .sort()
    : [];

const isCode = (file: string): boolean => /\.(?:ts|tsx|mjs)$/.test(file);
const sources = filesUnder('src').filter(isCode);
const allCode = ['src', 'test', 'bench', 'scripts'].flatMap(filesUnder).filter(isCode);

/** Comments and the inside of strings blanked, so that words in them are not taken for code. */
const codeOnly = (text: string): string =>
  text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g, (found) => (found.startsWith('/') ? ' ' : "''"));

/** Every static, dynamic and re-exporting import, with type imports among them. */
const importsOf = (text: string): string[] => {
  const withoutComments = text.replaceAll(/\/\*[\s\S]*?\*\/|(?<![:'"])\/\/[^\n]*/g, ' ');
  const found = withoutComments.matchAll(/(?:^|[;\n}])\s*(?:import|export)\b[^'";()]*?\bfrom\s*['"]([^'"]+)['"]|(?:^|[;\n])\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g);
  return [...found].map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? '');
};

interface Import {
  readonly file: string;
  readonly zone: string;
  readonly specifier: string;
  /** Zone of src it leads to, `node` or `package`. */
  readonly target: string;
  readonly targetFile: string;
}

const zoneOf = (file: string): string => file.split('/')[1] ?? '';

const resolveImport = (file: string, specifier: string): Import => {
  const zone = zoneOf(file);
  if (specifier.startsWith('node:')) return { file, zone, specifier, target: 'node', targetFile: '' };
  if (!specifier.startsWith('.')) return { file, zone, specifier, target: 'package', targetFile: '' };
  const targetFile = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
  return { file, zone, specifier, target: targetFile.startsWith('src/') ? zoneOf(targetFile) : 'outside', targetFile };
};

const imports = sources.flatMap((file) => importsOf(read(file)).map((specifier) => resolveImport(file, specifier)));

interface Zone {
  readonly mayImport: readonly string[];
  readonly mayUseNode: boolean;
  /** Packages by name; undefined: any but electron. */
  readonly packages: readonly string[] | undefined;
  /** The test must have seen at least this much, or it looked in the wrong place. */
  readonly files: number;
  readonly imports: number;
}

const zones: Readonly<Record<string, Zone>> = {
  contract: { mayImport: [], mayUseNode: false, packages: ['zod'], files: 12, imports: 20 },
  domain: { mayImport: ['contract'], mayUseNode: false, packages: ['temporal-polyfill'], files: 8, imports: 10 },
  engine: { mayImport: ['domain', 'contract'], mayUseNode: false, packages: ['zod'], files: 8, imports: 20 },
  adapters: { mayImport: ['engine', 'domain', 'contract'], mayUseNode: true, packages: undefined, files: 15, imports: 40 },
  simulators: { mayImport: [], mayUseNode: true, packages: undefined, files: 20, imports: 40 },
  shell: { mayImport: ['engine', 'adapters', 'simulators', 'contract'], mayUseNode: true, packages: ['better-sqlite3'], files: 15, imports: 40 },
  main: { mayImport: ['shell', 'engine', 'adapters', 'contract'], mayUseNode: true, packages: ['electron', 'zod'], files: 8, imports: 30 },
  host: { mayImport: ['shell', 'engine', 'adapters', 'contract'], mayUseNode: true, packages: [], files: 8, imports: 30 },
  preload: { mayImport: ['contract'], mayUseNode: false, packages: ['electron'], files: 1, imports: 2 },
  renderer: { mayImport: ['contract'], mayUseNode: false, packages: undefined, files: 10, imports: 30 },
};

const packageName = (specifier: string): string => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');

describe('who may import whom', () => {
  test('every folder of src is a zone with rules', () => {
    expect([...new Set(sources.map(zoneOf))].sort()).toEqual(Object.keys(zones).sort());
  });

  test.each(Object.entries(zones))('%s', (name, zone) => {
    const own = imports.filter((each) => each.zone === name);
    expect(sources.filter((file) => zoneOf(file) === name).length).toBeGreaterThanOrEqual(zone.files);
    expect(own.length).toBeGreaterThanOrEqual(zone.imports);
    const isAllowed = ({ target, specifier }: Import): boolean => {
      if (target === name || zone.mayImport.includes(target)) return true;
      if (target === 'node') return zone.mayUseNode;
      if (target !== 'package') return false;
      const used = packageName(specifier);
      return zone.packages === undefined ? used !== 'electron' : zone.packages.includes(used);
    };
    expect(own.filter((each) => !isAllowed(each)).map(({ file, specifier }) => `${file} → ${specifier}`)).toEqual([]);
  });

  test('adapters and simulators: adapters see only the ports of the engine', () => {
    const inward = imports.filter(({ zone, target }) => zone === 'adapters' && target === 'engine');
    expect(inward.length).toBeGreaterThan(5);
    expect(inward.filter(({ targetFile }) => !targetFile.startsWith('src/engine/ports/')).map(({ file, specifier }) => `${file} → ${specifier}`)).toEqual([]);
  });

  test('the engine and its ports know no adapter by type either', () => {
    expect(sources.filter((file) => zoneOf(file) === 'engine' && /from '(?:stripe|intuit-oauth|better-sqlite3|pino)/.test(read(file)))).toEqual([]);
  });

  test('every relative import names its file with its extension, and the file is there', () => {
    const relative = imports.filter(({ specifier }) => specifier.startsWith('.'));
    expect(relative.length).toBeGreaterThan(200);
    const strip = (file: string): string => file.replace(/\?\w+$/, '');
    expect(relative.filter(({ targetFile }) => !/\.\w+$/.test(strip(targetFile)) || !existsSync(path.join(root, strip(targetFile)))).map(({ file, specifier }) => `${file} → ${specifier}`)).toEqual([]);
  });

  test('the reader of imports sees every form', () => {
    const text = ["import a from 'a';", "import { b,\n  c } from 'b';", "import type { D } from '../d.ts';", "export * from 'e';", "export { f } from 'f';", "import 'g';", "const h = await import('h');", "// import x from 'no';", "/* import y from 'no'; */"].join('\n');
    expect(importsOf(text)).toEqual(['a', 'b', '../d.ts', 'e', 'f', 'g', 'h']);
  });
});

describe('what a zone may touch', () => {
  const impure = /\b(?:new Date\b|Date\.(?:now|parse|UTC)\b|Math\.random\b|fetch\(|process\.|setTimeout\(|setInterval\(|setImmediate\(|queueMicrotask\(|performance\.|crypto\.|Temporal\.Now\b|async\b|await\b|Promise\b)/;
  test('domain has no clock, chance, promise, network, process or timer', () => {
    const domain = sources.filter((file) => zoneOf(file) === 'domain');
    expect(domain.length).toBeGreaterThan(8);
    expect(domain.filter((file) => impure.test(codeOnly(read(file))))).toEqual([]);
  });
  test('the engine takes time and chance from its ports', () => {
    const ambient = /\b(?:new Date\(\)|Date\.now\b|Math\.random\b|fetch\(|process\.|setTimeout\(|setInterval\(|performance\.|crypto\.)/;
    expect(sources.filter((file) => zoneOf(file) === 'engine' && ambient.test(codeOnly(read(file))))).toEqual([]);
  });
  test('the words are found where they are', () => {
    for (const text of ['Date.now()', 'new Date(1)', 'Math.random()', 'await x', 'process.env', 'fetch(url)']) expect(impure.test(codeOnly(text))).toBe(true);
    expect(impure.test(codeOnly("// Date.now() in a comment\nconst a = 'await';"))).toBe(false);
  });
});

describe('files', () => {
  /** A longer file, with the reason that it is one sitting all the same. */
  const longer: Readonly<Record<string, string>> = {
    'src/simulators/stripe/shapes.ts': "one table of Stripe's object shapes, read side by side with its reference",
    'test/adapters/quickbooks/quickBooksApi.test.ts': 'one table of faults and answers against one server',
    'test/adapters/stripe/stripeGateway.test.ts': 'one table of faults and answers against one server',
    'test/domain/stripe/readObjects.test.ts': 'one table of cases per kind of object',
    'test/simulators/stripe/billing.test.ts': "one client's billing life, told in order",
  };
  const lines = (file: string): number => read(file).split('\n').length - 1;

  test('open with one line that says what they are for', () => {
    expect(allCode.length).toBeGreaterThan(100);
    expect(allCode.filter((file) => !/^(?:#![^\n]*\n)?\/\/ \S/.test(read(file)))).toEqual([]);
  });

  test('have at most 400 lines', () => {
    expect(allCode.filter((file) => lines(file) > 400 && longer[file] === undefined).map((file) => `${file}: ${lines(file)}`)).toEqual([]);
    expect(Object.keys(longer).filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  });

  test('are named after what they hold, not utils, helpers, managers or barrels', () => {
    expect(allCode.filter((file) => /(?:^|\/)(?:utils?|helpers?|common|misc|\w*Manager)(?:\/|\.tsx?$)/i.test(file))).toEqual([]);
    const isBarrel = (file: string): boolean => {
      const statements = codeOnly(read(file)).split(';').map((part) => part.trim()).filter((part) => part !== '');
      return statements.length > 1 && statements.every((part) => /^export\s*(?:\*|(?:type\s*)?\{[^}]*\})\s*from/.test(part));
    };
    expect(sources.filter(isBarrel)).toEqual([]);
  });
});

describe('what must not be in the tree', () => {
  const texts = ['src', 'test', 'bench', 'scripts', 'resources', '.ci', 'docs'].flatMap(filesUnder).filter((file) => /\.(?:ts|tsx|mjs|css|html|json|sql|md|yml|svg)$|\/run$/.test(file));
  const self = 'test/tidy.test.ts';
  const ofRoot = readdirSync(root, { withFileTypes: true }).filter((item) => item.isFile() && item.name !== 'package-lock.json').map((item) => item.name);
  const everything = [...texts, ...ofRoot].filter((file) => file !== self);

  /** Spelled in parts, so that this file does not hold them either. */
  const forbidden: [what: string, pattern: RegExp][] = [
    ['the address of a package registry', /\bregistry\.[a-z]+\.(?:org|com)\b/i],
    ['a path of one machine', /(?:^|[\s'"`(=:])\/(?:work|root|home\/(?!(?:a|sample)\b)\w+|Users\/(?!a\b)\w+)\//],
    ['work left undone', new RegExp(`\\b(?:${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')})\\b`)],
    ['a check switched off', new RegExp(`@ts-${'ignore'}|@ts-${'nocheck'}|${'ox'}lint-disable|eslint-disable`)],
    ['a skipped or singled-out test', /\b(?:test|it|describe)\.(?:only|skip|todo)\(/],
  ];
  test('the list is long enough to mean something', () => {
    expect(everything.length).toBeGreaterThan(150);
  });
  test.each(forbidden)('%s', (_what, pattern) => {
    expect(everything.filter((file) => pattern.test(read(file)))).toEqual([]);
  });

  test('floats near money', () => {
    expect(sources.filter((file) => /\bparseFloat\b|\.toFixed\(|\*\s*0\.1\b|\/\s*1\.1\b/.test(codeOnly(read(file))))).toEqual([]);
  });
});

describe('package files', () => {
  const manifest = JSON.parse(read('package.json')) as { version: string; dependencies: Record<string, string>; devDependencies: Record<string, string>; allowScripts: Record<string, boolean> };
  const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, { resolved?: string; integrity?: string; hasInstallScript?: boolean; version?: string }> };

  test("the program's version is the package's", () => {
    expect(appVersion).toBe(manifest.version);
  });
  test('every dependency is pinned to one version', () => {
    const all = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(all.length).toBeGreaterThan(20);
    expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([]);
  });
  test('the lock file holds a digest of every package and no address to download from', () => {
    const packages = Object.entries(lock.packages).filter(([place]) => place !== '');
    expect(packages.length).toBeGreaterThan(200);
    expect(packages.filter(([, { resolved }]) => resolved !== undefined).map(([place]) => place)).toEqual([]);
    // Tools' binaries for other systems, which could not be fetched where the lock was written. Without their entries npm ci
    // refuses the lock everywhere; with them it installs that exact version, there without a digest to check.
    const isForeignTool = (place: string): boolean => /^node_modules\/@(?:oxc-parser|oxfmt|oxlint)\/binding-(?!linux-x64-gnu$)/.test(place);
    expect(packages.filter(([place, { integrity }]) => integrity === undefined && !isForeignTool(place)).map(([place]) => place)).toEqual([]);
    expect(read('package-lock.json')).not.toMatch(/https?:\/\/[^"]*\.tgz/);
  });
  test('every install script was decided about by name', () => {
    const withScripts = Object.entries(lock.packages).filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([place]) => place.replace(/^.*node_modules\//, ''));
    expect(withScripts.length).toBeGreaterThan(0);
    expect(withScripts.filter((name) => manifest.allowScripts[name] === undefined)).toEqual([]);
  });
});
