// Whether the queue of approved pushes was paused by a person; kept over a restart.
import type { Store } from '../ports/store.ts';

export const pausedKey = 'push.paused';

export const isPushPaused = ({ store }: { readonly store: Pick<Store, 'state'> }): boolean => store.state.setting(pausedKey) === true;
