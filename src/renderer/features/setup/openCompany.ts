// Closes these books and opens another company's; the page starts anew over them.
import type { Environment } from '../../../contract/values.ts';
import { call } from '../../bridge/call.ts';
import { OperationFailure } from '../../bridge/OperationFailure.ts';
import { hrefOf, type ScreenId } from '../../app/router.ts';

const askAgainMs = 400;

/** @throws OperationFailure when the other company could not be opened; this one is open again then. */
export async function openCompany(company: Environment, screen: ScreenId): Promise<void> {
  await call('company.open', { company }, crypto.randomUUID());
  const opened = await openedCompany();
  if (opened !== company) {
    throw new OperationFailure({
      code: 'NOT_ALLOWED_NOW',
      message: 'That company could not be opened; this one is open again.',
      nextAction: 'The window that Tieout was started from says why. Another Tieout may be using its data.',
      retry: 'manual',
    });
  }
  window.location.hash = hrefOf(screen);
  window.location.reload();
}

/** While the program changes over it answers that it is still starting. */
async function openedCompany(): Promise<Environment> {
  for (;;) {
    try {
      return (await call('status.get', {})).environment;
    } catch (thrown) {
      const isStarting = thrown instanceof OperationFailure && (thrown.isTransport || thrown.error.code === 'NOT_ALLOWED_NOW');
      if (!isStarting) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, askAgainMs));
    }
  }
}
