// SHA-256 by Node's OpenSSL: the engine's digests of evidence, ledger rows and request bodies.
import { hash } from 'node:crypto';
import type { Sha256Hex } from '../../engine/ports/runtime.ts';

export const sha256Hex: Sha256Hex = (text) => hash('sha256', text, 'hex');
