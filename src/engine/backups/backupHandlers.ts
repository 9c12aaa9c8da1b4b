// Which service answers which operation about backups.
import type { EngineContext } from '../context.ts';
import type { Handlers } from '../handle.ts';
import { previewRestore, restore } from './restore.ts';

export function backupHandlers(context: EngineContext): Pick<Handlers, 'backups.list' | 'backups.create' | 'backups.preview' | 'backups.restore'> {
  const { backups } = context.store;
  return {
    'backups.list': () => ({ folder: backups.folder, backups: [...backups.list()], isRestoreWaiting: backups.isStaged() }),
    'backups.create': async () => {
      const file = await context.store.backupBeside('manual');
      context.store.log.append({ source: 'person', kind: 'backup', result: 'ok', summary: 'The local database was backed up', detail: file });
      context.changed('settings', 'activity');
      return { file };
    },
    'backups.preview': ({ file }) => previewRestore(context, file),
    'backups.restore': (input) => restore(context, input),
  };
}
