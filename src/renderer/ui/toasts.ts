// Short notices of what was just done or failed.
import { UNSTABLE_ToastQueue as ToastQueue } from 'react-aria-components';
import { toOperationError } from '../bridge/OperationFailure.ts';

export interface ToastContent {
  readonly tone: 'done' | 'failed';
  readonly title: string;
  readonly detail?: string;
  readonly action?: { readonly label: string; readonly onPress: () => void };
}

export const toastQueue = new ToastQueue<ToastContent>({ maxVisibleToasts: 4 });

export const toastDone = (title: string, detail?: string): void => {
  toastQueue.add({ tone: 'done', title, ...(detail === undefined ? {} : { detail }) }, { timeout: 6000 });
};

/** The engine refused what was asked, for a reason of its own; stays until it is closed. */
export const toastRefused = (title: string, reason: string): void => {
  toastQueue.add({ tone: 'failed', title, detail: reason });
};

/** Failures stay until they are closed. */
export const toastFailure = (what: string, thrown: unknown, onRetry?: () => void): void => {
  const error = toOperationError(thrown);
  toastQueue.add({
    tone: 'failed',
    title: `${what}: ${error.message}`,
    detail: [error.detail, error.nextAction].filter(Boolean).join(' '),
    ...(onRetry === undefined ? {} : { action: { label: 'Try again', onPress: onRetry } }),
  });
};

/** Does it and says how it came out; a failure never carries the words of success. */
export async function toastOutcome(act: () => Promise<unknown>, words: { readonly done: string; readonly failed: string }): Promise<void> {
  try {
    await act();
    toastDone(words.done);
  } catch (thrown) {
    toastFailure(words.failed, thrown);
  }
}
