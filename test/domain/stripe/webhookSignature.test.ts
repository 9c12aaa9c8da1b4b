// Stripe's webhook signatures: what the SDK signs is taken; everything else is refused with its reason.
import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { Stripe } from 'stripe';
import { describe, expect, it } from 'vitest';
import { toleranceSeconds, verifyWebhook, type SignatureVerdict } from '../../../src/domain/stripe/webhookSignature.ts';

const secret = 'whsec_of_the_test_0123456789';
const nowSeconds = 1_776_400_000;
const hmacSha256Hex = (key: string, text: string): string => createHmac('sha256', key).update(text, 'utf8').digest('hex');
const body = '{"id":"evt_1","object":"event"}';
const sign = (text: string, at = nowSeconds, key = secret): string => hmacSha256Hex(key, `${at}.${text}`);
const verdictOf = (header: string | null, text = body, at = nowSeconds): SignatureVerdict => verifyWebhook({ body: text, header, secret, nowSeconds: at, hmacSha256Hex });

describe('a webhook signature', () => {
  const good = sign(body);
  it.each<[string, string | null, SignatureVerdict]>([
    ['as Stripe makes it', `t=${nowSeconds},v1=${good}`, 'valid'],
    ['among several, as when a secret is rotated', `t=${nowSeconds},v1=${'0'.repeat(64)},v1=${good}`, 'valid'],
    ['with schemes of no meaning', `t=${nowSeconds},v0=${'1'.repeat(64)},v1=${good}`, 'valid'],
    ['with blanks', `t=${nowSeconds}, v1=${good}`, 'valid'],
    ['missing', null, 'no_header'],
    ['empty', '', 'no_header'],
    ['without a time', `v1=${good}`, 'unreadable_header'],
    ['with two times', `t=${nowSeconds},t=${nowSeconds - 1},v1=${good}`, 'unreadable_header'],
    ['with a time that is none', `t=now,v1=${good}`, 'unreadable_header'],
    ['without a v1', `t=${nowSeconds},v0=${good}`, 'unreadable_header'],
    ['with very many', `t=${nowSeconds}${`,v1=${good}`.repeat(11)}`, 'unreadable_header'],
    ['very long', `t=${nowSeconds},v1=${'a'.repeat(5_000)}`, 'unreadable_header'],
    ['of another secret', `t=${nowSeconds},v1=${sign(body, nowSeconds, 'whsec_another')}`, 'wrong_signature'],
    ['of another body', `t=${nowSeconds},v1=${sign(`${body} `)}`, 'wrong_signature'],
    ['of another time', `t=${nowSeconds},v1=${sign(body, nowSeconds - 1)}`, 'wrong_signature'],
    ['too short', `t=${nowSeconds},v1=${good.slice(0, 63)}`, 'wrong_signature'],
    ['in capitals', `t=${nowSeconds},v1=${good.toUpperCase()}`, 'wrong_signature'],
    ['forged and old', `t=${nowSeconds - 10_000},v1=${good}`, 'wrong_signature'],
  ])('%s', (_what, header, verdict) => {
    expect(verdictOf(header)).toBe(verdict);
  });

  it.each<[number, SignatureVerdict]>([
    [-toleranceSeconds - 1, 'too_old'],
    [-toleranceSeconds, 'valid'],
    [toleranceSeconds, 'valid'],
    [toleranceSeconds + 1, 'too_new'],
    [10 ** 9, 'too_new'],
  ])('made %s seconds from now', (offset, verdict) => {
    const at = nowSeconds + offset;
    expect(verdictOf(`t=${at},v1=${sign(body, at)}`)).toBe(verdict);
  });

  it('is taken where the SDK made it, whatever the body', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (payload) => {
        const text = payload.toWellFormed();
        const header = Stripe.webhooks.generateTestHeaderString({ payload: text, secret, timestamp: nowSeconds });
        expect(verdictOf(header, text)).toBe('valid');
      }),
    );
  });

  it('is never taken for a header made without the secret, and never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (header, text) => {
        expect(verdictOf(header, text)).not.toBe('valid');
      }),
    );
  });
});
