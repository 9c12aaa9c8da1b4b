// The words for what was changed in QuickBooks and for what became of it.
import type { DriftKind, DriftState } from '../../../contract/drift.ts';

export const driftKindWords: Readonly<Record<DriftKind, string>> = {
  edited: 'Edited',
  voided: 'Voided',
  deleted: 'Deleted',
  relinked: 'On another customer',
  renamed: 'Renamed',
  deactivated: 'Made inactive',
  merged: 'Merged into another',
};

export const driftStateWords: Readonly<Record<DriftState, string>> = {
  open: 'To decide',
  accepted: 'Accepted',
  restoring: 'Being restored',
  restored: 'Restored',
  resolved: 'As pushed again',
};
