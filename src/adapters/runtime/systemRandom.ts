// Randomness from the operating system; `unit` is for jitter only and need not be unguessable.
import { randomBytes, randomUUID } from 'node:crypto';
import type { Random } from '../../engine/ports/runtime.ts';

const tokenBytes = 32;

export const systemRandom: Random = {
  uuid: () => randomUUID(),
  token: () => randomBytes(tokenBytes).toString('base64url'),
  unit: () => Math.random(),
};
