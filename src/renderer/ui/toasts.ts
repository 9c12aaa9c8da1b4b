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
