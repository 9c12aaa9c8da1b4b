// The command line of both shells: which flags there are, and what a person typed.
import { parseArgs } from 'node:util';
import type { ParseArgsOptionsConfig } from 'node:util';
import type { Environment } from '../contract/values.ts';
import flags from './flags.json' with { type: 'json' };

export interface Options {
  readonly browser: boolean;
  /** 0: any free port. */
  readonly port: number;
  readonly open: boolean;
  readonly home: string | undefined;
  /** What the flags ask for; undefined: the program chooses (see `chooseCompany`). */
  readonly company: Environment | undefined;
  readonly apiTokenFile: string | undefined;
  readonly redirectUri: string | undefined;
  readonly stripeUrl: string | undefined;
  readonly qboUrl: string | undefined;
  readonly intuitUrl: string | undefined;
  readonly help: boolean;
}

export type ParsedOptions =
  | { readonly ok: true; readonly options: Options }
  | { readonly ok: false; readonly sentence: string };

type FlagName = keyof typeof flags;
type Typed = Partial<Record<FlagName, string | boolean>>;

const configuration: ParseArgsOptionsConfig = Object.fromEntries(
  Object.entries(flags).map(([name, flag]) => [name, { type: flag.type === 'boolean' ? 'boolean' : 'string' }]),
);

class OptionError extends Error {}

const textOf = (typed: Typed, name: FlagName): string | undefined => {
  const value = typed[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || value === '') throw new OptionError(`--${name} needs a value.`);
  return value;
};

/** Addresses stay http(s) and lose a trailing slash, so that paths can be appended. */
const urlOf = (typed: Typed, name: FlagName): string | undefined => {
  const text = textOf(typed, name);
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new OptionError(`--${name} must be an address that begins with http:// or https://.`);
  }
  return text.replace(/\/+$/, '');
};

const portOf = (typed: Typed): number => {
  const text = textOf(typed, 'port');
  if (text === undefined) return 0;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new OptionError('--port must be a number from 0 to 65535.');
  return port;
};

const companyOf = (typed: Typed): Environment | undefined => {
  const asked: Environment[] = [];
  if (typed.demo === true) asked.push('demo');
  if (typed['no-demo'] === true) asked.push('live');
  if (typed.test === true) asked.push('test');
  if (asked.length > 1) throw new OptionError('Only one of --demo, --no-demo and --test can be given.');
  return asked[0];
};

/**
 * Reads the arguments after the program's own name. `ignoreUnknown`: the desktop app, where Chromium's flags stand among ours;
 * elsewhere an unknown flag is a mistake of the person and is named.
 */
export const parseOptions = (args: readonly string[], ignoreUnknown = false): ParsedOptions => {
  try {
    const { values } = parseArgs({ args: [...args], options: configuration, strict: !ignoreUnknown, allowPositionals: ignoreUnknown });
    const typed = values as Typed;
    return {
      ok: true,
      options: {
        browser: typed.browser === true,
        port: portOf(typed),
        open: typed['no-open'] !== true,
        home: textOf(typed, 'home'),
        company: companyOf(typed),
        apiTokenFile: textOf(typed, 'api-token-file'),
        redirectUri: urlOf(typed, 'redirect-uri'),
        stripeUrl: urlOf(typed, 'stripe-url'),
        qboUrl: urlOf(typed, 'qbo-url'),
        intuitUrl: urlOf(typed, 'intuit-url'),
        help: typed.help === true,
      },
    };
  } catch (error) {
    if (error instanceof OptionError) return { ok: false, sentence: error.message };
    if (error instanceof TypeError && 'code' in error) return { ok: false, sentence: explain(error, args) };
    throw error;
  }
};

/** Node's own sentences speak to programmers; these name the flag and the way out. */
const explain = (error: TypeError & { code?: unknown }, args: readonly string[]): string => {
  const quoted = /'(-[^' ]*)/.exec(error.message)?.[1];
  switch (error.code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION':
      return `There is no flag ${quoted ?? args.join(' ')}. Use --help for the list.`;
    case 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL':
      return `Only flags are understood. Use --help for the list.`;
    default:
      return `${quoted ?? 'A flag'} was not understood: it either needs a value or takes none. Use --help for the list.`;
  }
};

/** The list that --help prints. */
export const helpText = (): string => {
  const rows = Object.entries(flags).map(([name, flag]) => [`--${name}${'argument' in flag ? ` ${flag.argument}` : ''}`, flag.help] as const);
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return ['Usage: npm start -- [flags]', '', ...rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`)].join('\n');
};
