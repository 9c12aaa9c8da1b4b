// Where a page of Stripe's is opened on which a client enters a card, pays or confirms: Stripe's own, in the demo the simulator's.
import type { EngineConfig } from '../engine.ts';

const hosted = /^https:\/\/(?:checkout|invoice)\.stripe\.com\//;

/** A demo's address changes with every start, so it is made when the page is asked for and never stored. */
export function hostedPage({ config }: { readonly config: Pick<EngineConfig, 'links'> }, url: string): string {
  const { stripeHostedPages } = config.links;
  return stripeHostedPages === undefined ? url : url.replace(hosted, () => stripeHostedPages);
}
