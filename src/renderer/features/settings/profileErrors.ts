// Checks a typed profile against the contract and says per field, in words for a person, what is wrong.
import { businessProfile, type BusinessProfile } from '../../../contract/profile.ts';

const sentences: Partial<Record<keyof BusinessProfile, string>> = {
  businessName: 'Enter the name of the business, at most 100 characters.',
  productName: 'Enter the name used in descriptions, at most 60 characters.',
  invoicePrefix: 'Use 1 to 12 letters, digits or hyphens, so that the number stays within QuickBooks’ 21 characters.',
  invoiceDigits: 'Choose 3 to 8 digits.',
  booksStartDate: 'Enter a date, or leave it empty.',
  quickBooksItemName: 'Enter the item’s name as QuickBooks has it.',
  quickBooksTermName: 'Enter the term’s name as QuickBooks has it, at most 31 characters.',
  quickBooksPaymentMethodName: 'Enter the payment method’s name as QuickBooks has it, at most 31 characters.',
  quickBooksDepositAccountName: 'Enter the account’s name as QuickBooks has it.',
  quickBooksTaxCodeName: 'Enter the tax code’s name as QuickBooks has it.',
  quickBooksOutOfScopeTaxCodeName: 'Enter the tax code’s name as QuickBooks has it.',
  quickBooksFeeTaxCodeName: 'Enter the tax code’s name as QuickBooks has it.',
  quickBooksFeeVendorName: 'Enter the supplier’s name as QuickBooks has it.',
  quickBooksFeeAccountName: 'Enter the account’s name as QuickBooks has it.',
  quickBooksBankAccountName: 'Enter the account’s name as QuickBooks has it.',
};

export function profileErrors(profile: BusinessProfile): Partial<Record<keyof BusinessProfile, string>> {
  const checked = businessProfile.safeParse(profile);
  if (checked.success) return {};
  const errors: Partial<Record<keyof BusinessProfile, string>> = {};
  for (const issue of checked.error.issues) {
    const field = issue.path[0] as keyof BusinessProfile;
    errors[field] = sentences[field] ?? issue.message;
  }
  return errors;
}
