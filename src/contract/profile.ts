// The business profile: everything that is particular to one business, as data, with RTOpacks as the shipped default.
import { z } from 'zod';

export const pushPolicy = z.enum(['review_everything', 'auto_when_linked_and_plan_price', 'auto_all']);
export type PushPolicy = z.infer<typeof pushPolicy>;

export const businessProfile = z.object({
  businessName: z.string().min(1).max(100),
  /** Spoken in descriptions: "RTOpacks Essential — monthly subscription". */
  productName: z.string().min(1).max(60),
  jurisdiction: z.literal('AU'),
  homeCurrency: z.literal('aud'),
  timeZone: z.enum(['Australia/Brisbane', 'Australia/Sydney', 'Australia/Melbourne', 'Australia/Adelaide', 'Australia/Perth', 'Australia/Hobart', 'Australia/Darwin']),
  /** `RTP-` makes RTP-0001; at most 12 characters so that the number stays within QuickBooks' 21. */
  invoicePrefix: z.string().regex(/^[A-Za-z0-9-]{1,12}$/),
  invoiceDigits: z.int().min(3).max(8),
  basCycle: z.enum(['quarterly', 'monthly']),
  /** Paid invoices before this local date are mirrored but not offered for QuickBooks; null: all are. */
  booksStartDate: z.string().regex(/^\d{4}-\d{2}-\d{2}$/).nullable(),
  pushPolicy,
  /** Name of the QuickBooks item that every line is sold as. */
  quickBooksItemName: z.string().min(1).max(100),
  quickBooksTermName: z.string().min(1).max(31),
  quickBooksPaymentMethodName: z.string().min(1).max(31),
  /** Account that Stripe's money lands on; absent in QuickBooks: Undeposited Funds. */
  quickBooksDepositAccountName: z.string().min(1).max(100),
  quickBooksTaxCodeName: z.string().min(1).max(100),
  /** How a refund is entered: the linked recipe of three documents (adjustment note, expense, payment of 0), or one refund receipt. */
  quickBooksRefundRecipe: z.enum(['linked', 'refund_receipt']),
  /** Who the month's Stripe fees are bought from, the account they are booked to, and the purchase-side tax code on them. */
  quickBooksFeeVendorName: z.string().min(1).max(100),
  quickBooksFeeAccountName: z.string().min(1).max(100),
  quickBooksFeeTaxCodeName: z.string().min(1).max(100),
  /** Purchase-side tax code of a refund's expense, which bears no tax. */
  quickBooksOutOfScopeTaxCodeName: z.string().min(1).max(100),
  /** A transfer from the clearing account to the bank account for every payout; off: payouts are not written to QuickBooks. */
  quickBooksPayoutTransfers: z.boolean(),
  quickBooksBankAccountName: z.string().min(1).max(100),
  /** Write our invoice number into the Stripe invoice's metadata, so that a rebuild finds it. */
  recordInvoiceNumbersInStripe: z.boolean(),
  /** Of every 10,000 of revenue, what is left after the cost of serving: for the lifetime value. */
  grossMarginBasisPoints: z.int().min(0).max(10_000),
  /** What a client whose collection is paused may use. */
  pausedAccess: z.enum(['full', 'grace', 'none']),
  /** The console may make refunds in Stripe, each after a preview and a typed confirmation. */
  mayIssueRefunds: z.boolean(),
  /** A lost dispute gives back the sale's GST in the quarter of the loss; the tax agent's choice. */
  lostDisputesAdjustGst: z.boolean(),
});
export type BusinessProfile = z.infer<typeof businessProfile>;

export const defaultBusinessProfile: BusinessProfile = {
  businessName: 'RTOpacks',
  productName: 'RTOpacks',
  jurisdiction: 'AU',
  homeCurrency: 'aud',
  timeZone: 'Australia/Brisbane',
  invoicePrefix: 'RTP-',
  invoiceDigits: 4,
  basCycle: 'quarterly',
  booksStartDate: null,
  pushPolicy: 'review_everything',
  quickBooksItemName: 'RTOpacks Services',
  quickBooksTermName: 'Due on receipt',
  quickBooksPaymentMethodName: 'Credit Card',
  quickBooksDepositAccountName: 'Stripe clearing account',
  quickBooksTaxCodeName: 'GST',
  quickBooksRefundRecipe: 'linked',
  quickBooksFeeVendorName: 'Stripe Payments Australia Pty Ltd',
  quickBooksFeeAccountName: 'Stripe Fees',
  quickBooksFeeTaxCodeName: 'GST on non-capital',
  quickBooksOutOfScopeTaxCodeName: 'Out of Scope',
  quickBooksPayoutTransfers: false,
  quickBooksBankAccountName: 'Business Cheque',
  recordInvoiceNumbersInStripe: true,
  grossMarginBasisPoints: 8_000,
  pausedAccess: 'full',
  mayIssueRefunds: false,
  lostDisputesAdjustGst: true,
};
