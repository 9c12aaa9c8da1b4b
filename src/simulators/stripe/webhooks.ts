// Signed webhooks: `Stripe-Signature: t=…,v1=…`, HMAC-SHA256 over `t.body` (https://docs.stripe.com/webhooks/signature).
import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import type { Faults } from './faults.ts';
import { rendered } from './objectStore.ts';
import type { StripeEvent } from './shapes.ts';

export type WebhookEndpoint = { url: string; secret: string };
export type WebhookDelivery = { eventId: string; type: string; status: number | 'unreachable' };

const DELIVERY_TIMEOUT_MS = 10_000;

function signatureHeader(secret: string, timestampSeconds: number, body: string): string {
  const signature = createHmac('sha256', secret).update(`${timestampSeconds}.${body}`).digest('hex');
  return `t=${timestampSeconds},v1=${signature}`;
}

export class Webhooks {
  readonly #endpoint: WebhookEndpoint;
  readonly #faults: Faults;
  readonly #nowSeconds: () => number;
  readonly deliveries: WebhookDelivery[] = [];
  #waiting: StripeEvent[] = [];
  #chain: Promise<void> = Promise.resolve();

  /** Events of a request that was taken back must not be sent. */
  readonly #exists: (eventId: string) => boolean;

  constructor(
    endpoint: WebhookEndpoint,
    faults: Faults,
    nowSeconds: () => number,
    exists: (eventId: string) => boolean,
  ) {
    this.#exists = exists;
    this.#endpoint = endpoint;
    this.#faults = faults;
    this.#nowSeconds = nowSeconds;
  }

  enqueue(event: StripeEvent): void {
    this.#waiting.push(event);
  }

  /** Sends what one request or one advance of the clock has caused, one after the other. */
  flush(): void {
    const waiting = this.#waiting.filter((event) => this.#exists(event.id));
    const batch = this.#faults.reorderWebhooks ? waiting.toReversed() : waiting;
    this.#waiting = [];
    if (this.#faults.dropWebhooks) return;
    const sends = this.#faults.duplicateWebhooks ? batch.flatMap((event) => [event, event]) : batch;
    for (const event of sends) this.#chain = this.#chain.then(() => this.#send(event));
  }

  async #send(event: StripeEvent): Promise<void> {
    const body = JSON.stringify(rendered(event), null, 2);
    const status = await post(
      this.#endpoint.url,
      body,
      signatureHeader(this.#endpoint.secret, this.#nowSeconds(), body),
    );
    this.deliveries.push({ eventId: event.id, type: event.type, status });
  }

  /** Resolves when everything sent so far has been answered. */
  async idle(): Promise<void> {
    await this.#chain;
  }
}

function post(url: string, body: string, signature: string): Promise<number | 'unreachable'> {
  return new Promise((resolve) => {
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
      'stripe-signature': signature,
      'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
    };
    const outgoing = request(url, { method: 'POST', headers, timeout: DELIVERY_TIMEOUT_MS }, (response) => {
      response.resume();
      response.on('end', () => {
        resolve(response.statusCode ?? 0);
      });
      response.on('error', () => {
        resolve('unreachable');
      });
    });
    outgoing.on('timeout', () => outgoing.destroy());
    outgoing.on('error', () => {
      resolve('unreachable');
    });
    outgoing.end(body);
  });
}
