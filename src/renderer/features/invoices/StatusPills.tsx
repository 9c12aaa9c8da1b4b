// An invoice's two states as pills: Stripe's and QuickBooks'.
import type { ReactElement } from 'react';
import type { QbSyncStatus } from '../../../contract/values.ts';
import { Pill } from '../../ui/Pill.tsx';
import { qbStatusWords, stripeStatusWord } from './statusWords.ts';

export function StripeStatusPill({ status }: { readonly status: string }): ReactElement {
  const { word, icon, tone } = stripeStatusWord(status);
  return (
    <Pill icon={icon} tone={tone}>
      {word}
    </Pill>
  );
}

export function QbStatusPill({ status }: { readonly status: QbSyncStatus }): ReactElement {
  const { word, icon, tone } = qbStatusWords[status];
  return (
    <Pill icon={icon} tone={tone}>
      {word}
    </Pill>
  );
}
