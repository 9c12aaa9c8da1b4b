// What a person confirmed of the setup and of going live: who, and when.
import type { EngineContext } from '../context.ts';

export type Confirmations = Readonly<Record<string, { readonly by: string; readonly at: string }>>;

const key = 'setup.confirmed';

export const confirmations = (context: EngineContext): Confirmations => (context.store.state.setting(key) as Confirmations | undefined) ?? {};

export function saveConfirmation(context: EngineContext, item: string, by: string | null): void {
  const { [item]: _, ...others } = confirmations(context);
  context.store.state.saveSetting(key, by === null ? others : { ...others, [item]: { by, at: context.now() } });
}
