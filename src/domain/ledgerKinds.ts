// Which kinds of ledger row give back what was sold, and which only hold money back: the GST of a quarter counts by this.

/** Reduce sales and their GST when negative; take such a reduction back when positive. */
export const givenBackTypes = ['refund', 'refund_failed', 'refund_reversed', 'credit_note', 'credit_note_voided', 'dispute_lost', 'dispute_lost_reversed'] as const;

/** Money that the bank takes until a dispute is decided: neither a sale nor a refund. */
export const heldTypes = ['dispute_withheld', 'dispute_released'] as const;

/** `'a', 'b'`: the words of one of the lists for SQL. */
export const sqlWords = (types: readonly string[]): string => types.map((type) => `'${type}'`).join(', ');
