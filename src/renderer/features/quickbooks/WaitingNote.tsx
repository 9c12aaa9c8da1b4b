// What a decision waits for, where QuickBooks can't be written to now.
import type { ReactElement } from 'react';
import { isOffline, useStatus } from '../../app/StatusContext.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { Note } from '../../ui/Note.tsx';

export function WaitingNote(): ReactElement | null {
  const status = useStatus();
  const connection = useQueryOperation('quickbooks.status', {});
  if (isOffline(status)) {
    return (
      <Note tone="info" title="QuickBooks can not be reached now.">
        Your decision is kept; the push starts by itself once it can.
      </Note>
    );
  }
  if (connection.data === undefined || connection.data.state === 'connected') return null;
  return (
    <Note tone="warning" title="QuickBooks is not connected.">
      Your decision is kept; the push starts by itself once you have connected the company.
    </Note>
  );
}
