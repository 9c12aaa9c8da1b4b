// The demo company behind a browser test: its engine by the same door that the page uses, and both simulators by their controls.
import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import type { Cookie } from '@playwright/test';
import type { InvoiceRow } from '../../src/contract/invoices.ts';
import type { OperationInput, OperationName, OperationOutput } from '../../src/contract/operations.ts';
import type { RpcResponse } from '../../src/contract/rpc.ts';

/** A simulator's record, in the vendor's own field names. */
export type VendorObject = Readonly<Record<string, unknown>>;

export interface QuickBooksFault {
  readonly kind: 'dropResponse' | 'delay' | 'http401';
  /** Regular expression over "METHOD /path?query". */
  readonly route: string;
  readonly times?: number;
  readonly delayMs?: number;
}

export interface DemoCompany {
  readonly origin: string;
  /** Asks the engine; a refusal fails the test. */
  ask<N extends OperationName>(operation: N, input: OperationInput<N>): Promise<OperationOutput<N>>;
  /** An organisation signs up and pays at once; answers the Stripe invoice. */
  newPayment(of: { name: string; plan?: string; quantity?: number }): Promise<VendorObject>;
  /** As `newPayment`, and waits until the console's books have it. */
  arrivedPayment(of: { name: string; plan?: string; quantity?: number }): Promise<InvoiceRow>;
  /** All of one kind that the QuickBooks simulator holds. */
  quickBooks(entity: 'Invoice' | 'Payment' | 'Customer' | 'CreditMemo' | 'Purchase'): Promise<readonly VendorObject[]>;
  armQuickBooks(...faults: readonly QuickBooksFault[]): Promise<void>;
  /** How often faults of each kind have struck. */
  quickBooksFaultCounts(): Promise<Readonly<Record<string, number>>>;
  quickBooksAct(act: string, of?: object): Promise<void>;
  /** Waits until no work runs and nothing is on its way to QuickBooks. */
  settle(): Promise<void>;
}

/** How long the engine may take for a piece of work on a busy machine. */
export const patienceMs = 30_000;

const postJson = async (url: string, body: unknown, headers: Record<string, string> = {}): Promise<unknown> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
  return JSON.parse(text);
};

const getJson = async (url: string): Promise<unknown> => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
};

export const demoCompany = async (origin: string, cookies: readonly Cookie[]): Promise<DemoCompany> => {
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const ask = async <N extends OperationName>(operation: N, input: OperationInput<N>): Promise<OperationOutput<N>> => {
    const answer = (await postJson(
      `${origin}/rpc`,
      { operation, input, idempotencyKey: randomUUID() },
      { cookie, origin },
    )) as RpcResponse;
    if (!answer.ok) throw new Error(`${operation} was refused: ${JSON.stringify(answer.error)}`);
    return answer.output as OperationOutput<N>;
  };
  const { links } = await ask('status.get', {});
  const stripe = `${links.stripe}_simulator`;
  const quickBooks = `${links.quickBooks}_simulator`;
  const { realmId } = await ask('quickbooks.status', {});

  const newPayment: DemoCompany['newPayment'] = async (of) => {
    const { invoice } = (await postJson(`${stripe}/act`, { act: 'new-payment', ...of })) as { invoice: string };
    const invoices = (await getJson(`${stripe}/state?type=invoice`)) as readonly VendorObject[];
    const made = invoices.find(({ id }) => id === invoice);
    if (made === undefined) throw new Error(`the Stripe simulator lost ${invoice}`);
    return made;
  };
  const settle = async (): Promise<void> => {
    await expect
      .poll(
        async () => {
          const { longWork, freshness } = await ask('status.get', {});
          const { approved, pushing, synced } = await ask('push.counts', {});
          return {
            works: longWork.map(({ kind }) => kind),
            underWay: approved + pushing,
            isRead: freshness.every(({ asOf }) => asOf !== null),
            isLinked: synced > 0,
          };
        },
        { message: 'the demo company comes to rest', timeout: 60_000 },
      )
      .toEqual({ works: [], underWay: 0, isRead: true, isLinked: true });
  };
  return {
    origin,
    ask,
    newPayment,
    arrivedPayment: async (of) => {
      await newPayment(of);
      const found = async (): Promise<InvoiceRow | undefined> =>
        (await ask('invoices.list', { filter: { search: of.name } })).rows.find(
          ({ clientName }) => clientName === of.name,
        );
      const isHere = async (): Promise<boolean> => {
        if ((await found())?.qbStatus === 'awaiting_review') return true;
        await ask('sync.now', {});
        return false;
      };
      await expect.poll(isHere, { message: `the payment of ${of.name} arrives`, timeout: patienceMs }).toBe(true);
      await settle();
      return (await found()) as InvoiceRow;
    },
    quickBooks: async (entity) => {
      const { items } = (await getJson(`${quickBooks}/state?realmId=${realmId}&entity=${entity}`)) as {
        items: readonly VendorObject[];
      };
      return items;
    },
    armQuickBooks: async (...faults) => {
      await postJson(`${quickBooks}/faults`, { clear: true });
      if (faults.length > 0) await postJson(`${quickBooks}/faults`, faults);
    },
    quickBooksFaultCounts: async () =>
      ((await getJson(`${quickBooks}/state`)) as { faultCounts: Record<string, number> }).faultCounts,
    quickBooksAct: async (act, of = {}) => {
      await postJson(`${quickBooks}/act`, { act, realmId, ...of });
    },
    settle,
  };
};
