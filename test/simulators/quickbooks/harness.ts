// A running simulator with one connected company, and short ways to call it over real HTTP.
import { startQuickBooksSimulator } from '../../../src/simulators/quickbooks/server.ts';
import type { QuickBooksSimulator, QuickBooksSimulatorOptions } from '../../../src/simulators/quickbooks/server.ts';
import type { CompanyOptions } from '../../../src/simulators/quickbooks/company.ts';
import type { Json, JsonObject } from '../../../src/simulators/quickbooks/json.ts';

export const REALM = '9341452000000001';
export const CLIENT = {
  clientId: 'ABclient',
  clientSecret: 'secret-of-the-client',
  redirectUris: ['http://localhost:8787/api/integrations/quickbooks/callback', 'https://tieout.example/callback'],
};
export const START_MS = Date.UTC(2026, 4, 4, 1, 0, 0);

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  body: JsonObject;
}

export interface Harness {
  sim: QuickBooksSimulator;
  readonly accessToken: string;
  /** A request below /v3/company/{REALM}/ with the token, JSON both ways. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  get(path: string): Promise<Reply>;
  post(path: string, body: unknown): Promise<Reply>;
  query(text: string): Promise<Reply>;
  /** The rows of a query that must succeed. */
  rows(entity: string, text: string): Promise<JsonObject[]>;
  /** Creates over HTTP and must succeed. */
  create(entity: string, body: JsonObject): Promise<JsonObject>;
  ids: { gst: string; gstRate: string; nonCapital: string; outOfScope: string; item: string; clearing: string };
  /** Sets the clock and takes a fresh token: the old one may have expired by then. */
  jump(nowMs: number): void;
  close(): Promise<void>;
}

export type HarnessOptions = Partial<Omit<QuickBooksSimulatorOptions, 'companies'>> & {
  company?: Partial<CompanyOptions>;
  companies?: CompanyOptions[];
};

/** A frozen clock that the simulator's own clock then moves. */
export const frozenClock = { nowMs: (): number => START_MS };

export async function startHarness(options: HarnessOptions = {}): Promise<Harness> {
  const { company, companies, ...rest } = options;
  const sim = await startQuickBooksSimulator({
    seed: 'harness',
    clock: frozenClock,
    companies: companies ?? [{ realmId: REALM, companyName: 'RTOpacks Pty Ltd', ...company }],
    oauthClients: [CLIENT],
    rateLimits: { enabled: false },
    ...rest,
  });
  let { accessToken } = sim.issueTokens(REALM, CLIENT.clientId);
  const call: Harness['call'] = async (method, path, body, headers = {}) => {
    const response = await fetch(`${sim.apiUrl}/v3/company/${REALM}/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${accessToken}`,
        accept: 'application/json',
        'content-type': 'application/json',
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson ? (JSON.parse(text) as JsonObject) : {},
    };
  };
  const query: Harness['query'] = (text) => call('GET', `query?query=${encodeURIComponent(text)}&minorversion=75`);
  const named = (entity: 'TaxCode' | 'Item' | 'Account', name: string): JsonObject =>
    sim.store.list(REALM, entity).find((each) => each['Name'] === name) ?? {};
  const gst = named('TaxCode', 'GST');
  return {
    sim,
    get accessToken() {
      return accessToken;
    },
    jump(nowMs) {
      sim.clock.set(nowMs);
      ({ accessToken } = sim.issueTokens(REALM, CLIENT.clientId));
    },
    call,
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
    query,
    async rows(entity, text) {
      const reply = await query(text);
      if (reply.status !== 200) throw new Error(reply.text);
      return (at(reply.body, 'QueryResponse', entity) ?? []) as JsonObject[];
    },
    async create(entity, body) {
      const reply = await call('POST', entity.toLowerCase(), body);
      if (reply.status !== 200) throw new Error(reply.text);
      return at(reply.body, entity) as JsonObject;
    },
    ids: {
      gst: text(gst, 'Id'),
      gstRate: text(gst, 'SalesTaxRateList', 'TaxRateDetail', 0, 'TaxRateRef', 'value'),
      nonCapital: text(named('TaxCode', 'GST on non-capital'), 'Id'),
      outOfScope: text(named('TaxCode', 'Out of Scope'), 'Id'),
      item: text(named('Item', 'RTOpacks Services'), 'Id'),
      clearing: text(named('Account', 'Stripe clearing account'), 'Id'),
    },
    close: () => sim.close(),
  };
}

/** The value at a path inside JSON, or undefined. */
export function at(value: Json | undefined, ...path: (string | number)[]): Json | undefined {
  let found: unknown = value;
  for (const key of path) found = (found as Record<string | number, unknown> | null | undefined)?.[key];
  return found as Json | undefined;
}

export function text(value: Json | undefined, ...path: (string | number)[]): string {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : '';
}

export function faultCode(reply: Reply): string {
  return text(reply.body, 'Fault', 'Error', 0, 'code');
}

export function faultDetail(reply: Reply): string {
  return text(reply.body, 'Fault', 'Error', 0, 'Detail');
}

export interface InvoiceParts {
  customerId: string;
  docNumber?: string;
  exCents: number;
  /** Pins the GST when given. */
  gstCents?: number;
  extra?: JsonObject;
}

/** Decimal text by string, as a program would have to make it. */
export function decimal(cents: number): number {
  const digits = String(cents).padStart(3, '0');
  return Number(`${digits.slice(0, -2)}.${digits.slice(-2)}`);
}

export function pinnedTax(ids: Harness['ids'], gstCents: number, exCents: number): JsonObject {
  return {
    TotalTax: decimal(gstCents),
    TaxLine: [
      {
        DetailType: 'TaxLineDetail',
        Amount: decimal(gstCents),
        TaxLineDetail: {
          TaxRateRef: { value: ids.gstRate },
          PercentBased: true,
          TaxPercent: 10,
          NetAmountTaxable: decimal(exCents),
        },
      },
    ],
  };
}

export function invoiceBody(ids: Harness['ids'], parts: InvoiceParts): JsonObject {
  const { customerId, docNumber, exCents, gstCents, extra = {} } = parts;
  return {
    CustomerRef: { value: customerId },
    ...(docNumber === undefined ? {} : { DocNumber: docNumber }),
    GlobalTaxCalculation: 'TaxExcluded',
    Line: [
      {
        Amount: decimal(exCents),
        Description: 'RTOpacks Essential — monthly subscription, 1 seat, April 2026',
        DetailType: 'SalesItemLineDetail',
        SalesItemLineDetail: {
          ItemRef: { value: ids.item },
          Qty: 1,
          UnitPrice: decimal(exCents),
          TaxCodeRef: { value: ids.gst },
        },
      },
    ],
    ...(gstCents === undefined ? {} : { TxnTaxDetail: pinnedTax(ids, gstCents, exCents) }),
    ...extra,
  };
}

export function paymentBody(
  customerId: string,
  totalCents: number,
  invoiceId: string,
  extra: JsonObject = {},
): JsonObject {
  return {
    CustomerRef: { value: customerId },
    TotalAmt: decimal(totalCents),
    Line: [{ Amount: decimal(totalCents), LinkedTxn: [{ TxnId: invoiceId, TxnType: 'Invoice' }] }],
    ...extra,
  };
}
