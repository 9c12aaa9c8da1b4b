// The small page that a person sees after QuickBooks' sign-in has sent them back: no secrets, no scripts, no links.
import type { RpcResponse } from '../contract/rpc.ts';

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');

/** A page of plain text; every part is escaped. */
export const plainPage = (title: string, paragraphs: readonly string[]): string =>
  [
    '<!doctype html>',
    '<html lang="en-AU"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<title>${escapeHtml(title)} – Tieout</title></head>`,
    `<body><main><h1>${escapeHtml(title)}</h1>`,
    ...paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`),
    '</main></body></html>',
  ].join('\n');

const companyNameOf = (output: unknown): string =>
  typeof output === 'object' && output !== null && 'companyName' in output && typeof output.companyName === 'string' ? output.companyName : 'Your company';

/** For the answer of `quickbooks.callback`. */
export const callbackPage = (response: RpcResponse): string =>
  response.ok
    ? plainPage('QuickBooks is connected', [`${companyNameOf(response.output)} is connected. You can close this tab and go back to Tieout.`])
    : plainPage('QuickBooks is not connected', [response.error.message, response.error.nextAction]);

export const pageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};
