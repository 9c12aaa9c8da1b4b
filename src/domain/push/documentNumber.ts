// The numbers of QuickBooks documents other than invoices; a DocNumber and a PaymentRefNum hold 21 characters (Intuit's reference).

const longest = 21;

/** `RTP-0001-R1`: the invoice's n-th refund, counted from 1, withdrawn ones too. */
export function refundNumber(invoiceNumber: string, nth: number): string {
  return cut(`${invoiceNumber}-R${nth}`);
}

/** `STRIPE-FEES-2026-10`. */
export function feeNumber(month: string): string {
  return cut(`STRIPE-FEES-${month}`);
}

/** The end of Stripe's id is what tells two payouts apart. */
export function payoutNumber(payoutId: string): string {
  return `PO-${payoutId.replace(/^po_/, '').slice(-(longest - 3))}`;
}

function cut(text: string): string {
  if (text.length > longest) throw new RangeError(`a document number of ${text.length} characters: ${text}`);
  return text;
}
