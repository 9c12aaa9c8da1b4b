// What a bank wants to see in a dispute: the checklist kept here, and the texts that Stripe takes, with their limits.

export interface EvidenceField {
  /** Stripe's own name of the field. */
  readonly field: string;
  readonly label: string;
  readonly hint: string;
  readonly maxLength: number;
}

/**
 * Stripe's text fields that fit a subscription without shipping. Source: Stripe API, *Update a dispute*: `access_activity_log`,
 * `uncategorized_text` and the policy texts hold 20,000 characters each, all together 150,000.
 */
export const evidenceFields: readonly EvidenceField[] = [
  { field: 'product_description', label: 'What was sold', hint: 'The subscription in plain words, its price and period', maxLength: 20_000 },
  { field: 'customer_name', label: 'Client', hint: 'Legal name of the client', maxLength: 500 },
  { field: 'customer_email_address', label: 'Client’s e-mail', hint: 'The address that invoices go to', maxLength: 500 },
  { field: 'service_date', label: 'Service date', hint: 'Since when the client has had access', maxLength: 500 },
  { field: 'access_activity_log', label: 'Usage log', hint: 'Sign-ins and use after the payment, with dates and times', maxLength: 20_000 },
  { field: 'cancellation_policy_disclosure', label: 'How the cancellation terms were shown', hint: 'Where and when the client saw and accepted them', maxLength: 20_000 },
  { field: 'cancellation_rebuttal', label: 'Why it was not cancelled', hint: 'No request came, or it came after the payment', maxLength: 20_000 },
  { field: 'refund_policy_disclosure', label: 'How the refund terms were shown', hint: 'Where and when the client saw and accepted them', maxLength: 20_000 },
  { field: 'refund_refusal_explanation', label: 'Why no refund is due', hint: 'In a few sentences', maxLength: 20_000 },
  { field: 'duplicate_charge_explanation', label: 'Why it is no duplicate', hint: 'Where the bank says that the client was charged twice', maxLength: 20_000 },
  { field: 'uncategorized_text', label: 'Anything else', hint: 'What the bank should know beyond the above', maxLength: 20_000 },
];

/** All texts of one submission together. */
export const evidenceTotalLength = 150_000;

export const evidenceChecklist: readonly { readonly id: string; readonly label: string; readonly hint: string }[] = [
  { id: 'terms_acceptance', label: 'Acceptance of the terms', hint: 'Time and version of the terms that the client accepted' },
  { id: 'confirmation_email', label: 'Confirmation e-mail', hint: 'What was sent when the subscription began' },
  { id: 'usage_log', label: 'Usage log', hint: 'Sign-ins and use after the payment' },
  { id: 'invoice_pdf', label: 'Invoice or receipt', hint: 'The tax invoice as the client got it' },
  { id: 'customer_communication', label: 'Communication with the client', hint: 'E-mails and calls about the payment or the service' },
  { id: 'refund_policy', label: 'Refund and cancellation terms', hint: 'As they were when the client subscribed' },
];

/** Days before the deadline on which a person is reminded. */
export const reminderDays = [7, 3, 1] as const;

/** Problems of a draft: a field that Stripe does not have, or a text that is too long. Empty: it can be sent. */
export function evidenceProblems(texts: Readonly<Record<string, string>>): string[] {
  const problems = Object.entries(texts).flatMap(([name, text]) => {
    const known = evidenceFields.find(({ field }) => field === name);
    if (known === undefined) return [`${name}: there is no such field`];
    return text.length > known.maxLength ? [`${known.label}: at most ${known.maxLength} characters`] : [];
  });
  const all = Object.values(texts).reduce((sum, text) => sum + text.length, 0);
  return all > evidenceTotalLength ? [...problems, `all texts together: at most ${evidenceTotalLength} characters`] : problems;
}

/** The reminder that is due now, of those not given: the nearest to the deadline; null: none. `daysLeft` counts calendar days. */
export const reminderDue = (daysLeft: number): number | null => reminderDays.findLast((days) => daysLeft <= days) ?? null;
