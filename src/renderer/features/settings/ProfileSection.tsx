// The business profile and push policy as one form: checked while typing, saved as a whole.
import { useState, type ReactElement } from 'react';
import type { OperationError } from '../../../contract/errors.ts';
import type { BusinessProfile, PushPolicy } from '../../../contract/profile.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { ChoiceField, type Choice } from '../../ui/ChoiceField.tsx';
import { cx } from '../../ui/classNames.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { SwitchField } from '../../ui/SwitchField.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toastDone } from '../../ui/toasts.ts';
import { DocumentsBlock } from './DocumentsBlock.tsx';
import { profileErrors } from './profileErrors.ts';
import css from './SettingsScreen.module.css';

export const zones = [
  'Australia/Brisbane',
  'Australia/Sydney',
  'Australia/Melbourne',
  'Australia/Adelaide',
  'Australia/Perth',
  'Australia/Hobart',
  'Australia/Darwin',
] as const satisfies readonly BusinessProfile['timeZone'][];
export const basCycles = [
  { value: 'quarterly', label: 'Quarterly' },
  { value: 'monthly', label: 'Monthly' },
] as const;
const policies: readonly Choice<PushPolicy>[] = [
  {
    id: 'review_everything',
    name: 'Review everything',
    meaning: 'Every paid invoice waits for a person before it goes to QuickBooks.',
  },
  {
    id: 'auto_when_linked_and_plan_price',
    name: 'Approve the expected ones',
    meaning: 'Invoices of a linked customer at the plan’s own price go by themselves; the rest waits.',
  },
  {
    id: 'auto_all',
    name: 'Approve all',
    meaning: 'Every paid invoice goes by itself. Failures still wait for a person.',
  },
];

/** Hundredths of a per cent. */
const margins = [9_500, 9_000, 8_500, 8_000, 7_500, 7_000, 6_500, 6_000, 5_000, 4_000];

type TextName = {
  [K in keyof BusinessProfile]: BusinessProfile[K] extends string
    ? string extends BusinessProfile[K]
      ? K
      : never
    : never;
}[keyof BusinessProfile];

