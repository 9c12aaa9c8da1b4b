// How refunds, monthly fees and payouts are written to QuickBooks: part of the business profile.
import type { ReactElement } from 'react';
import type { BusinessProfile } from '../../../contract/profile.ts';
import { ChoiceField, type Choice } from '../../ui/ChoiceField.tsx';
import { cx } from '../../ui/classNames.ts';
import { SwitchField } from '../../ui/SwitchField.tsx';
import css from './SettingsScreen.module.css';

const recipes: readonly Choice<BusinessProfile['quickBooksRefundRecipe']>[] = [
  {
    id: 'linked',
    name: 'Three linked documents',
    meaning: 'An adjustment note with its GST, the expense that pays it out, and a payment of 0 that links the two.',
  },
  {
    id: 'refund_receipt',
    name: 'One refund receipt',
    meaning: 'A single document, which QuickBooks does not link to the invoice.',
  },
];

type NameField =
  | 'quickBooksOutOfScopeTaxCodeName'
  | 'quickBooksFeeVendorName'
  | 'quickBooksFeeAccountName'
  | 'quickBooksFeeTaxCodeName'
  | 'quickBooksBankAccountName';

interface DocumentsBlockProps {
  readonly profile: BusinessProfile;
  readonly set: (change: Partial<BusinessProfile>) => void;
  readonly text: (name: NameField, label: string, help?: string) => ReactElement;
}

export function DocumentsBlock({ profile, set, text }: DocumentsBlockProps): ReactElement {
  return (
    <>
      <div className={cx(css.block)}>
        <ChoiceField label="How a refund is entered in QuickBooks" choices={recipes} value={profile.quickBooksRefundRecipe} onChange={(quickBooksRefundRecipe) => set({ quickBooksRefundRecipe })} />
      </div>
      <div className={cx(css.block)}>
        <h3>Refunds, fees and payouts in QuickBooks</h3>
        <SwitchField
          label="Write payouts as transfers"
          help="One transfer from the clearing account to the bank account for every payout from now on. Off: the bookkeeper enters them."
          isOn={profile.quickBooksPayoutTransfers}
          onChange={(quickBooksPayoutTransfers) => set({ quickBooksPayoutTransfers })}
        />
        <div className={cx(css.grid)}>
          {text('quickBooksOutOfScopeTaxCodeName', 'Tax code of a refund’s expense', 'One without tax on purchases.')}
          {text('quickBooksFeeVendorName', 'Supplier of Stripe’s fees')}
          {text('quickBooksFeeAccountName', 'Account of Stripe’s fees')}
          {text('quickBooksFeeTaxCodeName', 'Tax code of Stripe’s fees', 'One of exactly 10 % on purchases.')}
          {text('quickBooksBankAccountName', 'Bank account of payouts')}
        </div>
      </div>
    </>
  );
}
