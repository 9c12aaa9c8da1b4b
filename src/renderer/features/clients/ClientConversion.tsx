// Whether the register's entry is a client, how it became one, and the undo.
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
import { toastDone, toastOutcome } from '../../ui/toasts.ts';
import css from './clients.module.css';

export function ClientConversion({ card }: { readonly card: ClientCard }): ReactElement | null {
  const { timeZone } = useStatus();
  if (card.rto_code === null && card.org_id === null) return null;
  return (
    <PaneSection title="Conversion">
      <p>
        {card.is_client
          ? `The register’s entry is ${card.is_test ? 'a test client' : 'a client'}.`
          : card.is_in_register
            ? 'The register’s entry is not a client.'
            : card.rto_code === null
              ? 'No RTO code is known, so no register entry became a client.'
              : 'The register has no entry with this code.'}
      </p>
      {card.conversions.map((row) => (
        <p key={row.recorded_at + row.act} className={cx(css.when)}>
          {`${formatInstant(row.recorded_at, timeZone)}: ${row.act} by ${row.decided_by === 'person' ? 'hand' : `a ${row.is_test ? 'test ' : ''}payment`}${row.note === null ? '' : ` (${row.note})`}`}
        </p>
      ))}
      {card.rto_code === null ? null : <ConversionActs card={card} rtoCode={card.rto_code} />}
      {card.org_id === null || card.is_client ? null : <NoEntryAct card={card} orgId={card.org_id} />}
    </PaneSection>
  );
}

function ConversionActs({ card, rtoCode }: { readonly card: ClientCard; readonly rtoCode: string }): ReactElement {
  const [asked, setAsked] = useState<'undo' | 'convert' | null>(null);
  const [note, setNote] = useState('');
  const undo = useCommandOperation('clients.undoConversion');
  const convert = useCommandOperation('clients.convert');
  const close = (): void => setAsked(null);
  const orgId = card.org_id;
  return (
    <div className={cx(css.acts)}>
      {card.is_client ? (
        <Button size="s" onPress={() => setAsked('undo')}>
          Undo the conversion
        </Button>
      ) : (
        <Button
          size="s"
          disabledReason={orgId === null ? 'No organisation of this code has bought anything' : card.is_in_register ? undefined : 'Import the register first: it has no entry with this code'}
          onPress={() => setAsked('convert')}
        >
          Make it a client
        </Button>
      )}
      <ConfirmDialog
        isOpen={asked === 'undo'}
        title={`Undo the conversion of ${card.name}?`}
        confirmLabel="Undo 1 conversion"
        tone="danger"
        disabledReason={note.trim() === '' ? 'Write why first; it is kept with the conversion.' : undefined}
        onClose={close}
        onConfirm={async () => {
          await undo.run({ rtoCode, note: note.trim() });
          setNote('');
          toastDone('The conversion was undone', 'No payment converts it again; you can.');
        }}
      >
        <p>The entry is no longer marked as a client. Payments, invoices and the ledger stay as they are, and no further payment makes it a client again by itself.</p>
        <TextField label="Why" isRequired value={note} onChange={setNote} maxLength={500} placeholder="Paid for a sister company" />
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={asked === 'convert'}
        title={`Make ${card.name} a client?`}
        confirmLabel="Make 1 client"
        onClose={close}
        onConfirm={async () => {
          await convert.run({ orgId: orgId ?? '' });
          toastDone(`${card.name} is a client`);
        }}
      >
        <p>The register’s entry is marked as a client since its first payment, or since now where there is none.</p>
      </ConfirmDialog>
    </div>
  );
}

/** Overseas, or no RTO at all: what would otherwise wait for a hand for ever is settled by saying so. */
function NoEntryAct({ card, orgId }: { readonly card: ClientCard; readonly orgId: string }): ReactElement {
  const [isAsked, setAsked] = useState(false);
  const [note, setNote] = useState('');
  const set = useCommandOperation('clients.setNoEntry');
  const isSettled = card.flags.some(({ flag }) => flag === 'no_entry_expected');
  if (isSettled) {
    return (
      <div className={cx(css.acts)}>
        <Button size="s" isPending={set.isRunning} onPress={() => void toastOutcome(() => set.run({ orgId, note: null }), { done: 'A register entry is expected again', failed: 'It was not changed' })}>
          Expect an entry again
        </Button>
      </div>
    );
  }
  return (
    <div className={cx(css.acts)}>
      <Button size="s" onPress={() => setAsked(true)}>
        No entry is expected…
      </Button>
      <ConfirmDialog
        isOpen={isAsked}
        title={`No register entry for ${card.name}?`}
        confirmLabel="Expect no entry"
        disabledReason={note.trim() === '' ? 'Write why first; it is shown on the card.' : undefined}
        onClose={() => setAsked(false)}
        onConfirm={async () => {
          await set.run({ orgId, note: note.trim() });
          setNote('');
          toastDone(`No register entry is expected of ${card.name}`);
        }}
      >
        <p>For a client overseas or one that is no RTO. It no longer waits for a hand; invoices and books stay as they are. It can be taken back here.</p>
        <TextField label="Why" isRequired autoFocus value={note} onChange={setNote} maxLength={500} placeholder="Not an RTO: a consultant" />
      </ConfirmDialog>
    </div>
  );
}