export function ProfileSection({ saved }: { readonly saved: BusinessProfile }): ReactElement {
  const save = useCommandOperation('settings.saveProfile');
  const [profile, setProfile] = useState(saved);
  const [error, setError] = useState<OperationError | null>(null);
  const savedText = JSON.stringify(saved);
  const errors = profileErrors(profile);
  const isChanged = JSON.stringify(profile) !== savedText;
  const set = (change: Partial<BusinessProfile>): void => setProfile((present) => ({ ...present, ...change }));
  const text = (name: TextName, label: string, help?: string): ReactElement => (
    <TextField
      label={label}
      value={profile[name]}
      onChange={(next) => set({ [name]: next })}
      error={errors[name]}
      help={help}
      isRequired
    />
  );
  const submit = async (): Promise<void> => {
    setError(null);
    try {
      await save.run({ profile });
      toastDone('The profile is saved');
    } catch (thrown) {
      setError(toOperationError(thrown));
    }
  };
  const sampleNumber = `${profile.invoicePrefix}${'1'.padStart(Math.min(8, Math.max(1, profile.invoiceDigits || 1)), '0')}`;
  return (
    <section id="section-profile" className={cx(css.section)} aria-label="Business profile">
      <div className={cx(css.head)}>
        <h2>Business profile</h2>
        <p>What is particular to this business. Numbers already given keep their form.</p>
      </div>
      <div className={cx(css.block)}>
        <div className={cx(css.grid)}>
          {text('businessName', 'Business name')}
          {text(
            'productName',
            'Name in descriptions',
            'Spoken on ledger lines and in QuickBooks: “RTOpacks Pro — monthly subscription”.',
          )}
          <SelectField
            label="Time zone"
            value={profile.timeZone}
            options={zones.map((zone) => ({ value: zone, label: zone.replace('Australia/', '') }))}
            onChange={(timeZone) => set({ timeZone })}
            help="Accounting dates and quarters follow it."
          />
          <SelectField
            label="BAS cycle"
            value={profile.basCycle}
            options={basCycles}
            onChange={(basCycle) => set({ basCycle })}
          />
          <SelectField
            label="Access while collection is paused"
            value={profile.pausedAccess}
            options={[
              { value: 'full', label: 'Full' },
              { value: 'grace', label: 'Grace' },
              { value: 'none', label: 'None: the free plan' },
            ]}
            onChange={(pausedAccess) => set({ pausedAccess })}
            help="What a client may use whose payments you paused in Stripe."
          />
          {text('invoicePrefix', 'Invoice number prefix', `For example ${sampleNumber}`)}
          <SelectField
            label="Digits in the number"
            value={String(profile.invoiceDigits)}
            options={['3', '4', '5', '6', '7', '8'].map((value) => ({ value, label: value }))}
            onChange={(digits) => set({ invoiceDigits: Number(digits) })}
          />
          <SelectField
            label="Gross margin"
            value={String(profile.grossMarginBasisPoints)}
            options={[...new Set([...margins, profile.grossMarginBasisPoints])].toSorted((a, b) => b - a).map((points) => ({ value: String(points), label: `${String(Math.trunc(points / 100))} %` }))}
            onChange={(points) => set({ grossMarginBasisPoints: Number(points) })}
            help="What is left of revenue after the cost of serving; for the lifetime value under Revenue."
          />
          <TextField
            label="Books start on"
            type="date"
            value={profile.booksStartDate ?? ''}
            onChange={(next) => set({ booksStartDate: next === '' ? null : next })}
            error={errors.booksStartDate}
            help="Invoices paid before are mirrored but not offered for QuickBooks. Empty: all are offered."
          />
        </div>
        <SwitchField
          label="Record our invoice numbers in Stripe"
          help="Written into the Stripe invoice’s metadata, so that a rebuild finds the same numbers. Needs write permission for invoices."
          isOn={profile.recordInvoiceNumbersInStripe}
          onChange={(recordInvoiceNumbersInStripe) => set({ recordInvoiceNumbersInStripe })}
        />
        <SwitchField
          label="Let the console make refunds in Stripe"
          help="Each one after a preview and a typed confirmation. Needs write permission for charges and refunds. Off: refunds are made in Stripe and appear here."
          isOn={profile.mayIssueRefunds}
          onChange={(mayIssueRefunds) => set({ mayIssueRefunds })}
        />
        <SwitchField
          label="A lost dispute gives back its GST"
          help="In the quarter of the loss, as a decreasing adjustment. Ask your tax agent; applies to disputes that are lost from now on."
          isOn={profile.lostDisputesAdjustGst}
          onChange={(lostDisputesAdjustGst) => set({ lostDisputesAdjustGst })}
        />
      </div>
      <div className={cx(css.block)}>
        <ChoiceField label="What goes to QuickBooks without being asked" choices={policies} value={profile.pushPolicy} onChange={(pushPolicy) => set({ pushPolicy })} />
      </div>
      <div className={cx(css.block)}>
        <h3>Names in QuickBooks</h3>
        <div className={cx(css.grid)}>
          {text('quickBooksItemName', 'Item that every line is sold as')}
          {text('quickBooksTaxCodeName', 'Tax code for sales')}
          {text('quickBooksTermName', 'Payment terms')}
          {text('quickBooksPaymentMethodName', 'Payment method')}
          {text(
            'quickBooksDepositAccountName',
            'Account that Stripe’s money lands on',
            'Absent in QuickBooks: Undeposited Funds is used.',
          )}
        </div>
      </div>
      <DocumentsBlock profile={profile} set={set} text={text} />
      {error === null ? null : (
        <div className={cx(css.block)}>
          <ErrorNote error={error} onRetry={() => void submit()} />
        </div>
      )}
      <div className={cx(css.foot)}>
        <p role="status">
          {isChanged
            ? Object.keys(errors).length > 0
              ? 'Some fields need correcting.'
              : 'Not saved yet.'
            : 'Everything is saved.'}
        </p>
        <Button disabledReason={isChanged ? undefined : 'Nothing was changed.'} onPress={() => setProfile(saved)}>
          Undo changes
        </Button>
        <Button
          variant="primary"
          isPending={save.isRunning}
          disabledReason={
            !isChanged
              ? 'Nothing was changed.'
              : Object.keys(errors).length > 0
                ? 'Correct the marked fields first.'
                : undefined
          }
          onPress={() => void submit()}
        >
          Save profile
        </Button>
      </div>
    </section>
  );
}
