// HMAC-SHA256 by Node's OpenSSL: the signatures of Stripe's webhooks.
import { createHmac } from 'node:crypto';
import type { HmacSha256Hex } from '../../engine/ports/runtime.ts';

export const hmacSha256Hex: HmacSha256Hex = (key, text) => createHmac('sha256', key).update(text, 'utf8').digest('hex');
