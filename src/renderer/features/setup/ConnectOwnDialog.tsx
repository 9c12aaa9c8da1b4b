// From the demo to a company of one's own: test or live, each with its own folder; the demo stays as it is.
import { useState, type ReactElement } from 'react';
import { ChoiceField, type Choice } from '../../ui/ChoiceField.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { openCompany } from './openCompany.ts';

type Own = 'test' | 'live';
const ways: readonly Choice<Own>[] = [
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
      <ChoiceField label="Which keys do you have at hand?" choices={ways} value={way} onChange={setWay} />
    </ConfirmDialog>
  );
}
