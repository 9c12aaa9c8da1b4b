// Time zone, BAS cycle and the day the books start: what dates, quarters and the queue follow from.
import { useState, type ReactElement } from 'react';
import type { BusinessProfile } from '../../../contract/profile.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { Card } from '../../ui/Screen.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toastOutcome } from '../../ui/toasts.ts';
import { basCycles, zones } from '../settings/ProfileSection.tsx';
import { profileErrors } from '../settings/profileErrors.ts';
import { ConfirmedBy } from './ConfirmedBy.tsx';
import css from './Setup.module.css';

export function ProfileStep({ isConfirmed }: { readonly isConfirmed: boolean }): ReactElement | null {
  const settings = useQueryOperation('settings.get', {});
  if (settings.data === undefined) return null;
  return <ProfileForm key={JSON.stringify(settings.data.profile)} saved={settings.data.profile} isConfirmed={isConfirmed} />;
}

function ProfileForm({ saved, isConfirmed }: { readonly saved: BusinessProfile; readonly isConfirmed: boolean }): ReactElement {
  const { today } = useStatus();
  const save = useCommandOperation('settings.saveProfile');
  const [profile, setProfile] = useState(saved);
  const set = (change: Partial<BusinessProfile>): void => setProfile((present) => ({ ...present, ...change }));
  const errors = profileErrors(profile);
  const isChanged = JSON.stringify(profile) !== JSON.stringify(saved);
  const hasErrors = Object.keys(errors).length > 0;
  const submit = (): Promise<void> => toastOutcome(() => save.run({ profile }), { done: 'The profile is saved', failed: 'The profile was not saved' });
  return (
    <Card title="Your business">
      <div className={cx(css.grid)}>
        <TextField label="Business name" value={profile.businessName} onChange={(businessName) => set({ businessName })} error={errors.businessName} isRequired />
        <TextField label="Invoice number prefix" value={profile.invoicePrefix} onChange={(invoicePrefix) => set({ invoicePrefix })} error={errors.invoicePrefix} isRequired />
        <SelectField label="Time zone" value={profile.timeZone} options={zones.map((zone) => ({ value: zone, label: zone.replace('Australia/', '') }))} onChange={(timeZone) => set({ timeZone })} help="Accounting dates and quarters follow it." />
        <SelectField label="BAS cycle" value={profile.basCycle} options={basCycles} onChange={(basCycle) => set({ basCycle })} />
        <TextField
          label="Books start on"
          type="date"
          value={profile.booksStartDate ?? ''}
          onChange={(next) => set({ booksStartDate: next === '' ? null : next })}
          error={errors.booksStartDate}
          help={`Invoices paid before are mirrored but not offered for QuickBooks. Usually the first day of a quarter, such as ${today.slice(0, 4)}-07-01.`}
        />
      </div>
      <div className={cx(css.acts)}>
        <p role="status">{isChanged ? (hasErrors ? 'Some fields need correcting.' : 'Not saved yet.') : 'Everything is saved.'}</p>
        <Button isPending={save.isRunning} disabledReason={!isChanged ? 'Nothing was changed.' : hasErrors ? 'Correct the marked fields first.' : undefined} onPress={() => void submit()}>
          Save
        </Button>
      </div>
      {isConfirmed ? null : <ConfirmedBy item="profile" label="These are right" disabledReason={isChanged ? 'Save first.' : undefined} />}
    </Card>
  );
}
