// One company file (realm): its settings, its store and the clock it lives by.
import type { Clock } from './clock.ts';
import { CompanyStore } from './companyStore.ts';
import type { Journal } from './companyStore.ts';
import { dateAtOffset } from './timestamps.ts';

export interface CompanySettings {
  realmId: string;
  companyName: string;
  /** ISO country, "AU". Another one is for testing refusals: the chart of accounts stays Australian. */
  country: string;
  currency: string;
  gstEnabled: boolean;
  customTxnNumbers: boolean;
  autoApplyCredit: boolean;
  /** Nothing dated on or before this date can be written (6210). */
  bookCloseDate?: string | undefined;
  /** Assumption: an Australian sales document keeps a pinned TaxLine. False: tax is computed per line, half up. */
  keepsPinnedTaxLine: boolean;
  /** Assumption: TaxInclusive with TaxInclusiveAmt keeps the gross. False: Amount is taken as net. */
  keepsTaxInclusiveAmt: boolean;
  /** Whether a voided document still holds its DocNumber (6140 for a second one). */
  voidKeepsDocNumber: boolean;
  /** Whether making a name inactive appends " (deleted)" to it and so frees it. */
  renamesInactiveNames: boolean;
  /** Whether `=` and LIKE in queries ignore case. */
  queryIgnoresCase: boolean;
  /** Read only: every write answers 6190. */
  isSubscriptionLapsed: boolean;
  /** Names of accounts, items, terms, … that a new company file shall lack (for testing what the program does then). */
  leavesOut: readonly string[];
  /** Offset of the company's local time, for the default transaction date. */
  utcOffsetMinutes: number;
}

/** What a caller must say of a company; the rest has the defaults of an ordinary Australian file. */
export type CompanyOptions = Pick<CompanySettings, 'realmId' | 'companyName'> & Partial<CompanySettings>;

const DEFAULTS: Omit<CompanySettings, 'realmId' | 'companyName'> = {
  country: 'AU',
  currency: 'AUD',
  gstEnabled: true,
  customTxnNumbers: true,
  autoApplyCredit: false,
  keepsPinnedTaxLine: true,
  keepsTaxInclusiveAmt: true,
  voidKeepsDocNumber: true,
  renamesInactiveNames: false,
  queryIgnoresCase: false,
  isSubscriptionLapsed: false,
  leavesOut: [],
  utcOffsetMinutes: 600,
};

export class Company {
  readonly settings: CompanySettings;
  readonly store: CompanyStore;
  readonly clock: Clock;
  private readonly journal: Journal;

  constructor(options: CompanyOptions, clock: Clock, journal: Journal) {
    this.settings = { ...DEFAULTS, ...options };
    this.clock = clock;
    this.journal = journal;
    this.store = new CompanyStore(journal);
  }

  get realmId(): string {
    return this.settings.realmId;
  }

  nowMs(): number {
    return this.clock.nowMs();
  }

  today(): string {
    return dateAtOffset(this.nowMs(), this.settings.utcOffsetMinutes);
  }

  /** Changes settings for good (they survive a restart and then win over the options). */
  change(changes: Partial<CompanySettings>): void {
    for (const [key, value] of Object.entries(changes)) {
      if (key === 'realmId' || !(key in this.settings || key === 'bookCloseDate')) continue;
      Object.assign(this.settings, { [key]: value ?? undefined });
      this.journal('setting', key, value ?? null);
    }
  }

  /** Puts a journalled row back after a restart. */
  restore(kind: string, key: string, value: unknown): void {
    if (kind === 'setting') Object.assign(this.settings, { [key]: value ?? undefined });
    else this.store.restore(kind, key, value);
  }
}
