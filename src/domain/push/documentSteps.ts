// The verified steps of documents other than invoices, by recipe; each document is created and then read back.

export type DocumentRecipe = 'linked' | 'refund_receipt' | 'purchase' | 'transfer';
export type DocumentRole = 'adjustment_note' | 'expense' | 'link_payment' | 'refund_receipt' | 'purchase' | 'transfer';

export interface DocumentStep {
  readonly step: number;
  readonly name: string;
  /** For people. */
  readonly title: string;
}

/** The QuickBooks documents of each recipe, in the order in which they are made. */
export const rolesOf: Readonly<Record<DocumentRecipe, readonly DocumentRole[]>> = {
  linked: ['adjustment_note', 'expense', 'link_payment'],
  refund_receipt: ['refund_receipt'],
  purchase: ['purchase'],
  transfer: ['transfer'],
};

export const roleTitles: Readonly<Record<DocumentRole, string>> = {
  adjustment_note: 'adjustment note',
  expense: 'expense',
  link_payment: 'linking payment',
  refund_receipt: 'refund receipt',
  purchase: 'purchase',
  transfer: 'transfer',
};

const ownStep: Readonly<Record<DocumentRecipe, readonly { readonly name: string; readonly title: string }[]>> = {
  linked: [{ name: 'customer', title: 'Find the customer and bring it up to date' }],
  refund_receipt: [{ name: 'customer', title: 'Find the customer and bring it up to date' }],
  purchase: [],
  transfer: [],
};

/** All steps of a recipe, numbered from 1; the last one is the only one that calls it synced. */
export function documentSteps(recipe: DocumentRecipe): readonly DocumentStep[] {
  const steps = [
    { name: 'token', title: 'Check the connection to QuickBooks' },
    { name: 'accounts', title: 'Look up accounts, tax codes and names' },
    ...ownStep[recipe],
    ...rolesOf[recipe].flatMap((role) => [
      { name: role, title: `Create the ${roleTitles[role]}` },
      { name: `${role}_readback`, title: `Read the ${roleTitles[role]} back and compare it to the cent` },
    ]),
    { name: 'write_synced', title: 'Mark it as synced here' },
  ];
  return steps.map((step, index) => ({ ...step, step: index + 1 }));
}
