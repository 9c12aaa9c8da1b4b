// Task: the same pages as a back-fill asks for, over bare HTTP with JSON.parse and nothing else: the simulator's own ceiling.
import { Agent, get } from 'node:http';
import type { SimulatorFacts } from '../simulators/startSimulators.ts';

export interface BareListingOutcome {
  readonly elapsedMs: number;
  readonly objects: number;
}

/** As the back-fill asks: type, page size, further parameters. */
const lists: readonly (readonly [type: string, limit: number, more: string])[] = [
  ['products', 100, ''],
  ['prices', 100, ''],
  ['customers', 100, ''],
  ['subscriptions', 50, '&status=all'],
  ['charges', 100, '&expand[]=data.balance_transaction'],
  ['invoice_payments', 100, ''],
  ['invoices', 50, ''],
  ['refunds', 100, ''],
  ['disputes', 100, ''],
  ['payouts', 100, ''],
];

interface Page {
  readonly data: readonly { readonly id: string }[];
  readonly has_more: boolean;
}

const agent = new Agent({ keepAlive: true });

function read(url: string, key: string): Promise<Page> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { authorization: `Bearer ${key}` } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        if (response.statusCode === 200) resolve(JSON.parse(text) as Page);
        else reject(new Error(`HTTP ${String(response.statusCode)}: ${text.slice(0, 200)}`));
      });
    }).on('error', reject);
  });
}

export async function task({ vendors }: { readonly vendors: SimulatorFacts }): Promise<BareListingOutcome> {
  const startedMs = performance.now();
  let objects = 0;
  for (const [type, limit, more] of lists) {
    let after = '';
    for (;;) {
      const page = await read(`${vendors.stripeUrl}/v1/${type}?limit=${limit}${more}${after}`, vendors.stripeApiKey);
      objects += page.data.length;
      const last = page.data.at(-1);
      if (!page.has_more || last === undefined) break;
      after = `&starting_after=${last.id}`;
    }
  }
  const elapsedMs = performance.now() - startedMs;
  agent.destroy();
  return { elapsedMs, objects };
}
