// The browser host, built, in a real browser: the start link, the cookie, the policy, the events, failed starts, the end.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { companyPaths } from '../../src/shell/paths.ts';
import { expect, newHomeFolder, startHost, test } from './hostFixture.ts';

test('the console opens, survives a reload, and breaks no rule of its own policy', async ({ page }) => {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/i.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto('/');
  await expect(page).toHaveTitle(/Tieout/);
  await expect(page.locator('#root > *').first()).toBeVisible();
  await page.reload();
  await expect(page.locator('#root > *').first()).toBeVisible();
  expect(complaints).toEqual([]);
});

test('the page speaks to the engine and hears its events', async ({ page }) => {
  await page.goto('/');
  const status = await page.evaluate(async () => {
    const answer = await fetch('/rpc', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"operation":"status.get","input":{}}' });
    return answer.json() as Promise<unknown>;
  });
  expect(status).toMatchObject({ ok: true, output: { environment: 'demo', shell: 'browser' } });
  const opened = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const source = new EventSource('/events');
        source.addEventListener('open', () => {
          source.close();
          resolve('open');
        });
        source.addEventListener('error', () => resolve('error'));
      }),
  );
  expect(opened).toBe('open');
});

test('a page of another site gets nothing, although the browser holds our cookie', async ({ page, demoHost }) => {
  await page.route('http://evil.example/**', (route) => route.fulfill({ contentType: 'text/html', body: '<title>evil</title>' }));
  await page.goto('http://evil.example/');
  const results = await page.evaluate(async (origin) => {
    const attempt = (act: Promise<Response>): Promise<string> =>
      act.then(
        (answer) => `${answer.type} ${answer.status}`,
        () => 'refused',
      );
    return Promise.all([
      attempt(fetch(`${origin}/rpc`, { method: 'POST', credentials: 'include', headers: { 'content-type': 'application/json' }, body: '{"operation":"status.get","input":{}}' })),
      attempt(fetch(`${origin}/billing/admin/plans`, { credentials: 'include' })),
    ]);
  }, demoHost.origin);
  expect(results).toEqual(['refused', 'refused']);
  const frame = await page.evaluate(
    (origin) =>
      new Promise<string>((resolve) => {
        const element = document.createElement('iframe');
        element.src = `${origin}/`;
        element.addEventListener('load', () => resolve(element.contentDocument === null ? 'opaque' : 'readable'));
        document.body.append(element);
      }),
    demoHost.origin,
  );
  expect(frame).toBe('opaque');
});

test('the link works once: a second browser is told so', async ({ browser }) => {
  const host = await startHost(['--demo']);
  const first = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const second = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  try {
    const page = await first.newPage();
    await page.goto(host.startUrl);
    expect(new URL(page.url()).search).toBe('');
    await page.goto(host.startUrl);
    await expect(page.locator('#root')).toBeAttached();
    const other = await second.newPage();
    await other.goto(host.startUrl);
    await expect(other.getByRole('heading', { name: 'This link no longer opens Tieout' })).toBeVisible();
  } finally {
    await first.close();
    await second.close();
    expect(await host.stop()).toBe(0);
    rmSync(host.homeFolder, { recursive: true, force: true });
  }
});

test('QuickBooks connects in the browser: sign in, come back, told that the tab can be closed', async ({ page }) => {
  await page.goto('/billing/qb-connect');
  await page.getByRole('button', { name: 'Connect' }).click();
  await expect(page.getByRole('heading', { name: 'QuickBooks is connected' })).toBeVisible();
  await page.goBack();
  await page.goForward();
  await expect(page.getByRole('heading', { name: /QuickBooks is (?:not )?connected/ })).toBeVisible();
});

const hostFile = path.join(import.meta.dirname, '..', '..', 'out', 'main', 'host.js');
const runToEnd = (args: readonly string[]): { code: number | null; said: string } => {
  const result = spawnSync(process.execPath, [hostFile, '--no-open', ...args], { encoding: 'utf8', timeout: 30_000 });
  return { code: result.status, said: `${result.stdout}${result.stderr}` };
};

test('a second start on the same data is refused; after a kill the next start takes over', async () => {
  const host = await startHost(['--demo']);
  const refused = runToEnd(['--demo', '--home', host.homeFolder]);
  expect(refused).toMatchObject({ code: 2, said: expect.stringContaining('Another Tieout is already running on this data') });
  host.process.kill('SIGKILL');
  const next = await startHost(['--demo'], host.homeFolder);
  expect(await next.stop()).toBe(0);
  rmSync(host.homeFolder, { recursive: true, force: true });
});

test('a page left open over a restart tells the truth, and goes on once the new link was opened', async ({ browser }) => {
  const host = await startHost(['--demo']);
  const { port } = new URL(host.origin);
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  await page.goto(host.startUrl);
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  await host.stop();
  const alert = page.getByRole('alert').filter({ hasText: 'Tieout' });
  await expect(alert).toContainText('has stopped answering');
  const next = await startHost(['--demo', '--port', port], host.homeFolder);
  try {
    await expect(alert).toContainText('does not know this page', { timeout: 30_000 });
    await expect(alert).toContainText('Open the address that the new start printed');
    await (await context.newPage()).goto(next.startUrl);
    await expect(alert).toBeHidden({ timeout: 30_000 });
  } finally {
    await context.close();
    await next.stop();
    rmSync(host.homeFolder, { recursive: true, force: true });
  }
});

test('a damaged database, a port in use and a wrong flag each end with one sentence and code 2', async ({ demoHost }) => {
  const homeFolder = newHomeFolder();
  const { folder, databaseFile } = companyPaths(homeFolder, 'demo');
  mkdirSync(folder, { recursive: true });
  writeFileSync(databaseFile, 'This is no database. '.repeat(500));
  expect(runToEnd(['--demo', '--home', homeFolder])).toMatchObject({ code: 2, said: expect.stringMatching(/not a Tieout database|damaged/) });
  expect(runToEnd(['--demo', '--home', newHomeFolder(), '--port', new URL(demoHost.origin).port])).toMatchObject({ code: 2, said: expect.stringContaining('used by another program') });
  expect(runToEnd(['--nonsense'])).toMatchObject({ code: 2, said: expect.stringContaining('--nonsense') });
  rmSync(homeFolder, { recursive: true, force: true });
});
