// Nothing to show: what that means, or, before Stripe was read through once, that it means nothing yet.
import { CloudDownload, type LucideIcon } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { StateMessage } from '../../ui/StateMessage.tsx';
import { useStatus } from '../StatusContext.ts';
import { firstReadOf } from './firstRead.ts';

export interface EmptyStateProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children?: ReactNode;
}

export function EmptyState({ icon, title, children }: EmptyStateProps): ReactElement {
  const firstRead = firstReadOf(useStatus());
  if (firstRead === 'reading') {
    return (
      <StateMessage icon={CloudDownload} title="Stripe is being read for the first time">
        The bar at the top shows how far it is. What belongs here appears by itself.
      </StateMessage>
    );
  }
  if (firstRead === 'never') {
    return (
      <StateMessage icon={CloudDownload} title="Nothing has been read from Stripe yet" action={<a href="#/setup">Open the setup</a>}>
        Once Stripe is connected and can be reached, it is read by itself and what belongs here appears.
      </StateMessage>
    );
  }
  return (
    <StateMessage icon={icon} title={title}>
      {children}
    </StateMessage>
  );
}
