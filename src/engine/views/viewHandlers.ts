// Saved views: what the user named is listed, saved and removed.
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import type { EngineContext } from '../context.ts';

type ViewOperation = 'views.list' | 'views.save' | 'views.remove';
type ViewHandlers = { readonly [N in ViewOperation]: (input: OperationParsedInput<N>) => OperationOutput<N> };

export function viewHandlers({ store, changed }: EngineContext): ViewHandlers {
  return {
    'views.list': ({ tableId }) => ({ views: [...store.savedViews.list(tableId)] }),
    'views.save': (input) => {
      const view = store.savedViews.save(input);
      changed('settings');
      return view;
    },
    'views.remove': ({ id }) => {
      const removed = store.savedViews.remove(id);
      changed('settings');
      return { removed };
    },
  };
}
