// The steps of the setup in words, in their order.
import type { SetupStepId } from '../../../contract/setup.ts';

export const stepWords: Readonly<Record<SetupStepId, { readonly name: string; readonly lead: string }>> = {
  stripe: { name: 'Stripe key', lead: 'A restricted key lets Tieout read your account. Each permission is tried as soon as you enter it.' },
  quickbooks: { name: 'QuickBooks', lead: 'Store your Intuit app, then sign in at Intuit and choose the company these books belong to.' },
  mapping: { name: 'Accounts and GST', lead: 'What Tieout refers to in QuickBooks, by name. Choose what your company calls it.' },
  profile: { name: 'Time zone and BAS', lead: 'Dates, quarters and what is offered for QuickBooks follow from these.' },
  dry_run: { name: 'Dry run', lead: 'The last full month, as it would be mirrored and pushed. Nothing is written to Stripe or QuickBooks.' },
};
