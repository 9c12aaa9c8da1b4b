// The keys of facts about refunds, credit notes and disputes: source object and what happened to it.

export const refundFactKey = (refundId: string): string => `${refundId} refunded`;
export const refundFailedFactKey = (refundId: string): string => `${refundId} failed`;
export const disputeMovedFactKey = (disputeId: string, transactionId: string): string => `${disputeId} moved ${transactionId}`;
export const disputeLostFactKey = (disputeId: string): string => `${disputeId} lost`;
export const disputeRegainedFactKey = (disputeId: string): string => `${disputeId} regained`;
export const creditNoteFactKey = (creditNoteId: string): string => `${creditNoteId} credited`;
export const creditNoteVoidedFactKey = (creditNoteId: string): string => `${creditNoteId} voided`;
