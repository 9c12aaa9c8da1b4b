// Ids that look like Stripe's and depend only on the seed and on how many were made before: same calls, same bytes.

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Thirty-two mixed bits of (seed, counter, lane): the finaliser of MurmurHash3. */
function mix32(seed: number, counter: number, lane: number): number {
  let h = (seed ^ Math.imul(counter + 1, 0x9e3779b1) ^ Math.imul(lane + 1, 0x85ebca77)) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

export class DeterministicIds {
  readonly #seed: number;
  counter: number;

  constructor(seed: number, counter = 0) {
    this.#seed = seed;
    this.counter = counter;
  }

  /** `length` characters of base 62; five per 32-bit lane, so that the bias of the remainder stays small. */
  next(length: number): string {
    const counter = this.counter;
    this.counter += 1;
    let text = '';
    for (let lane = 0; text.length < length; lane += 1) {
      let bits = mix32(this.#seed, counter, lane);
      for (let i = 0; i < 5 && text.length < length; i += 1) {
        text += ALPHABET[bits % 62];
        bits = Math.floor(bits / 62);
      }
    }
    return text;
  }
}
