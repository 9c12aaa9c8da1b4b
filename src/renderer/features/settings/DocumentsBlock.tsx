// How refunds, monthly fees and payouts are written to QuickBooks: part of the business profile.
import type { ReactElement } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import type { BusinessProfile } from '../../../contract/profile.ts';
import { cx } from '../../ui/classNames.ts';
import { SwitchField } from '../../ui/SwitchField.tsx';
import css from './SettingsScreen.module.css';

const recipes: readonly {
  readonly id: BusinessProfile['quickBooksRefundRecipe'];
  readonly name: string;
  readonly meaning: string;
}[] = [
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
        <RadioGroup
          value={profile.quickBooksRefundRecipe}
          onChange={(recipe) => set({ quickBooksRefundRecipe: recipe as BusinessProfile['quickBooksRefundRecipe'] })}
          className={cx(css.policy)}
        >
          <Label className={cx(css.legend)}>How a refund is entered in QuickBooks</Label>
          {recipes.map(({ id, name, meaning }) => (
            <Radio key={id} value={id} className={cx(css.option)}>
              <span>
                <strong>{name}</strong>
                <span>{meaning}</span>
              </span>
            </Radio>
          ))}
        </RadioGroup>
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
