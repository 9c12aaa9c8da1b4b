// What the client sees now (the banner as it is shown there), how payments stand, and whether to remind.
import { useState, type ReactElement } from 'react';
import type { ClientCard } from '../../../contract/billing.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { cx } from '../../ui/classNames.ts';
import { PaneSection } from '../../ui/DetailPane.tsx';
import { ExternalLink } from '../../ui/ExternalLink.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { formatInstant, formatLocalDate } from '../../ui/formatDate.ts';
import { Note } from '../../ui/Note.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toastDone } from '../../ui/toasts.ts';
import css from './clients.module.css';

export function ClientStanding({ card }: { readonly card: ClientCard }): ReactElement {
  const { timeZone } = useStatus();
  const { banner, dunning, reminder } = card;
  return (
    <>
      <PaneSection title="What the client sees">
        {banner === null ? (
          <p className="muted">No banner: all is well.</p>
        ) : (
          <div className={cx(css.banner)}>
            <Note tone={banner.tone} title={banner.sentence}>
              <p>{banner.is_dismissible ? 'The client can close it for the session.' : 'The client can not close it.'}</p>
            </Note>
            {banner.action === null || banner.url === null ? null : (
              <ExternalLink url={banner.url}>{`${banner.action}: the invoice’s page at Stripe`}</ExternalLink>
            )}
          </div>
        )}
      </PaneSection>
      <PaneSection title="Payments">
        <Facts
          facts={[
            ['Failed attempts', String(dunning.retry_count)],
            dunning.first_failure_at === null ? null : ['First failure', formatInstant(dunning.first_failure_at, timeZone)],
            dunning.last_retry_at === null ? null : ['Last attempt', formatInstant(dunning.last_retry_at, timeZone)],
            dunning.next_attempt_at === null ? null : ['Next attempt', formatInstant(dunning.next_attempt_at, timeZone)],
            dunning.resolved_at === null ? null : ['Recovered', formatInstant(dunning.resolved_at, timeZone)],
            ['Remind', reminder.is_suggested ? `Yes. ${reminder.reason}` : `No. ${reminder.reason}`],
            card.org_id === null ? null : ['Grace by contract', card.grace_until === null ? 'None' : `until ${formatLocalDate(card.grace_until)}`],
          ]}
        />
        {card.org_id === null ? null : <GraceAct orgId={card.org_id} name={card.name} until={card.grace_until} />}
      </PaneSection>
    </>
  );
}

function GraceAct({ orgId, name, until }: { readonly orgId: string; readonly name: string; readonly until: string | null }): ReactElement {
  const [draft, setDraft] = useState<string | null>(null);
  const setGrace = useCommandOperation('clients.setGrace');
  return (
    <div className={cx(css.acts)}>
      <Button size="s" onPress={() => setDraft(until ?? '')}>
        {until === null ? 'Set a grace period' : 'Change the grace period'}
      </Button>
      {draft === null ? null : (
        <ConfirmDialog
          isOpen
          title={`Grace period of ${name}`}
          confirmLabel={draft === '' ? 'End the grace period' : `Set it until ${/^\d{4}-\d{2}-\d{2}$/.test(draft) ? formatLocalDate(draft) : draft}`}
          disabledReason={draft === '' && until === null ? 'Choose the last day first.' : draft === (until ?? '') ? 'Nothing was changed.' : undefined}
          onClose={() => setDraft(null)}
          onConfirm={async () => {
            await setGrace.run({ orgId, until: draft === '' ? null : draft });
            toastDone(draft === '' ? 'The grace period was ended' : 'The grace period was set');
          }}
        >
          <p>Until then no reminder is suggested. Stripe goes on trying the card, and access is not changed.</p>
          <TextField label="Last day, inclusive" type="date" autoFocus value={draft} onChange={setDraft} help="Empty: there is no such agreement." />
        </ConfirmDialog>
      )}
    </div>
  );
}
