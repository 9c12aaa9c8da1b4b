// One thing that the palette can open or do.
import type { ReactNode } from 'react';

export const paletteGroups = ['Pages', 'Clients', 'Invoices', 'Subscriptions', 'Refunds', 'Disputes', 'Payouts', 'QuickBooks documents', 'Commands'] as const;
export type PaletteGroup = (typeof paletteGroups)[number];

export interface PaletteEntry {
  readonly id: string;
  readonly name: string;
  readonly group: PaletteGroup;
  /** Other words for it, which count less than its name. */
  readonly keywords?: string;
  /** Of a record: its number, amount and client, each as good as the name. A record was found by the engine and always stays. */
  readonly terms?: readonly string[];
  readonly icon: ReactNode;
  readonly hint?: string;
  /** Why it can't be done now. */
  readonly disabledReason?: string | undefined;
  readonly onChoose: () => void;
}
