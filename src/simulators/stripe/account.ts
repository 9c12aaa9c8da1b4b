// The account itself and its balance.
import type { JsonObject } from './jsonShapes.ts';
import type { World } from './world.ts';

const NO_REQUIREMENTS = {
  alternatives: [],
  current_deadline: null,
  currently_due: [],
  disabled_reason: null,
  errors: [],
  eventually_due: [],
  past_due: [],
  pending_verification: [],
};

export function accountObject(world: World): JsonObject {
  const { account } = world;
  return {
    id: account.id,
    object: 'account',
    business_profile: {
      annual_revenue: null,
      estimated_worker_count: null,
      mcc: '5734',
      minority_owned_business_designation: null,
      name: account.name,
      product_description: null,
      support_address: null,
      support_email: null,
      support_phone: null,
      support_url: null,
      url: 'https://rtopacks.example.com',
    },
    business_type: 'company',
    capabilities: { card_payments: 'active', transfers: 'active' },
    charges_enabled: true,
    controller: { type: 'account' },
    country: account.country,
    created: 1_700_000_000,
    default_currency: account.default_currency,
    details_submitted: true,
    email: 'accounts@rtopacks.example.com',
    external_accounts: {
      object: 'list',
      data: [],
      has_more: false,
      url: `/v1/accounts/${account.id}/external_accounts`,
    },
    future_requirements: NO_REQUIREMENTS,
    metadata: {},
    payouts_enabled: true,
    requirements: NO_REQUIREMENTS,
    settings: {
      bacs_debit_payments: { display_name: null, service_user_number: null },
      branding: { icon: null, logo: null, primary_color: null, secondary_color: null },
      card_issuing: { tos_acceptance: { date: null, ip: null } },
      card_payments: {
        decline_on: { avs_failure: false, cvc_failure: false },
        statement_descriptor_prefix: null,
        statement_descriptor_prefix_kana: null,
        statement_descriptor_prefix_kanji: null,
      },
      dashboard: { display_name: account.name, timezone: 'Australia/Brisbane' },
      invoices: { default_account_tax_ids: null, hosted_payment_method_save: null },
      payments: {
        statement_descriptor: account.name.toUpperCase(),
        statement_descriptor_kana: null,
        statement_descriptor_kanji: null,
        statement_descriptor_prefix_kana: null,
        statement_descriptor_prefix_kanji: null,
      },
      payouts: {
        debit_negative_balances: true,
        schedule: { delay_days: 2, interval: 'daily' },
        statement_descriptor: null,
      },
      sepa_debit_payments: {},
    },
    tos_acceptance: { date: null, ip: null, user_agent: null },
    type: 'standard',
  };
}

export function balanceObject(world: World): JsonObject {
  let available = 0;
  let pending = 0;
  for (const row of world.store.all('balance_transaction')) {
    if (row.type === 'payout' ? row.status === 'pending' || row.status === 'available' : row.status === 'available')
      available += row.net;
    else pending += row.net;
  }
  const currency = world.account.default_currency;
  const amount = (cents: number) => [{ amount: cents, currency, source_types: { card: cents } }];
  return {
    object: 'balance',
    available: amount(available),
    livemode: world.account.livemode,
    pending: amount(pending),
  };
}
