// The check of a QuickBooks company before anything is pushed, and the ids that every document refers to.
import type { ErrorCode } from '../../contract/errors.ts';
import type { BusinessProfile } from '../../contract/profile.ts';
import { dateLabel } from '../calendar.ts';
import { jsonNumberToCents } from '../money.ts';
import { qboList, qboObject, qboRef, qboText, type QboJson } from './qboJson.ts';
import type { AccountRefs } from './refs.ts';

export type SetupNames = Pick<
  BusinessProfile,
  | 'quickBooksItemName'
  | 'quickBooksTermName'
  | 'quickBooksPaymentMethodName'
  | 'quickBooksDepositAccountName'
  | 'quickBooksTaxCodeName'
>;

export interface SetupInput {
  readonly companyInfo: QboJson | null;
  readonly preferences: QboJson | null;
  readonly taxCodes: readonly QboJson[];
  readonly taxRates: readonly QboJson[];
  readonly items: readonly QboJson[];
  readonly accounts: readonly QboJson[];
  readonly terms: readonly QboJson[];
  readonly paymentMethods: readonly QboJson[];
  readonly names: SetupNames;
}

export interface SetupFinding {
  readonly check: string;
  readonly ok: boolean;
  /** `error`: nothing can be pushed; `warning`: it can, but look at it. */
  readonly severity: 'error' | 'warning' | 'info';
  readonly code: ErrorCode | null;
  readonly sentence: string;
  readonly nextAction: string | null;
}

export interface SetupResult {
  readonly refs: Partial<AccountRefs>;
  readonly findings: SetupFinding[];
}

export function checkSetup(input: SetupInput): SetupResult {
  const tax = findTax(input);
  const item = findItem(input);
  const income = input.accounts.filter(isActive).find((account) => account['AccountType'] === 'Income');
  const deposit = findDeposit(input);
  const term = findNamed(input.terms, input.names.quickBooksTermName);
  const method = findNamed(input.paymentMethods, input.names.quickBooksPaymentMethodName);
  const refs = withoutUndefined({
    ...tax.refs,
    itemId: idOf(item),
    itemName: item === undefined ? undefined : (qboText(item, 'Name') ?? undefined),
    paymentMethodId: idOf(method),
    termId: idOf(term),
    incomeAccountId: idOf(income),
    depositAccountId: idOf(deposit.account),
    depositAccountName: deposit.account === undefined ? undefined : (qboText(deposit.account, 'Name') ?? undefined),
  });
  const findings = [
    countryFinding(input),
    ...preferenceFindings(input.preferences),
    tax.finding,
    itemFinding(item, input.names.quickBooksItemName, income !== undefined),
    presence(
      'income account',
      income,
      'An income account',
      'Create an account of type Income in QuickBooks (Accounting, Chart of accounts).',
    ),
    deposit.finding,
    presence(
      'payment method',
      method,
      `The payment method “${input.names.quickBooksPaymentMethodName}”`,
      'Create it in QuickBooks under All lists, Payment methods.',
    ),
    presence(
      'term',
      term,
      `The term “${input.names.quickBooksTermName}”`,
      'Create it in QuickBooks under All lists, Terms.',
    ),
  ];
  return { refs, findings };
}

function withoutUndefined(fields: {
  readonly [K in keyof AccountRefs]?: AccountRefs[K] | undefined;
}): Partial<AccountRefs> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<AccountRefs>;
}

function isActive(entity: QboJson): boolean {
  return entity['Active'] !== false;
}

function idOf(entity: QboJson | undefined): string | undefined {
  return entity === undefined ? undefined : (qboText(entity, 'Id') ?? undefined);
}

function findNamed(entities: readonly QboJson[], name: string): QboJson | undefined {
  const wanted = name.trim().toLowerCase();
  return entities.find((entity) => isActive(entity) && qboText(entity, 'Name')?.trim().toLowerCase() === wanted);
}

function good(check: string, sentence: string, severity: 'info' | 'warning' = 'info'): SetupFinding {
  return { check, ok: true, severity, code: null, sentence, nextAction: null };
}

