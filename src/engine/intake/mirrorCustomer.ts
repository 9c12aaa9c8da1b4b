// A Stripe customer becomes an organisation: by the org id in its metadata, else by its own id.
import { readCustomer, type StripeCustomerFacts } from '../../domain/stripe/readCustomer.ts';
import { marketplaceOf } from '../../domain/customerOfRecord.ts';
import { convertByEarlierPayment } from '../clients/convertClient.ts';
import type { EngineContext } from '../context.ts';
import { isJsonObject } from '../../domain/stripe/tolerantFields.ts';
import { stripeRecordWriters } from './stripeRecordWriters.ts';
import type { CustomerRecord } from '../ports/records.ts';
import type { StripeJson } from '../ports/stripeGateway.ts';
import { deriveStanding } from './deriveStanding.ts';
import { noteOddities, type Via } from './observe.ts';

/** Runs inside a transaction. */
export function mirrorCustomer(context: EngineContext, raw: StripeJson, via: Via): void {
  const reading = readCustomer(raw);
  noteOddities(context, 'customer', reading, via, raw);
  if (!reading.ok) return;
  const { value } = reading;
  const { clients, orgs, invoices } = context.store;
  const known = orgs.customer(value.stripeCustomerId);
  const orgId = said(value.metadata, 'org_id') ?? known?.orgId ?? value.stripeCustomerId;
  const rtoCode = said(value.metadata, 'rto_code') ?? known?.rtoCode ?? null;
  // A deleted customer answers with nothing but its id; what is known of it stays.
  const name = value.name ?? orgs.get(orgId)?.name ?? value.email ?? 'Unnamed client';
  orgs.upsert({ id: orgId, name, billingEmail: value.email, rtoCode });
  orgs.upsertCustomer({
    stripeCustomerId: value.stripeCustomerId,
    orgId,
    billingEmail: value.email,
    rtoCode,
    isTest: value.metadata['is_test'] === 'true',
    isDeleted: value.isDeleted,
    isPlaceholder: false,
  });
  if (!value.isDeleted) rememberCard(context, raw, value, via);
  if (known?.isPlaceholder === true) invoices.setTest(value.stripeCustomerId, orgs.customer(value.stripeCustomerId)?.isTest ?? false);
  if (known !== undefined) invoices.setClientName(orgId, name, rtoCode);
  if (!value.isDeleted) noteMetadata(context, value.stripeCustomerId, orgId, value.metadata);
  // What was read of it before, under another organisation, or before it was known whether it is a test.
  const left = known === undefined ? [] : clients.moveCustomer(value.stripeCustomerId, orgId);
  if (left.length > 0 || known?.isPlaceholder === true) for (const id of new Set([...left, orgId])) deriveStanding(context, id, via);
  if (rtoCode !== null && known !== undefined && known.rtoCode !== rtoCode) convertByEarlierPayment(context, orgId);
}

/** Nothing but blanks says nothing. */
const said = (metadata: Readonly<Record<string, string>>, key: string): string | null => {
  const text = metadata[key]?.trim() ?? '';
  return text === '' ? null : text;
};

/** What the business itself wrote on the customer: who resold it, and how many of its people use the product. */
function noteMetadata({ store }: EngineContext, stripeCustomerId: string, orgId: string, metadata: Readonly<Record<string, string>>): void {
  store.clients.setMarketplace(stripeCustomerId, marketplaceOf(metadata));
  const members = metadata['active_members'] ?? '';
  if (/^\d{1,6}$/.test(members)) store.clients.setActiveMembers(orgId, Number(members));
}

/** The default payment method comes with the customer where it was asked for, else as an id. */
function rememberCard(context: EngineContext, raw: StripeJson, { stripeCustomerId, defaultPaymentMethodId }: StripeCustomerFacts, via: Via): void {
  const settings = raw['invoice_settings'];
  const method = isJsonObject(settings) ? settings['default_payment_method'] : undefined;
  if (isJsonObject(method)) stripeRecordWriters['payment_method']?.(context, method, via, {});
  context.store.stripeRecords.setDefaultPaymentMethod(stripeCustomerId, defaultPaymentMethodId);
}

/**
 * The customer of an invoice or subscription; a placeholder made from what that says where Stripe's customer was never seen.
 * Nothing is booked for a placeholder: only the customer itself says whether it is a test.
 */
export function ensureCustomer(context: EngineContext, from: { stripeCustomerId: string; name: string | null; email: string | null; metadata: Readonly<Record<string, string>> }): CustomerRecord {
  const { orgs } = context.store;
  const known = orgs.customer(from.stripeCustomerId);
  if (known !== undefined) return known;
  const orgId = said(from.metadata, 'org_id') ?? from.stripeCustomerId;
  const rtoCode = said(from.metadata, 'rto_code') ?? null;
  orgs.upsert({ id: orgId, name: from.name ?? orgs.get(orgId)?.name ?? from.email ?? 'Unnamed client', billingEmail: from.email, rtoCode });
  orgs.upsertCustomer({ stripeCustomerId: from.stripeCustomerId, orgId, billingEmail: from.email, rtoCode, isTest: false, isDeleted: false, isPlaceholder: true });
  const made = orgs.customer(from.stripeCustomerId);
  if (made === undefined) throw new Error('a customer was written and is not there');
  return made;
}
