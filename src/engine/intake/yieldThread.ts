// Lets the thread's other work go first: a request that was just made leaves, a screen's question is answered.

/** Long work calls it between its transactions; without it nothing else of the engine would be heard until the end. */
export const yieldThread = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