function bad(
  check: string,
  code: ErrorCode | null,
  sentence: string,
  nextAction: string,
  severity: 'error' | 'warning' = 'error',
): SetupFinding {
  return { check, ok: false, severity, code, sentence, nextAction };
}

function presence(check: string, entity: QboJson | undefined, what: string, nextAction: string): SetupFinding {
  if (entity === undefined) return bad(check, 'QB_ACCOUNT_MISSING', `${what} was not found in QuickBooks.`, nextAction);
  return good(check, `${what} was found${check === 'income account' ? `: ${qboText(entity, 'Name') ?? ''}` : ''}.`);
}

function countryFinding({ companyInfo, preferences }: SetupInput): SetupFinding {
  const check = 'country and currency';
  const country = companyInfo === null ? null : qboText(companyInfo, 'Country');
  const currency = preferences === null ? null : qboRef(qboObject(preferences, 'CurrencyPrefs'), 'HomeCurrency');
  const isAustralian = country !== null && ['au', 'aus', 'australia'].includes(country.toLowerCase());
  if (isAustralian && (currency === null || currency === 'AUD'))
    return good(check, 'The company is Australian and keeps its books in Australian dollars.');
  const found = `${country ?? 'no country'}, ${currency ?? 'no currency'}`;
  return bad(
    check,
    'QB_WRONG_COUNTRY',
    `The company is not an Australian one in Australian dollars (${found}).`,
    'Connect the Australian company.',
  );
}

function preferenceFindings(preferences: QboJson | null): SetupFinding[] {
  const sales = qboObject(preferences ?? {}, 'SalesFormsPrefs');
  const closedUntil = qboText(qboObject(preferences ?? {}, 'AccountingInfoPrefs'), 'BookCloseDate');
  const appliesCredit = sales['AutoApplyCredit'] === true || sales['AutoApplyPayments'] === true;
  return [
    // Without it DocNumber is ignored: a push could neither find nor recognise its own invoice again.
    sales['CustomTxnNumbers'] === true
      ? good('invoice numbers', 'Custom transaction numbers are on: QuickBooks keeps our invoice numbers.')
      : bad(
          'invoice numbers',
          'QB_NUMBERING_OFF',
          'Custom transaction numbers are off: QuickBooks would ignore our invoice numbers.',
          'In QuickBooks open Settings, Account and settings, Sales and switch on custom transaction numbers.',
        ),
    appliesCredit
      ? bad(
          'automatic credits',
          null,
          'QuickBooks applies credits by itself: a credit of the customer may pay an invoice before its own payment arrives.',
          'In QuickBooks open Settings, Account and settings, Advanced, Automation and switch off applying credits.',
          'warning',
        )
      : good('automatic credits', 'QuickBooks does not apply credits by itself.'),
    closedUntil === null
      ? good('closed books', 'No closing date is set in QuickBooks.')
      : good(
          'closed books',
          `The books are closed up to ${dateLabel(closedUntil.slice(0, 10))}: nothing dated up to then can be pushed.`,
        ),
  ];
}

/** The percentage of a rate in hundredths, so that no float is compared: 10 and "10.00" are both 1000. */
function basisPointsOf(rate: QboJson): number | null {
  return jsonNumberToCents(rate['RateValue']);
}

/** The one rate of a code's sales list, where it is exactly one and of 10 %. Codes are one-sided: a purchase code gives 6000. */
function onlyTenPercentRate(code: QboJson, rates: readonly QboJson[]): string | undefined {
  const details = qboList(qboObject(code, 'SalesTaxRateList'), 'TaxRateDetail');
  const rateId = details.length === 1 ? qboRef(details[0] ?? {}, 'TaxRateRef') : null;
  const rate = rateId === null ? undefined : rates.find((known) => qboText(known, 'Id') === rateId);
  return rateId !== null && rate !== undefined && basisPointsOf(rate) === 1000 ? rateId : undefined;
}

type TaxRefs = Pick<AccountRefs, 'taxCodeId' | 'taxCodeName' | 'taxRateId' | 'taxRatePercent'>;

