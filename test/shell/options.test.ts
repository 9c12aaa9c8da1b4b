// The command line: what is understood, and the sentence for what is not.
import { describe, expect, test } from 'vitest';
import { helpText, parseOptions } from '../../src/shell/options.ts';

const plain = {
  browser: false, port: 0, open: true, home: undefined, company: undefined, apiTokenFile: undefined,
  redirectUri: undefined, stripeUrl: undefined, qboUrl: undefined, intuitUrl: undefined, help: false,
};

describe('understood', () => {
  const cases: [args: string[], expected: object][] = [
    [[], {}],
    [['--browser', '--no-open', '--home', '/tmp/x'], { browser: true, open: false, home: '/tmp/x' }],
    [['--port=8080'], { port: 8080 }],
    [['--demo'], { company: 'demo' }],
    [['--no-demo'], { company: 'live' }],
    [['--test'], { company: 'test' }],
    [['--stripe-url', 'http://127.0.0.1:1/'], { stripeUrl: 'http://127.0.0.1:1' }],
    [['--api-token-file', 't', '--help'], { apiTokenFile: 't', help: true }],
  ];
  test.each(cases)('%j', (args, expected) => {
    expect(parseOptions(args)).toEqual({ ok: true, options: { ...plain, ...expected } });
  });
});

describe('refused, naming the flag', () => {
  const cases: [args: string[], said: RegExp][] = [
    [['--brwoser'], /no flag --brwoser.*--help/],
    [['-x'], /no flag -x/],
    [['stray'], /Only flags/],
    [['--port', '99999'], /--port must be/],
    [['--port', '80x'], /--port must be/],
    [['--port'], /--port/],
    [['--home', ''], /--home needs a value/],
    [['--browser=yes'], /--browser/],
    [['--stripe-url', 'ftp://x'], /--stripe-url must be an address/],
    [['--qbo-url', 'nonsense'], /--qbo-url must be an address/],
    [['--demo', '--no-demo'], /Only one of/],
  ];
  test.each(cases)('%j', (args, said) => {
    const parsed = parseOptions(args);
    expect(parsed).toMatchObject({ ok: false, sentence: expect.stringMatching(said) });
  });
});

test("in the desktop app Chromium's flags stand among ours and are left alone", () => {
  const parsed = parseOptions(['--inspect=0', '--remote-debugging-port=0', '.', '--no-sandbox', '--home', '/h', '--demo'], true);
  expect(parsed).toMatchObject({ ok: true, options: { home: '/h', company: 'demo' } });
});

test('the help names every flag', () => {
  for (const flag of ['--browser', '--port', '--no-open', '--home', '--demo', '--no-demo', '--api-token-file', '--stripe-url', '--qbo-url', '--intuit-url', '--help']) {
    expect(helpText()).toContain(flag);
  }
});
