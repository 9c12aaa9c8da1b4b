// Filters ↔ the address: what a list is filtered by can be linked to, kept in history and shared.

export type FilterField =
  | { readonly kind: 'text' }
  | { readonly kind: 'list'; readonly allowed?: readonly string[] }
  | { readonly kind: 'date' }
  | { readonly kind: 'quarter' }
  | { readonly kind: 'integer' }
  | { readonly kind: 'flag' };

export type FilterFields<F> = { readonly [K in keyof F]-?: FilterField };

const MAX_TEXT = 200;
const LOCAL_DATE = /^\d{4}-\d{2}-\d{2}$/;
const QUARTER = /^\d{4}-Q[1-4]$/;

function readField(field: FilterField, text: string): unknown {
  switch (field.kind) {
    case 'text':
      return text.slice(0, MAX_TEXT);
    case 'list': {
      const values = text.split(',').filter((value) => value !== '' && (field.allowed?.includes(value) ?? true));
      return values.length === 0 ? undefined : values;
    }
    case 'date':
      return LOCAL_DATE.test(text) ? text : undefined;
    case 'quarter':
      return QUARTER.test(text) ? text : undefined;
    case 'integer':
      return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
    case 'flag':
      return text === '1' ? true : text === '0' ? false : undefined;
  }
}

/** Reads the known fields; what isn't valid (an old or edited link) is left out rather than sent on. */
export function decodeFilter<F extends object>(fields: FilterFields<F>, params: URLSearchParams): F {
  const filter: Record<string, unknown> = {};
  for (const [name, field] of Object.entries<FilterField>(fields)) {
    const text = params.get(name);
    const value = text === null || text === '' ? undefined : readField(field, text);
    if (value !== undefined) filter[name] = value;
  }
  return filter as F;
}

function fieldText(field: FilterField, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.join(',');
  if (field.kind === 'flag') return value === true ? '1' : '0';
  return String(value) === '' ? undefined : String(value);
}

/** Every known field, undefined where the filter has none: ready for `updateParams`. */
export function encodeFilter<F extends object>(fields: FilterFields<F>, filter: F): Record<string, string | undefined> {
  const known = filter as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries<FilterField>(fields).map(([name, field]) => [name, fieldText(field, known[name])]),
  );
}
