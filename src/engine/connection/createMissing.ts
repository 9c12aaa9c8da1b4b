// What the setup check found missing, created in QuickBooks after a person confirmed it: previewed, its intent stored, looked for first, read back.
import { AppError } from '../../contract/errors.ts';
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import { escapeQueryText } from '../../domain/push/queryText.ts';
import { requestIdFor } from '../../domain/push/requestId.ts';
import { planCreation, type PlannedCreation } from '../../domain/push/setupCreation.ts';
import { qboText, type QboJson } from '../../domain/push/qboJson.ts';
import type { EngineContext } from '../context.ts';
import type { QboAccess, QboAnswer } from '../ports/quickBooksGateway.ts';
import { forgetAccounts, readSetup } from '../push/accounts.ts';
import { createOnce } from '../push/createOnce.ts';

/** Reads the company; writes nothing there. Throws QB_ACCOUNT_MISSING where an item's income account is missing. */
export async function previewCreation(context: EngineContext, { what }: OperationParsedInput<'quickbooks.previewCreation'>): Promise<OperationOutput<'quickbooks.previewCreation'>> {
  const { plan } = await planned(context, what);
  const held = await context.tokens.withAccess((access) => heldAs(context, access, plan));
  return {
    what,
    entity: plan.entity,
    name: plan.name,
    fields: plan.shown.map(([label, value]) => ({ label, value })),
    standing: held === undefined ? 'missing' : held.entity['Active'] === false ? 'inactive' : 'there',
  };
}

/** Throws NOT_ALLOWED_NOW where it stands there but is inactive, and what QuickBooks answers. */
export async function createMissing(context: EngineContext, { what, name }: OperationParsedInput<'quickbooks.createMissing'>): Promise<OperationOutput<'quickbooks.createMissing'>> {
  const { store } = context;
  const { plan, access: first } = await planned(context, what);
  // The profile's name may have changed since the preview.
  if (plan.name !== name) throw new AppError('STALE_VIEW');
  const requestId = requestIdFor(context.sha256Hex, { realmId: first.realmId, number: plan.name, step: `setup ${what}`, body: plan.body });
  const key = `quickbooks.creation ${first.realmId} ${what}`;
  store.transaction(() => {
    store.state.saveSync(key, { name: plan.name, requestId, at: context.now(), qbId: null });
    store.log.append({ source: 'person', kind: 'setup', result: 'info', summary: `“${plan.name}” is to be created in QuickBooks (${plan.entity})` });
  });
  const { answer, isAdopted } = await context.tokens.withAccess((access) =>
    createOnce(
      () => heldAs(context, access, plan),
      () => context.quickBooksApi.create(access, plan.entity, plan.body, requestId),
    ),
  );
  if (answer.entity['Active'] === false) throw new AppError('NOT_ALLOWED_NOW', `“${plan.name}” exists in QuickBooks but is inactive; make it active there`);
  const qbId = qboText(answer.entity, 'Id') ?? '';
  await context.tokens.withAccess((access) => context.quickBooksApi.get(access, plan.entity, qbId));
  store.transaction(() => {
    store.state.saveSync(key, { name: plan.name, requestId, at: context.now(), qbId });
    store.log.append({ source: 'quickbooks', kind: 'setup', result: 'ok', summary: isAdopted ? `“${plan.name}” stood in QuickBooks already` : `“${plan.name}” was created in QuickBooks` });
  });
  forgetAccounts(context);
  await readSetup(context);
  store.jobs.wakeWaiting();
  context.kick();
  context.changed('quickbooks', 'activity');
  return { what, quickBooksId: qbId, wasThere: isAdopted };
}

async function planned(context: EngineContext, what: OperationParsedInput<'quickbooks.createMissing'>['what']): Promise<{ readonly plan: PlannedCreation; readonly access: QboAccess }> {
  const { result, access } = await readSetup(context);
  const plan = planCreation(what, context.profile(), result.refs);
  if (plan === null) throw new AppError('QB_ACCOUNT_MISSING', 'An item needs an account of type Income; create that in QuickBooks first.');
  return { plan, access };
}

/** By its name, inactive ones too. */
async function heldAs(context: EngineContext, access: QboAccess, plan: PlannedCreation): Promise<QboAnswer | undefined> {
  const { entities, intuitTid, digest } = await context.quickBooksApi.query(access, plan.entity, `${plan.nameField} = '${escapeQueryText(plan.name)}' AND Active IN (true, false)`);
  const entity: QboJson | undefined = entities.find((found) => found['Active'] !== false) ?? entities[0];
  return entity === undefined ? undefined : { entity, intuitTid, digest };
}
