// Idempotency keys: one per intent of the user, kept while it is not known whether the first sending was carried out.

export interface IntentKeys {
  /** Key for this input: the previous one if the same input failed without an answer, else a new one. */
  keyFor(input: unknown): string;
  /** The intent got an answer (good or bad): the next sending is a new intent. */
  settle(): void;
}

export function createIntentKeys(newKey: () => string = () => crypto.randomUUID()): IntentKeys {
  let open: { readonly inputText: string; readonly key: string } | null = null;
  return {
    keyFor(input) {
      const inputText = JSON.stringify(input);
      if (open?.inputText !== inputText) open = { inputText, key: newKey() };
      return open.key;
    },
    settle() {
      open = null;
    },
  };
}
