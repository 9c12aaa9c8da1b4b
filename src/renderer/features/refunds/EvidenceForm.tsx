// The evidence of a dispute: papers ticked off, texts for the bank; saved here, drafted in Stripe, submitted once.
import { useState, type ReactElement } from 'react';
import type { DisputeDetail } from '../../../contract/disputes.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { PaneSection } from '../../ui/DetailPane.tsx';
import { Note } from '../../ui/Note.tsx';
import { useOfflineReason } from '../../ui/OfflineReason.ts';
import { SwitchField } from '../../ui/SwitchField.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toastDone, toastOutcome } from '../../ui/toasts.ts';
import css from './RefundsScreen.module.css';

type Checklist = Record<string, { isAtHand: boolean; where: string }>;

export function EvidenceForm({ detail }: { readonly detail: DisputeDetail }): ReactElement {
  const [texts, setTexts] = useState<Record<string, string>>(() => Object.fromEntries(detail.fields.map(({ field, text }) => [field, text])));
  const [checklist, setChecklist] = useState<Checklist>(() => Object.fromEntries(detail.checklist.map(({ id, isAtHand, where }) => [id, { isAtHand, where }])));
  const [isSubmitting, setSubmitting] = useState(false);
  const save = useCommandOperation('disputes.saveEvidence');
  const send = useCommandOperation('disputes.sendDraft');
  const disputeId = detail.dispute.id;
  const isChanged = detail.fields.some(({ field, text }) => texts[field] !== text) || detail.checklist.some(({ id, isAtHand, where }) => checklist[id]?.isAtHand !== isAtHand || checklist[id]?.where !== where);
  const offline = useOfflineReason();
  const closed = detail.closedReason ?? undefined;
  const hasText = detail.fields.some(({ field }) => (texts[field] ?? '').trim() !== '');
  const sendBlocked = closed ?? (isChanged ? 'Save your changes first.' : detail.version === 0 || !hasText ? 'Write and save something first.' : offline);
  return (
    <>
      <PaneSection title="Papers">
        {detail.closedReason === null ? null : <Note tone="info" title={detail.closedReason} />}
        <div>
          {detail.checklist.map(({ id, label, hint }) => (
            <div key={id} className={cx(css.item)}>
              <SwitchField label={label} help={hint} isOn={checklist[id]?.isAtHand ?? false} onChange={(isAtHand) => setChecklist({ ...checklist, [id]: { isAtHand, where: checklist[id]?.where ?? '' } })} />
              {checklist[id]?.isAtHand === true ? (
                <TextField label={`Where: ${label}`} value={checklist[id]?.where ?? ''} maxLength={1000} placeholder="File or link" onChange={(where) => setChecklist({ ...checklist, [id]: { isAtHand: true, where } })} />
              ) : null}
            </div>
          ))}
        </div>
      </PaneSection>
      <PaneSection title="What the bank reads">
        <div className={cx(css.fields)}>
          {detail.fields.map(({ field, label, hint, maxLength }) => (
            <TextField key={field} label={label} help={hint} isMultiline={maxLength > 1000} maxLength={maxLength} value={texts[field] ?? ''} onChange={(text) => setTexts({ ...texts, [field]: text })} />
          ))}
        </div>
      </PaneSection>
      <PaneSection title="Save and send">
        <p className="muted">{stateOf(detail)}</p>
        <div className={cx(css.acts)}>
          <Button
            variant={isChanged ? 'primary' : 'plain'}
            isPending={save.isRunning}
            disabledReason={closed ?? (isChanged ? undefined : 'Nothing has changed since it was saved.')}
            onPress={() => void toastOutcome(() => save.run({ disputeId, expectedVersion: detail.version, texts, checklist }), { done: 'The evidence was saved here', failed: 'The evidence was not saved' })}
          >
            Save here
          </Button>
          <Button isPending={send.isRunning} disabledReason={sendBlocked ?? (detail.isSent ? 'Stripe has this draft already.' : undefined)} tip="Kept in Stripe; the bank does not see it yet" onPress={() => void toastOutcome(() => send.run({ disputeId, expectedVersion: detail.version }), { done: 'The draft is on its way to Stripe', failed: 'The draft was not sent' })}>
            Save draft in Stripe
          </Button>
          <Button variant="danger" disabledReason={sendBlocked} onPress={() => setSubmitting(true)}>
            Submit to the bank…
          </Button>
        </div>
      </PaneSection>
      {isSubmitting ? <SubmitDialog detail={detail} onClose={() => setSubmitting(false)} /> : null}
    </>
  );
}

function stateOf(detail: DisputeDetail): string {
  if (detail.submittedAt !== null || detail.dispute.evidence === 'submitted') return 'Submitted. The bank decides; that can take some weeks.';
  if (detail.version === 0) return 'Nothing was drafted yet. What you save here stays on this computer, also offline.';
  return detail.isSent ? 'Saved here, and as a draft in Stripe. The bank has not seen it.' : 'Saved here only. Stripe and the bank have not seen it.';
}

function SubmitDialog({ detail, onClose }: { readonly detail: DisputeDetail; readonly onClose: () => void }): ReactElement {
  const submit = useCommandOperation('disputes.submit');
  const offline = useOfflineReason();
  const [confirmation, setConfirmation] = useState('');
  const missing = detail.checklist.filter((item) => !item.isAtHand).map((item) => item.label.toLowerCase());
  return (
    <ConfirmDialog
      isFieldFirst
      isOpen
      title={`Submit the evidence against ${detail.dispute.clientName}?`}
      confirmLabel="Submit to the bank"
      tone="danger"
      disabledReason={offline ?? (confirmation.trim() === detail.confirmation ? undefined : `Type ${detail.confirmation} to confirm.`)}
      onClose={onClose}
      onConfirm={async () => {
        await submit.run({ disputeId: detail.dispute.id, expectedVersion: detail.version, confirmation: confirmation.trim() });
        toastDone('The evidence is on its way to the bank');
      }}
    >
      <p>A bank takes evidence once. After this nothing can be added or changed.</p>
      {missing.length === 0 ? null : <Note tone="warning" title={`Not ticked off: ${missing.join(', ')}.`} />}
      <TextField label={`Type ${detail.confirmation} to confirm`} isRequired autoFocus value={confirmation} onChange={setConfirmation} />
    </ConfirmDialog>
  );
}
