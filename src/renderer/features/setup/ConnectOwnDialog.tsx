// From the demo to a company of one's own: test or live, each with its own folder; the demo stays as it is.
import { useState, type ReactElement } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { cx } from '../../ui/classNames.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import settingsCss from '../settings/SettingsScreen.module.css';
import { openCompany } from './openCompany.ts';

type Own = 'test' | 'live';
const ways: readonly { readonly id: Own; readonly name: string; readonly meaning: string }[] = [
  { id: 'test', name: 'Test keys first', meaning: 'Stripe’s test mode and a QuickBooks sandbox. No real money, no real books: try everything here.' },
  { id: 'live', name: 'Live keys', meaning: 'Your real Stripe account and QuickBooks company. Nothing is written until you have looked at a dry run.' },
];

export function ConnectOwnDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }): ReactElement {
  const [way, setWay] = useState<Own>('test');
  return (
    <ConfirmDialog
      isOpen={isOpen}
      title="Connect my accounts"
      confirmLabel={way === 'test' ? 'Open my test company' : 'Open my live company'}
      onClose={onClose}
      onConfirm={() => openCompany(way, 'setup')}
    >
      <p>Your company gets its own data folder, database and keys. The demo company stays as it is; you can come back to it at any time.</p>
      <RadioGroup value={way} onChange={(next) => setWay(next as Own)} className={cx(settingsCss.policy)}>
        <Label className={cx(settingsCss.legend)}>Which keys do you have at hand?</Label>
        {ways.map(({ id, name, meaning }) => (
          <Radio key={id} value={id} className={cx(settingsCss.option)}>
            <span>
              <strong>{name}</strong>
              <span>{meaning}</span>
            </span>
          </Radio>
        ))}
      </RadioGroup>
    </ConfirmDialog>
  );
}
