// In place of a list's rows: it could not be read, nothing matches the filters, or there is nothing yet.
import { FileSearch, type LucideIcon } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { StateMessage } from '../../ui/StateMessage.tsx';
import type { RowWindow } from '../../ui/table/useRowWindow.ts';
import { ClearFilters } from './ClearFilters.tsx';
import { EmptyState } from './EmptyState.tsx';

export interface ListPlaceholderProps {
  readonly rows: Pick<RowWindow<unknown>, 'error' | 'retry'>;
  readonly isFiltered: boolean;
  /** "invoice": no invoice matches; every invoice is still there. */
  readonly noun: string;
  /** Absent: the filter is not the reader's to clear. */
  readonly onClear?: (() => void) | undefined;
  readonly emptyIcon: LucideIcon;
  readonly emptyTitle: string;
  /** What fills the list, and what to do. */
  readonly children?: ReactNode;
}

export function ListPlaceholder({ rows, isFiltered, noun, onClear, emptyIcon, emptyTitle, children }: ListPlaceholderProps): ReactElement {
  if (rows.error !== null) return <ErrorNote error={toOperationError(rows.error)} onRetry={rows.retry} />;
  return isFiltered ? (
    <StateMessage icon={FileSearch} title={`No ${noun} matches`} action={onClear === undefined ? undefined : <ClearFilters onPress={onClear} />}>
      {`Every ${noun} is still there; none fits all of the filters at once.`}
    </StateMessage>
  ) : (
    <EmptyState icon={emptyIcon} title={emptyTitle}>
      {children}
    </EmptyState>
  );
}
