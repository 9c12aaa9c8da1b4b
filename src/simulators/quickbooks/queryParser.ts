// The query language: one entity, AND only, backslash escapes. Source: Intuit, "Query operations and syntax".
import { queryInvalid, queryParseError } from './faults.ts';

export type Operator = '=' | '<' | '>' | '<=' | '>=' | 'in' | 'like';

export interface Condition {
  field: string;
  operator: Operator;
  values: string[];
}

export interface ParsedQuery {
  /** "*", "count" or the named columns. */
  columns: '*' | 'count' | string[];
  entity: string;
  conditions: Condition[];
  orderBy: { field: string; isDescending: boolean }[];
  /** 1-based. */
  startPosition: number;
  maxResults: number;
}

interface Token {
  kind: 'word' | 'string' | 'symbol' | 'end';
  text: string;
  column: number;
}

const MAX_RESULTS = 1000;

/** A quoted string from its opening quote; `\'` and `\\` are the only escapes. */
function quoted(text: string, start: number): { value: string; end: number } {
  let value = '';
  let index = start + 1;
  while (index < text.length) {
    const character = text[index] ?? '';
    if (character === "'") return { value, end: index + 1 };
    if (character === '\\') {
      index += 1;
      value += text[index] ?? '';
    } else value += character;
    index += 1;
  }
  throw queryParseError('<EOF>', text.length + 1);
}

function tokens(text: string): Token[] {
  const found: Token[] = [];
  let index = 0;
  while (index < text.length) {
    const rest = text.slice(index);
    const space = /^\s+/.exec(rest);
    if (space !== null) {
      index += space[0].length;
      continue;
    }
    const column = index + 1;
    if (rest.startsWith("'")) {
      const { value, end } = quoted(text, index);
      found.push({ kind: 'string', text: value, column });
      index = end;
      continue;
    }
    const symbol = /^(<=|>=|!=|[=<>(),*])/.exec(rest)?.[0];
    const word = symbol ?? /^[A-Za-z0-9_.:+-]+/.exec(rest)?.[0];
    if (word === undefined) throw queryParseError(rest[0] ?? '', column);
    found.push({ kind: symbol === undefined ? 'word' : 'symbol', text: word, column });
    index += word.length;
  }
  found.push({ kind: 'end', text: '<EOF>', column: text.length + 1 });
  return found;
}

class Parser {
  private readonly tokens: Token[];
  private position = 0;

  constructor(text: string) {
    this.tokens = tokens(text);
  }

  private get next(): Token {
    return this.tokens[this.position] ?? { kind: 'end', text: '<EOF>', column: 1 };
  }

  private take(): Token {
    const token = this.next;
    this.position += 1;
    return token;
  }

  private fail(token: Token): never {
    throw queryParseError(token.text, token.column);
  }

  private isWord(word: string): boolean {
    return this.next.kind === 'word' && this.next.text.toLowerCase() === word;
  }

  private takeIf(word: string): boolean {
    if (!this.isWord(word)) return false;
    this.position += 1;
    return true;
  }

  private expectWord(word: string): void {
    if (!this.takeIf(word)) this.fail(this.next);
  }

  private expectSymbol(symbol: string): void {
    const token = this.take();
    if (token.kind !== 'symbol' || token.text !== symbol) this.fail(token);
  }

  private name(): string {
    const token = this.take();
    return token.kind === 'word' ? token.text : this.fail(token);
  }

  private isSymbol(symbol: string): boolean {
    return this.next.kind === 'symbol' && this.next.text === symbol;
  }

  parse(): ParsedQuery {
    this.expectWord('select');
    const columns = this.columns();
    this.expectWord('from');
    const entity = this.name();
    const conditions = this.takeIf('where') ? this.conditions() : [];
    const orderBy = this.orderBy();
    let startPosition = 1;
    let maxResults = 100;
    for (;;) {
      if (this.takeIf('startposition')) startPosition = this.whole();
      else if (this.takeIf('maxresults')) maxResults = this.whole();
      else break;
    }
    if (this.next.kind !== 'end') this.fail(this.next);
    if (startPosition < 1) throw queryInvalid('value of startPosition must be positive');
    if (maxResults > MAX_RESULTS) throw queryInvalid(`Max results requested is greater than ${MAX_RESULTS}`);
    return { columns, entity, conditions, orderBy, startPosition, maxResults };
  }

  private whole(): number {
    const token = this.take();
    return token.kind === 'word' && /^\d{1,9}$/.test(token.text) ? Number(token.text) : this.fail(token);
  }

  private columns(): ParsedQuery['columns'] {
    if (this.isSymbol('*')) {
      this.take();
      return '*';
    }
    if (this.takeIf('count')) {
      this.expectSymbol('(');
      this.expectSymbol('*');
      this.expectSymbol(')');
      return 'count';
    }
    const names = [this.name()];
    while (this.isSymbol(',')) {
      this.take();
      names.push(this.name());
    }
    return names;
  }

  private conditions(): Condition[] {
    const found = [this.condition()];
    while (this.takeIf('and')) found.push(this.condition());
    return found;
  }

  private condition(): Condition {
    const field = this.name();
    const token = this.take();
    const operator = token.text.toLowerCase();
    if (token.kind === 'word' && operator === 'in') return { field, operator, values: this.list() };
    if (token.kind === 'word' && operator === 'like') return { field, operator, values: [this.value()] };
    const isComparison = ['=', '<', '>', '<=', '>='].includes(operator);
    if (token.kind !== 'symbol' || !isComparison) this.fail(token);
    return { field, operator: operator as Operator, values: [this.value()] };
  }

  private value(): string {
    const token = this.take();
    return token.kind === 'string' || token.kind === 'word' ? token.text : this.fail(token);
  }

  private list(): string[] {
    this.expectSymbol('(');
    const values = [this.value()];
    while (this.isSymbol(',')) {
      this.take();
      values.push(this.value());
    }
    this.expectSymbol(')');
    return values;
  }

  private orderBy(): ParsedQuery['orderBy'] {
    if (this.takeIf('order')) this.expectWord('by');
    else if (!this.takeIf('orderby')) return [];
    const found = [this.orderField()];
    while (this.isSymbol(',')) {
      this.take();
      found.push(this.orderField());
    }
    return found;
  }

  private orderField(): { field: string; isDescending: boolean } {
    const field = this.name();
    if (this.takeIf('desc')) return { field, isDescending: true };
    this.takeIf('asc');
    return { field, isDescending: false };
  }
}

/** Parses a query; throws fault 4000 for what the grammar does not have (OR, doubled quotes, …). */
export function parseQuery(text: string): ParsedQuery {
  return new Parser(text).parse();
}
