// The desktop app's decisions as tables: who may speak, what may open, where a sign-in may go, where a window may stand.
import { expect, test } from 'vitest';
import { isAppAddress, isTrustedSender } from '../../src/main/appOrigin.ts';
import { isAllowedLink } from '../../src/main/externalLinks.ts';
import { isRedirect, isSignInPage } from '../../src/main/signInAddresses.ts';
import { fitToScreens } from '../../src/main/windowBounds.ts';

test.each([
  ['app://bundle/', true],
  ['app://bundle/invoices/1?x=1#y', true],
  ['app://bundle.evil/', false],
  ['app://other/', false],
  ['app://user@bundle/', false],
  ['http://bundle/', false],
  ['file:///bundle/index.html', false],
  ['about:blank', false],
  ['data:text/html,app://bundle/', false],
  ['', false],
])('is the console: %s → %s', (address, expected) => {
  expect(isAppAddress(address)).toBe(expected);
});

const sender = (contentsId: number, frame: { url: string; parent: object | null } | null): Parameters<typeof isTrustedSender>[0] =>
  ({ sender: { id: contentsId }, senderFrame: frame }) as unknown as Parameters<typeof isTrustedSender>[0];

test.each([
  ['its main frame', sender(1, { url: 'app://bundle/', parent: null }), true],
  ['a frame within it', sender(1, { url: 'app://bundle/', parent: {} }), false],
  ['a foreign page in its window', sender(1, { url: 'https://evil.example/', parent: null }), false],
  ['another window', sender(2, { url: 'app://bundle/', parent: null }), false],
  ['a frame that is gone', sender(1, null), false],
])('heard: %s → %s', (_case, event, expected) => {
  expect(isTrustedSender(event, 1)).toBe(expected);
  expect(isTrustedSender(event, undefined)).toBe(false);
});

const links = (origin: string, other: string): Parameters<typeof isAllowedLink>[1]['links'] => ({
  stripeDashboard: `${origin}/`, stripeInvoice: `${origin}/invoices/{id}`, quickBooksHome: `${other}/`, quickBooksInvoice: `${other}/app/invoice?txnId={id}`,
});
const live = { environment: 'live', links: links('https://dashboard.stripe.com', 'https://qbo.intuit.com') } as const;
const demo = { environment: 'demo', links: links('http://127.0.0.1:5001', 'http://127.0.0.1:5002') } as const;

test.each([
  ['https://dashboard.stripe.com/invoices/in_1', live, true],
  ['https://qbo.intuit.com/app/invoice?txnId=1', live, true],
  ['https://checkout.stripe.com/c/pay/cs_1', live, true],
  ['https://invoice.stripe.com/i/acct_1/in_1', live, true],
  ['https://checkout.stripe.com/c/pay/cs_1', demo, false],
  ['http://dashboard.stripe.com/', live, false],
  ['https://dashboard.stripe.com.evil.example/', live, false],
  ['https://dashboard.stripe.com@evil.example/', live, false],
  ['https://user:pw@dashboard.stripe.com/', live, false],
  ['https://dashboard.stripe.com:444/', live, false],
  ['https://example.com/', live, false],
  ['javascript:alert(1)', live, false],
  ['file:///etc/passwd', live, false],
  ['smb://host/share', live, false],
  ['http://127.0.0.1:5001/', live, false],
  ['http://127.0.0.1:5001/dashboard', demo, true],
  ['http://127.0.0.1:9999/', demo, false],
  ['https://dashboard.stripe.com/', demo, false],
  ['nonsense', demo, false],
] as const)('opens outside: %s', (address, config, expected) => {
  expect(isAllowedLink(address, config)).toBe(expected);
});

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const at = (x: number, y: number) => ({ position: { x, y }, width: 1000, height: 700, isMaximized: false });

test.each([
  ['in the middle', at(200, 100), [screen], true],
  ['on a screen to the left', at(-1500, 50), [screen, { x: -1920, y: 0, width: 1920, height: 1080 }], true],
  ['on a screen that is gone', at(-1500, 50), [screen], false],
  ['above the top', at(100, -200), [screen], false],
  ['below the bottom', at(100, 1070), [screen], false],
  ['a sliver at the right', at(1900, 100), [screen], false],
  ['no screen at all', at(0, 0), [], false],
])('window stays where it was: %s', (_case, bounds, screens, stays) => {
  expect(fitToScreens(bounds, screens)).toEqual(stays ? bounds : { ...bounds, position: null });
});

const registered = 'https://books.example/quickbooks/callback';
test.each([
  [`${registered}?code=c&state=s&realmId=9`, true],
  [`${registered}?error=access_denied`, true],
  ['https://books.example/quickbooks/callback/more?code=c', false],
  ['https://books.example/other?code=c', false],
  ['http://books.example/quickbooks/callback?code=c', false],
  ['https://books.example.evil.example/quickbooks/callback?code=c', false],
  ['nonsense', false],
])('the way back: %s → %s', (address, expected) => {
  expect(isRedirect(address, registered)).toBe(expected);
});

const intuit = 'https://appcenter.intuit.com';
test.each([
  ['https://appcenter.intuit.com/connect/oauth2', intuit, true],
  ['https://accounts.intuit.com/app/sign-in', intuit, true],
  ['https://intuit.com/', intuit, true],
  ['http://accounts.intuit.com/', intuit, false],
  ['https://evilintuit.com/', intuit, false],
  ['https://intuit.com.evil.example/', intuit, false],
  ['https://example.com/', intuit, false],
  ['javascript:alert(1)', intuit, false],
  ['http://127.0.0.1:5003/connect/oauth2', 'http://127.0.0.1:5003', true],
  ['https://accounts.intuit.com/', 'http://127.0.0.1:5003', false],
  ['http://127.0.0.1:5004/', 'http://127.0.0.1:5003', false],
])('sign-in may go to %s from %s: %s', (address, origin, expected) => {
  expect(isSignInPage(address, origin)).toBe(expected);
});
