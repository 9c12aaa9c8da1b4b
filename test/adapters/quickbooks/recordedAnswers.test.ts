// Recorded answers of the real QuickBooks (sandbox) through the client: headers and bodies as they came.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeQuickBooksApi } from '../../../src/adapters/quickbooks/quickBooksApi.ts';
import { sha256Hex } from '../../../src/adapters/runtime/sha256Hex.ts';
import { systemClock } from '../../../src/adapters/runtime/systemClock.ts';
import { systemRandom } from '../../../src/adapters/runtime/systemRandom.ts';
import { systemTimers } from '../../../src/adapters/runtime/systemTimers.ts';
import type { QuickBooksApi } from '../../../src/engine/ports/quickBooksGateway.ts';
import { caught } from '../runtime/caught.ts';
import { recordedLog } from '../runtime/recordedLog.ts';
import { startScriptedServer } from '../runtime/scriptedServer.ts';
import type { ScriptedServer } from '../runtime/scriptedServer.ts';

const folder = resolve(import.meta.dirname, '../../../../shared/fixtures/quickbooks');
const arePresent = existsSync(folder);
if (!arePresent) process.stderr.write('Skipped: recorded QuickBooks answers; the folder of recordings is absent.\n');

interface Recorded {
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, readonly string[]>>;
    readonly body: unknown;
  };
}

const access = { realmId: '1', accessToken: 'token-of-the-test' };
let server: ScriptedServer;
let api: QuickBooksApi;
beforeAll(async () => {
  server = await startScriptedServer();
  api = makeQuickBooksApi({
    apiBase: server.base,
    clock: systemClock,
    timers: systemTimers,
    random: systemRandom,
    log: recordedLog(),
    limits: null,
  });
});
afterAll(() => server.close());

/** Serves the last recording of the file; answers its body and trace id. */
function serve(file: string): { body: Record<string, unknown>; text: string; tid: string | undefined } {
  const recordings = JSON.parse(readFileSync(resolve(folder, file), 'utf8')) as Recorded[];
  const { response } = recordings.at(-1) as Recorded;
  const headers = Object.fromEntries(
    Object.entries(response.headers)
      .filter(([name]) => /^(intuit|content-type|qbo|www)/i.test(name))
      .map(([name, values]) => [name, values[0] ?? '']),
  );
  const text = JSON.stringify(response.body);
  server.answerWith({ status: response.status, headers, body: text });
  return { body: response.body as Record<string, unknown>, text, tid: headers['Intuit-Tid'] };
}

describe.skipIf(!arePresent)('recorded answers', () => {
  it.each([
    ['get-id.json', 'Customer', () => api.get(access, 'Customer', '5')],
    ['create-customer.json', 'Customer', () => api.create(access, 'Customer', {}, 'r')],
    ['create-invoice.json', 'Invoice', () => api.create(access, 'Invoice', {}, 'r')],
    ['void-invoice.json', 'Invoice', () => api.void(access, 'Invoice', '264', '0', 'r')],
  ] as const)('%s gives its %s, trace id and digest', async (file, entity, call) => {
    const { body, text, tid } = serve(file);
    expect(await call()).toEqual({ entity: body[entity], intuitTid: tid, digest: sha256Hex(text) });
    expect(tid).toMatch(/^1-/);
  });

  it.each([
    ['get-display_name.json', 'Customer'],
    ['misc-ampersand.json', 'Vendor'],
  ] as const)('%s gives its rows', async (file, entity) => {
    const { body } = serve(file);
    const { entities } = await api.query(access, entity, '');
    expect(entities).toEqual((body['QueryResponse'] as Record<string, unknown>)[entity]);
    expect(entities.length).toBeGreaterThan(0);
  });

  it.each([
    ['error-400.json', 'QB_REJECTED', /^4001: QueryValidationError: invalid context declaration: Custmoer$/],
    ['error-400_json.json', 'QB_REJECTED', /^2010: Property Name:Unrecognized field "BadJson"/],
    ['error-401.json', 'QB_RECONNECT_NEEDED', /^3200: message=AuthenticationFailed/],
    ['error-validation.json', 'QB_DUPLICATE_NAME', /^6240: The name supplied already exists/],
  ] as const)('%s is %s', async (file, code, detail) => {
    const { tid } = serve(file);
    const error = await caught(api.create(access, 'Invoice', {}, 'r'));
    expect(error).toMatchObject({
      code,
      ambiguous: false,
      vendorRequestId: tid,
      detail: expect.stringMatching(detail),
    });
    expect(error.message).not.toContain('kxzxOlnHYdhtEVRXISU7piPqQrCmmbDN35Yjd');
  });
});
