// Reads what Intuit appended to the redirect address.
const fields = ['code', 'realmId', 'state', 'error'] as const;

export type CallbackInput = Partial<Record<(typeof fields)[number], string>>;

/** Input of `quickbooks.callback`; parameters that are not known are left out, the engine judges the rest. */
export const callbackInput = (parameters: URLSearchParams): CallbackInput => {
  const input: CallbackInput = {};
  for (const field of fields) {
    const value = parameters.get(field);
    if (value !== null) input[field] = value;
  }
  return input;
};
