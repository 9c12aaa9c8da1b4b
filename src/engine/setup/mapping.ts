// For each name in the profile, what the connected QuickBooks company calls things, the likeliest first.
import { mappedNames, type MappedName } from '../../contract/setup.ts';
import type { OperationOutput } from '../../contract/operations.ts';
import { suggestNames } from '../../domain/suggestNames.ts';
import type { EngineContext } from '../context.ts';
import { readSetup } from '../push/accounts.ts';
import type { QboEntityName } from '../ports/quickBooksGateway.ts';

const heldAs: Readonly<Record<MappedName, { readonly entity: QboEntityName; readonly where: string }>> = {
  quickBooksItemName: { entity: 'Item', where: '' },
  quickBooksTaxCodeName: { entity: 'TaxCode', where: '' },
  quickBooksTermName: { entity: 'Term', where: '' },
  quickBooksPaymentMethodName: { entity: 'PaymentMethod', where: '' },
  quickBooksDepositAccountName: { entity: 'Account', where: `AccountType IN ('Bank', 'Other Current Asset')` },
};

const suggestionsShown = 5;

/** Reads QuickBooks. Throws AppError when it can not be reached or is not connected. */
export async function mapping(context: EngineContext): Promise<OperationOutput<'setup.mapping'>> {
  const profile = context.profile();
  // The findings of GST, numbering and accounts are read anew with it.
  await readSetup(context);
  const names: OperationOutput<'setup.mapping'>['names'] = [];
  for (const name of mappedNames) {
    const { entity, where } = heldAs[name];
    const { entities } = await context.tokens.withAccess((access) => context.quickBooksApi.query(access, entity, where, { startPosition: 1, maxResults: 1000 }));
    const held = entities.filter((one) => one['Active'] !== false).map((one) => one['Name']).filter((one) => typeof one === 'string');
    const value = profile[name];
    names.push({ name, value, isFound: held.some((one) => one.trim().toLowerCase() === value.trim().toLowerCase()), suggestions: suggestNames(value, held).slice(0, suggestionsShown) });
  }
  return { names };
}
