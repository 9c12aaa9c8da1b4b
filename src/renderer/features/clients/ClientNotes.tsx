// The owner's notes about a client: kept on this machine and in its backups only.
import { useState, type ReactElement } from 'react';
import type { ClientCard } from '../../../contract/billing.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { cx } from '../../ui/classNames.ts';
import { PaneSection } from '../../ui/DetailPane.tsx';
import { formatInstant } from '../../ui/formatDate.ts';
import { TextField } from '../../ui/TextField.tsx';
import { toastDone, toastFailure } from '../../ui/toasts.ts';
import css from './clients.module.css';

export function ClientNotes({ card, orgId }: { readonly card: ClientCard; readonly orgId: string }): ReactElement {
  const { timeZone } = useStatus();
  const [draft, setDraft] = useState('');
  const [removing, setRemoving] = useState<number | null>(null);
  const addNote = useCommandOperation('clients.addNote');
  const removeNote = useCommandOperation('clients.removeNote');
  const add = async (): Promise<void> => {
    try {
      await addNote.run({ orgId, note: draft.trim() });
      setDraft('');
    } catch (thrown) {
      toastFailure('The note was not saved', thrown);
    }
  };
  return (
    <PaneSection title="Notes">
      {card.notes.map((note) => (
        <div key={note.id} className={cx(css.note)}>
          <p>{note.note}</p>
          <Button size="s" variant="quiet" aria-label={`Remove the note of ${formatInstant(note.written_at, timeZone)}`} onPress={() => setRemoving(note.id)}>
            Remove
          </Button>
          <span className={cx(css.when)}>{formatInstant(note.written_at, timeZone)}</span>
        </div>
      ))}
      <TextField label="New note" isMultiline maxLength={2000} value={draft} onChange={setDraft} help="Kept on this machine and in its backups only." />
      <div className={cx(css.acts)}>
        <Button size="s" isPending={addNote.isRunning} disabledReason={draft.trim() === '' ? 'Write something first' : undefined} onPress={() => void add()}>
          Keep the note
        </Button>
      </div>
      <ConfirmDialog
        isOpen={removing !== null}
        title="Remove this note?"
        confirmLabel="Remove 1 note"
        onClose={() => setRemoving(null)}
        onConfirm={async () => {
          await removeNote.run({ orgId, noteId: removing ?? 0 });
          toastDone('The note was removed');
        }}
      >
        <p>It is no longer shown; backups made before keep it.</p>
      </ConfirmDialog>
    </PaneSection>
  );
}