/**
 * The tax code by its name (the names that a new Australian file has only a live sandbox can tell). Where GST is off there is
 * none: nothing is ever pushed untaxed in silence.
 */
function findTax(input: SetupInput): { refs: Partial<TaxRefs>; finding: SetupFinding } {
  const check = 'GST';
  const wanted = input.names.quickBooksTaxCodeName;
  const usable = input.taxCodes.filter(
    (code) => isActive(code) && onlyTenPercentRate(code, input.taxRates) !== undefined,
  );
  const code = findNamed(usable, wanted);
  const taxRateId = code === undefined ? undefined : onlyTenPercentRate(code, input.taxRates);
  const taxCodeId = idOf(code);
  if (code !== undefined && taxRateId !== undefined && taxCodeId !== undefined) {
    const taxCodeName = qboText(code, 'Name') ?? wanted;
    return {
      refs: { taxCodeId, taxCodeName, taxRateId, taxRatePercent: 10 },
      finding: good(check, `The tax code “${taxCodeName}” charges 10 % on sales.`),
    };
  }
  const isOff = qboObject(input.preferences ?? {}, 'TaxPrefs')['UsingSalesTax'] === false || usable.length === 0;
  if (isOff) {
    return {
      refs: {},
      finding: bad(
        check,
        'QB_GST_NOT_ENABLED',
        'GST is not switched on in QuickBooks, so no invoice can be pushed with its tax.',
        'In QuickBooks open Settings, Advanced, GST and switch it on; then check again.',
      ),
    };
  }
  const names = usable.map((known) => `“${qboText(known, 'Name') ?? ''}”`).join(', ');
  return {
    refs: {},
    finding: bad(
      check,
      'QB_ACCOUNT_MISSING',
      `No tax code “${wanted}” charges exactly 10 % on sales. Codes that do: ${names}.`,
      'Enter the name of the right one in Settings, Business profile.',
    ),
  };
}

/** By name only, never "any service item": sandboxes hold noise such as "Employee Celebration". */
function findItem(input: SetupInput): QboJson | undefined {
  const sellable = input.items.filter(
    (item) => item['Type'] === undefined || item['Type'] === 'Service' || item['Type'] === 'NonInventory',
  );
  return findNamed(sellable, input.names.quickBooksItemName) ?? findNamed(sellable, 'Services');
}

function itemFinding(item: QboJson | undefined, wanted: string, hasIncomeAccount: boolean): SetupFinding {
  if (item !== undefined) return good('item', `Lines are sold as the item “${qboText(item, 'Name') ?? ''}”.`);
  if (hasIncomeAccount)
    return bad('item', 'QB_ACCOUNT_MISSING', `The item “${wanted}” does not exist in QuickBooks, so nothing can be sold under it.`, 'Create it from here, or enter the name of the right one in Settings, Business profile.');
  return bad(
    'item',
    'QB_ACCOUNT_MISSING',
    `The item “${wanted}” does not exist and cannot be created without an income account.`,
    'Create an income account in QuickBooks, then check again.',
  );
}

function findDeposit(input: SetupInput): { account: QboJson | undefined; finding: SetupFinding } {
  const check = 'deposit account';
  const wanted = input.names.quickBooksDepositAccountName;
  const named = findNamed(input.accounts, wanted);
  if (named !== undefined)
    return { account: named, finding: good(check, `Payments are deposited to “${qboText(named, 'Name') ?? ''}”.`) };
  const undeposited =
    input.accounts.find((account) => isActive(account) && account['AccountSubType'] === 'UndepositedFunds') ??
    findNamed(input.accounts, 'Undeposited Funds');
  if (undeposited === undefined) {
    return {
      account: undefined,
      finding: bad(
        check,
        'QB_ACCOUNT_MISSING',
        `Neither the account “${wanted}” nor Undeposited Funds was found.`,
        `Create the account “${wanted}” in QuickBooks.`,
      ),
    };
  }
  return {
    account: undeposited,
    finding: bad(
      check,
      null,
      `The account “${wanted}” was not found: payments are deposited to Undeposited Funds.`,
      `Create the account “${wanted}” in QuickBooks, then check again.`,
      'warning',
    ),
  };
}
