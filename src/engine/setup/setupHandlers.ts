// Which service answers which operation about setting up, going live, and which company is open.
import { AppError } from '../../contract/errors.ts';
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import type { EngineContext } from '../context.ts';
import type { Handlers } from '../handle.ts';
import { saveConfirmation } from './confirmations.ts';
import { dryRun } from './dryRun.ts';
import { mapping } from './mapping.ts';
import { setupState } from './setupState.ts';
import { testStripeWrites } from './testStripeWrites.ts';

export function setupHandlers(context: EngineContext): Pick<Handlers, 'setup.get' | 'setup.confirm' | 'setup.testStripeWrites' | 'setup.mapping' | 'setup.dryRun' | 'company.open'> {
  return {
    'setup.get': () => setupState(context),
    'setup.confirm': (input) => confirm(context, input),
    'setup.testStripeWrites': () => testStripeWrites(context),
    'setup.mapping': () => mapping(context),
    'setup.dryRun': () => dryRun(context),
    'company.open': ({ company }) => openCompany(context, company),
  };
}

function confirm(context: EngineContext, { item, by, isConfirmed }: OperationParsedInput<'setup.confirm'>): OperationOutput<'setup.confirm'> {
  context.store.transaction(() => {
    saveConfirmation(context, item, isConfirmed ? by : null);
    context.store.log.append({ source: 'person', kind: 'settings', result: 'ok', summary: `${isConfirmed ? 'Confirmed' : 'No longer confirmed'}: ${item.replaceAll('_', ' ')}`, detail: `By ${by}` });
    // The numbers that were held back are noted in Stripe by the sweep.
    if (item === 'dry_run' && isConfirmed) context.store.jobs.enqueue({ kind: 'stripe.sweep', uniqueKey: 'stripe.sweep', lane: 'background', input: {} });
  });
  context.changed('settings', 'activity');
  return { isConfirmed };
}

function openCompany(context: EngineContext, company: OperationParsedInput<'company.open'>['company']): OperationOutput<'company.open'> {
  if (context.openCompany === undefined) throw new AppError('NOT_ALLOWED_NOW', 'Close Tieout and start it with --demo, --test or --no-demo');
  if (company === context.config.environment) throw new AppError('NOT_ALLOWED_NOW', 'This company is open already');
  context.openCompany(company);
  return { isOpening: true };
}
