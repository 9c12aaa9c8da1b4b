// A failed operation as the screens see it: the contract's error, or the transport's own when no answer came.
import type { OperationError } from '../../contract/errors.ts';

export class OperationFailure extends Error {
  readonly error: OperationError;
  /** True: no answer came at all, so it isn't known whether the operation ran; the same intent may be sent again. */
  readonly isTransport: boolean;

  constructor(error: OperationError, isTransport = false) {
    super(error.message);
    this.name = 'OperationFailure';
    this.error = error;
    this.isTransport = isTransport;
  }
}

export const transportFailure = (): OperationFailure =>
  new OperationFailure(
    {
      code: 'OFFLINE',
      message: 'Tieout itself does not answer.',
      nextAction: 'Nothing you did is lost. Try again; if it stays so, restart Tieout.',
      retry: 'manual',
    },
    true,
  );

/** Whatever was thrown, as an error for a person. */
export function toOperationError(thrown: unknown): OperationError {
  if (thrown instanceof OperationFailure) return thrown.error;
  return {
    code: 'INTERNAL',
    message: 'The screen made a mistake; nothing was changed.',
    nextAction: 'Try again; if it happens again, copy the diagnostics from Settings and report it.',
    retry: 'manual',
    ...(thrown instanceof Error ? { detail: thrown.message } : {}),
  };
}
