// The two pages of the sign-in: choose a company and connect, or why that can't be done. No script, plain form.
import type { CompanySettings } from './company.ts';
import { escaped } from './xml.ts';

const STYLE = `
  :root { color-scheme: light; font: 16px/1.5 system-ui, sans-serif; }
  body { margin: 0; background: #f4f5f8; color: #1d2433; }
  main { max-width: 30rem; margin: 3rem auto; padding: 2rem; background: #fff; border: 1px solid #d4d7dc; border-radius: 8px; }
  h1 { font-size: 1.375rem; line-height: 1.3; margin: 0 0 .75rem; }
  .note { margin: 0 0 1.25rem; padding: .5rem .75rem; background: #eef3fb; border-left: 3px solid #2c5fb3; font-size: .875rem; }
  fieldset { border: 0; margin: 0 0 1.5rem; padding: 0; }
  legend { font-weight: 600; padding: 0; margin-bottom: .5rem; }
  label { display: flex; gap: .625rem; align-items: baseline; padding: .5rem .75rem; border: 1px solid #d4d7dc; border-radius: 6px; margin-bottom: .5rem; }
  .buttons { display: flex; gap: .75rem; }
  button { font: inherit; padding: .5rem 1.25rem; border-radius: 6px; border: 1px solid #2c6e2f; cursor: pointer; background: #2c6e2f; color: #fff; }
  button.quiet { background: #fff; color: #1d2433; border-color: #8d96a3; }
  button:focus-visible, input:focus-visible { outline: 3px solid #2c5fb3; outline-offset: 2px; }
`;

/** A whole page; `title` is text, `content` is HTML that is already escaped. */
export function page(title: string, content: string, style = STYLE): string {
  return `<!doctype html>
<html lang="en-AU">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title><style>${style}</style></head>
<body><main>${content}</main></body>
</html>`;
}

export interface AuthorizePageContent {
  appName: string;
  companies: readonly Pick<CompanySettings, 'realmId' | 'companyName'>[];
  /** Sent back with the form. */
  fields: Readonly<Record<string, string>>;
}

export function authorizePage(content: AuthorizePageContent): string {
  const [only] = content.companies;
  const which = content.companies.length === 1 && only !== undefined ? only.companyName : 'a company';
  const title = `Sign in to connect ${which}`;
  const hidden = Object.entries(content.fields)
    .map(([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`)
    .join('');
  const choices = content.companies
    .map(
      (company, index) =>
        `<label><input type="radio" name="realmId" value="${escaped(company.realmId)}"${index === 0 ? ' checked' : ''} required>` +
        `<span>${escaped(company.companyName)}</span></label>`,
    )
    .join('');
  const app = escaped(content.appName);
  return page(
    title,
    `<h1>${escaped(title)}</h1>
<p class="note">This is a simulator of the QuickBooks sign-in. No real account is used.</p>
<p>${app} asks to read and write the accounting data of the company you choose.</p>
<form method="post" action="/connect/oauth2">${hidden}
<fieldset><legend>Company to connect to ${app}</legend>${choices}</fieldset>
<div class="buttons"><button type="submit" name="decision" value="connect">Connect</button>
<button class="quiet" type="submit" name="decision" value="cancel" formnovalidate>Cancel</button></div>
</form>`,
  );
}

export function refusalPage(reason: string): string {
  return page(
    'Sorry, but that did not connect',
    `<h1>Sorry, but that did not connect</h1><p>${escaped(reason)}</p><p>Go back to the program and try again.</p>`,
  );
}
