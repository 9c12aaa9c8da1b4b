// A month in figures: the roll-forward as an exact identity, and the rates of policy v1 over the clients paying at its first instant.
import { quotientHalfUp } from '../money.ts';
import type { MrrMovement } from './clientMovements.ts';
import { complementOf, rateOf, type Rate } from './rate.ts';

export interface ClientMovement extends Pick<MrrMovement, 'localDate' | 'kind' | 'reason' | 'amountCents' | 'beforeCents' | 'afterCents'> {
  readonly clientId: string;
}

/** A change of make-up alone moves no money. */
type SummedKind = Exclude<MrrMovement['kind'], 'change'>;

export interface MovementSum {
  readonly kind: SummedKind;
  readonly reason: string | null;
  /** Signed. */
  readonly amountCents: number;
  readonly clients: number;
}

export interface MonthFigures {
  readonly openingCents: number;
  readonly openingClients: number;
  readonly closingCents: number;
  readonly closingClients: number;
  /** By kind and reason; they sum to closing − opening exactly. */
  readonly movements: MovementSum[];
  readonly customerChurn: Rate;
  readonly grossMrrChurn: Rate;
  readonly grossRetention: Rate;
  readonly netMrrChurn: Rate;
  readonly netRetention: Rate;
  /** Hundredths: 172 is 1.72; null: nothing was lost (∞), or nothing happened at all. */
  readonly quickRatioHundredths: number | null;
  readonly hasGains: boolean;
  /** Null: no paying clients. */
  readonly arpaCents: number | null;
  readonly arrCents: number;
  /** Joined and left within the month: in New and Churn, but in no rate. */
  readonly sameMonthChurn: number;
  /** Clients with a churn movement, whoever they were. */
  readonly churnEvents: number;
}

/** `movements` of one month, each client's in order of time. */
export function monthFigures(opening: { cents: number; clients: number }, movements: readonly ClientMovement[]): MonthFigures {
  const sums = sumsOf(movements);
  const total = (kind: SummedKind): number => sums.reduce((sum, row) => sum + (row.kind === kind ? row.amountCents : 0), 0);
  const clients = byClient(movements);
  const closingCents = opening.cents + sums.reduce((sum, { amountCents }) => sum + amountCents, 0);
  const closingClients = opening.clients + [...clients.values()].reduce((sum, list) => sum + payingChange(list), 0);
  const base = baseOf(clients);
  const customerChurn = rateOf(base.churnedClients, opening.clients);
  const grossMrrChurn = rateOf(0 - (base.churnCents + base.contractionCents), opening.cents);
  const netMrrChurn = rateOf(0 - (base.churnCents + base.contractionCents + base.expansionCents), opening.cents);
  const gains = total('new') + total('expansion') + total('reactivation');
  const losses = 0 - (total('contraction') + total('churn'));
  return {
    openingCents: opening.cents,
    openingClients: opening.clients,
    closingCents,
    closingClients,
    movements: sums,
    customerChurn,
    grossMrrChurn,
    grossRetention: complementOf(grossMrrChurn),
    netMrrChurn,
    netRetention: complementOf(netMrrChurn),
    quickRatioHundredths: losses === 0 ? null : quotientHalfUp(BigInt(gains) * 100n, BigInt(losses)),
    hasGains: gains > 0,
    arpaCents: closingClients === 0 ? null : quotientHalfUp(BigInt(closingCents), BigInt(closingClients)),
    arrCents: closingCents * 12,
    sameMonthChurn: [...clients.values()].filter((list) => list[0]?.beforeCents === 0 && list.some(({ kind }) => kind === 'churn') && list.some(({ kind }) => kind === 'new')).length,
    churnEvents: [...clients.values()].filter((list) => list.some(({ kind }) => kind === 'churn')).length,
  };
}

function byClient(movements: readonly ClientMovement[]): Map<string, ClientMovement[]> {
  const clients = new Map<string, ClientMovement[]>();
  for (const movement of movements) {
    const list = clients.get(movement.clientId);
    if (list === undefined) clients.set(movement.clientId, [movement]);
    else list.push(movement);
  }
  return clients;
}

function payingChange(list: readonly ClientMovement[]): number {
  return ((list.at(-1)?.afterCents ?? 0) > 0 ? 1 : 0) - ((list[0]?.beforeCents ?? 0) > 0 ? 1 : 0);
}

/** What the clients paying at the first instant lost and added; corrections are of other months and stay outside. */
function baseOf(clients: ReadonlyMap<string, readonly ClientMovement[]>): { churnedClients: number; churnCents: number; contractionCents: number; expansionCents: number } {
  const base = { churnedClients: 0, churnCents: 0, contractionCents: 0, expansionCents: 0 };
  for (const list of clients.values()) {
    if ((list[0]?.beforeCents ?? 0) === 0) continue;
    if (list.some(({ kind }) => kind === 'churn')) base.churnedClients += 1;
    for (const { kind, amountCents } of list) {
      if (kind === 'churn') base.churnCents += amountCents;
      if (kind === 'contraction') base.contractionCents += amountCents;
      if (kind === 'expansion') base.expansionCents += amountCents;
    }
  }
  return base;
}

const kinds: readonly SummedKind[] = ['new', 'expansion', 'reactivation', 'contraction', 'churn', 'correction'];

function sumsOf(movements: readonly ClientMovement[]): MovementSum[] {
  const sums = new Map<string, { kind: SummedKind; reason: string | null; amountCents: number; clients: Set<string> }>();
  for (const { kind, reason, amountCents, clientId } of movements) {
    if (kind === 'change') continue;
    const key = `${kind} ${reason ?? ''}`;
    const sum = sums.get(key) ?? { kind, reason, amountCents: 0, clients: new Set<string>() };
    sum.amountCents += amountCents;
    sum.clients.add(clientId);
    sums.set(key, sum);
  }
  return [...sums.values()]
    .map(({ clients, ...sum }) => ({ ...sum, clients: clients.size }))
    .toSorted((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || ((a.reason ?? '') < (b.reason ?? '') ? -1 : 1));
}

/** 12-month retention: S fixed at the start. `changed`: those of S whose MRR is another now. */
export function twelveMonthRetention(startCents: number, changed: readonly { beforeCents: number; afterCents: number }[]): { net: Rate; gross: Rate } {
  let net = startCents;
  let gross = startCents;
  for (const { beforeCents, afterCents } of changed) {
    net += afterCents - beforeCents;
    gross += Math.min(afterCents - beforeCents, 0);
  }
  return { net: rateOf(net, startCents), gross: rateOf(gross, startCents) };
}

const fewestChurnEvents = 5;

/**
 * LTV = ARPA × gross margin ÷ the mean customer churn of the last 6 closed months. Null with fewer than 5 churn events: not
 * enough churn to estimate.
 */
export function lifetimeValueCents(arpaCents: number | null, marginBasisPoints: number, months: readonly { churned: number; base: number; churnEvents: number }[]): number | null {
  const based = months.slice(-6).filter(({ base }) => base > 0);
  const events = based.reduce((sum, { churnEvents }) => sum + churnEvents, 0);
  if (arpaCents === null || events < fewestChurnEvents) return null;
  // The mean of fractions as one fraction: Σ churnedᵢ/baseᵢ over the common denominator.
  let top = 0n;
  let bottom = 1n;
  for (const { churned, base } of based) {
    top = top * BigInt(base) + BigInt(churned) * bottom;
    bottom *= BigInt(base);
  }
  if (top === 0n) return null;
  return quotientHalfUp(BigInt(arpaCents) * BigInt(marginBasisPoints) * bottom * BigInt(based.length), 10_000n * top);
}
