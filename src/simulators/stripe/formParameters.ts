// Form-encoded parameters with nested brackets, and typed readers that complain as Stripe does.
import type { Metadata } from './jsonShapes.ts';
import { invalidRequest } from './stripeError.ts';

type ParameterValue = string | ParameterValue[] | { [key: string]: ParameterValue };
export type ParameterTree = { [key: string]: ParameterValue };

type Node = Map<string, string | Node>;

/** Parses `a=1&b[c]=2&d[0][e]=3&f[]=4`; keys are held in Maps, so that `__proto__` is only a name. */
export function parseForm(text: string): ParameterTree {
  const root: Node = new Map();
  if (text === '') return {};
  for (const pair of text.split('&')) {
    const equals = pair.indexOf('=');
    const rawKey = equals < 0 ? pair : pair.slice(0, equals);
    const value = equals < 0 ? '' : decode(pair.slice(equals + 1));
    place(root, decode(rawKey), value);
  }
  return Object.fromEntries([...root].map(([key, node]) => [key, settle(node)]));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function place(root: Node, key: string, value: string): void {
  const head = /^[^[]*/.exec(key)?.[0] ?? key;
  const segments = [head, ...[...key.slice(head.length).matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? '')];
  let node = root;
  for (const [index, segment] of segments.entries()) {
    const name = segment === '' ? String(node.size) : segment;
    if (index === segments.length - 1) {
      node.set(name, value);
      return;
    }
    const child = node.get(name);
    const next: Node = child instanceof Map ? child : new Map();
    node.set(name, next);
    node = next;
  }
}

function settle(node: string | Node): ParameterValue {
  if (typeof node === 'string') return node;
  const keys = [...node.keys()];
  if (keys.length > 0 && keys.every((key) => /^\d+$/.test(key))) {
    return [...node].sort((a, b) => Number(a[0]) - Number(b[0])).map(([, child]) => settle(child));
  }
  return Object.fromEntries([...node].map(([key, child]) => [key, settle(child)]));
}

/** What in-process callers may pass; numbers and booleans become the text that the wire would carry. */
export type LooseParameters = { [key: string]: LooseValue | undefined };
type LooseValue = string | number | boolean | null | LooseValue[] | LooseParameters;

export function toParameterTree(loose: LooseParameters): ParameterTree {
  const tree: ParameterTree = {};
  for (const [key, value] of Object.entries(loose)) if (value !== undefined) tree[key] = toParameterValue(value);
  return tree;
}

function toParameterValue(value: LooseValue): ParameterValue {
  if (value === null) return '';
  if (Array.isArray(value)) return value.map(toParameterValue);
  if (typeof value === 'object') return toParameterTree(value);
  return String(value);
}

/** Readers over one level of parameters; `path` is the bracketed name used in error messages. */
export class Parameters {
  readonly tree: ParameterTree;
  readonly #path: string;

  constructor(tree: ParameterTree, path = '') {
    this.tree = tree;
    this.#path = path;
  }

  nameOf(name: string): string {
    return this.#path === '' ? name : `${this.#path}[${name}]`;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.tree, name);
  }

  /** True where the caller sent the empty string, Stripe's way to clear a field. */
  clears(name: string): boolean {
    return this.has(name) && this.tree[name] === '';
  }

  text(name: string): string | undefined {
    if (!this.has(name)) return undefined;
    const value = this.tree[name];
    if (typeof value !== 'string') throw invalidRequest(`Invalid string: ${JSON.stringify(value)}`, this.nameOf(name));
    return value === '' ? undefined : value;
  }

  requiredText(name: string): string {
    const value = this.text(name);
    if (value === undefined) {
      throw invalidRequest(`Missing required param: ${this.nameOf(name)}.`, this.nameOf(name), 'parameter_missing');
    }
    return value;
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined) {
      throw invalidRequest(`Invalid ${this.nameOf(name)}: must be one of ${allowed.join(', ')}`, this.nameOf(name));
    }
    return found;
  }

  integer(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (!/^-?\d{1,15}$/.test(value)) {
      throw invalidRequest(`Invalid integer: ${value}`, this.nameOf(name), 'parameter_invalid_integer');
    }
    return Number(value);
  }

  requiredInteger(name: string): number {
    this.requiredText(name);
    return this.integer(name) ?? 0;
  }

  truth(name: string): boolean | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (value === 'true') return true;
    if (value === 'false') return false;
    throw invalidRequest(`Invalid boolean: ${value}`, this.nameOf(name));
  }

  nested(name: string): Parameters | undefined {
    const value = this.tree[name];
    if (!this.has(name) || value === undefined || value === '') return undefined;
    if (typeof value === 'string' || Array.isArray(value)) throw invalidRequest('Invalid object', this.nameOf(name));
    return new Parameters(value, this.nameOf(name));
  }

  each(name: string): Parameters[] {
    const value = this.tree[name];
    if (!this.has(name) || value === '' || value === undefined) return [];
    if (!Array.isArray(value)) throw invalidRequest('Invalid array', this.nameOf(name));
    return value.map((element, index) => {
      if (typeof element === 'string' || Array.isArray(element))
        throw invalidRequest('Invalid object', this.nameOf(name));
      return new Parameters(element, `${this.nameOf(name)}[${index}]`);
    });
  }

  texts(name: string): string[] {
    const value = this.tree[name];
    if (!this.has(name) || value === '' || value === undefined) return [];
    if (!Array.isArray(value)) throw invalidRequest('Invalid array', this.nameOf(name));
    return value.filter((element) => typeof element === 'string');
  }

  /** Metadata merged as Stripe does it: an empty value removes the key, an empty `metadata` removes them all. */
  metadata(before: Metadata = {}): Metadata {
    if (!this.has('metadata')) return before;
    if (this.clears('metadata')) return {};
    const given = this.nested('metadata');
    const after: Metadata = { ...before };
    for (const key of Object.keys(given?.tree ?? {})) {
      const value = given?.text(key);
      if (value === undefined) delete after[key];
      else after[key] = value;
    }
    return after;
  }

  /** Refuses what the route doesn't know, as Stripe does; `expand` is known everywhere. */
  assertKnown(allowed: readonly string[]): void {
    for (const key of Object.keys(this.tree)) {
      if (key === 'expand' || allowed.includes(key)) continue;
      throw invalidRequest(`Received unknown parameter: ${this.nameOf(key)}`, this.nameOf(key), 'parameter_unknown');
    }
  }
}
