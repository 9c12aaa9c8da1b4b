// The redactor: a table of what must go, a table of what must stay, and properties over made-up secrets.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact, redacted, redactedDetail } from '../../../src/adapters/log/redact.ts';

// Put together here so that no scanner takes the test for a leak.
const stripeKey = (kind: string, mode: string): string => `${kind}_${mode}_51AbCdEfGh1234567890`;

describe('what must go', () => {
  const table: [name: string, text: string, secret: string][] = [
    ['secret key', `key ${stripeKey('sk', 'live')} refused`, stripeKey('sk', 'live')],
    ['restricted key', `(${stripeKey('rk', 'test')})`, stripeKey('rk', 'test')],
    ['masked key', "The provided key 'rk_test_*********3Nab' lacks", '3Nab'],
    ['key in JSON', `{"k":"${stripeKey('sk', 'test')}"}`, stripeKey('sk', 'test')],
    ['webhook secret', 'whsec_AbC123/+=xyz used', 'AbC123'],
    ['intent secret', 'pi_3Abc_secret_Xyz9 given', 'Xyz9'],
    ['bearer', 'Authorization: Bearer abc.def-ghi', 'abc.def-ghi'],
    ['bearer, lower case', 'authorization: bearer abcdef123456', 'abcdef123456'],
    ['basic', 'Authorization: Basic QUJjbGllbnQ6c2VjcmV0', 'QUJjbGllbnQ6c2VjcmV0'],
    ['refresh token in a form', 'grant_type=refresh_token&refresh_token=short1&x=1', 'short1'],
    ['refresh token in JSON', '{"refresh_token":"short1","x":1}', 'short1'],
    ['refresh token, spaced', '"refresh_token" : "short1"', 'short1'],
    ['client secret', 'client_secret=abc123&', 'abc123'],
    ['camel case', "accessToken: 'abc123'", 'abc123'],
    ['code in an address', 'https://x.example/cb?code=XAB11601390262AbCd&realmId=1', 'XAB11601390262AbCd'],
    ['state in an address', '/cb?a=1&state=q8sJ2kd93jsl20dk', 'q8sJ2kd93jsl20dk'],
    ['Intuit’s echo (recorded)', 'Token expired: AB01601390262kxzxOlnHYdhtEVRXISU7piPqQrCmmbDN35Yjd', 'kxzxOln'],
    ['Intuit’s echo, other form', 'message: Token revoked: abcdefgh12345678', 'abcdefgh12345678'],
    ['Intuit refresh token', 'got AB11601390262abcdefgh here', 'abcdefgh'],
    ['Intuit refresh token of today', 'got RT1-238-H0-1770000000abcdefg here', 'abcdefg'],
    ['Intuit code', 'got L011546037639r3A9vQabc here', 'r3A9vQ'],
    ['JWT', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl end', 'c2lnbmF0dXJl'],
    ['JWE of five parts', 'eyJlbmMiOiJBMTI4Q0JDIn0..aXY.Y2lwaGVy.dGFn end', 'Y2lwaGVy'],
    ['40 mixed characters', `secret a1${'bC'.repeat(19)} end`, 'bCbCbC'],
    ['card number', 'card 4111111111111111 used', '4111111111111111'],
    ['card number in groups', 'card 4111 1111 1111 1111 used', '1111 1111'],
    ['card number with dashes', 'card 5555-5555-5555-4444.', '5555-4444'],
    ['Amex', 'card 378282246310005', '378282246310005'],
    ['19 digits', 'card 6304000000000000000', '6304000000000000000'],
    ['expiry', '{"exp_month":12,"exp_year":2031}', '2031'],
    ['cvc', 'cvc=123', '123'],
  ];
  it.each(table)('%s', (_name, text, secret) => {
    expect(redact(text)).not.toContain(secret);
    expect(redact(text)).toContain(redacted);
    expect(redact(redact(text))).toBe(redact(text));
  });
});

describe('what must stay', () => {
  it.each([
    'Stripe does not accept the key.',
    'in_1MtHbELkdIwHu7ixl4OzzPMv, ch_3MmlLrLkdIwHu7ix0snN0B15, req_Nq0C5Yb5Lk9p2A',
    'intuit_tid 1-5f733be9-e9e791ec27b83239921a70ee',
    'correlation 6f1d9a52-3f0b-4c0e-9a41-5b7c1d2e3f40',
    '{"level":"warn","time":"2026-11-21T00:00:00.000Z","code":"STRIPE_PERMISSION_MISSING","route":"GET /v1/invoices/:id"}',
    'Duplicate Document Number Error : DocNumber=RTP-0001 is assigned to TxnType=Invoice with TxnId=145',
    'ABN 51 824 753 556, RTO 45123, phone +61 2 9374 4000',
    'at 1760000000000 ms, total 39900 cents, realm 9130357992221234',
    'card ending 4242, 4111111111111112 is no card number',
    'error code: QB_RECONNECT_NEEDED, state: connected_again',
    'Property Name:Unrecognized field "BadJson" (class com.intuit.schema.finance.v3.Invoice), not marked as ignorable',
    "Having the 'rak_charge_read' permission",
    'The token is not authorised for company 9130357992221234',
  ])('%s', (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe('secrets that the caller knows', () => {
  it('go in every spelling, whatever they look like', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 6, maxLength: 60, unit: 'grapheme-ascii' }),
        fc.string(),
        fc.string(),
        (secret, before, after) => {
          fc.pre(!redacted.includes(secret));
          const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')];
          for (const form of forms) expect(redact(`${before} ${form} ${after}`, [secret])).not.toContain(form);
        },
      ),
    );
  });

  it('shorter than six characters are left: they would eat words', () => {
    expect(redact('all of it', ['of', undefined, ''])).toBe('all of it');
  });
});

describe('details', () => {
  it('are one line of at most 300 characters', () => {
    const detail = redactedDetail(`first\n\tsecond ${'x '.repeat(400)}`);
    expect(detail.startsWith('first second x')).toBe(true);
    expect(detail).toHaveLength(300);
    expect(detail.endsWith('…')).toBe(true);
  });

  it.each([
    ['spaces after "token"', `token${' '.repeat(200_000)}`],
    ['dashes', '-'.repeat(200_000)],
    ['digits', '4'.repeat(200_000)],
    ['spaced digits', '4 '.repeat(100_000)],
    ['letters', 'eyJa'.repeat(50_000)],
    ['labels', 'refresh_token='.repeat(15_000)],
    ['quotes', '"code"'.repeat(30_000)],
  ])('a text made to slow the patterns down (%s) does not', (_name, text) => {
    // One that ran away would not come back before the test's own time limit.
    expect(redact(text).length).toBeLessThanOrEqual(text.length + 100_000);
  });
});
