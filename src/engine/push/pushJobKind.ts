// The job that pushes one invoice: its kind, and the key by which there is one per invoice.

export const pushJobKind = 'push.invoice';

export const pushJobKey = (invoiceId: number): string => `push ${invoiceId}`;
