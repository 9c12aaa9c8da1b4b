// Test tools of the demo and of test mode: a payment with a test card, and the reset of what such payments left.
import { CreditCard, Eraser } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { offlineReason, useStatus } from '../../app/StatusContext.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { countOf, formatCount } from '../../ui/formatMoney.ts';
import { Note } from '../../ui/Note.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toastDone, toastFailure } from '../../ui/toasts.ts';
import css from './SettingsScreen.module.css';

const cards = {
  succeeds: { value: '4111111111111111', label: '4111…1111, succeeds' },
  fails: { value: '1111111111111111', label: '1111…1111, fails' },
} as const;
type Card = (typeof cards)[keyof typeof cards]['value'];

export function TestToolsSection(): ReactElement {
  return (
    <section id="section-test-tools" className={cx(css.section)} aria-label="Test tools">
      <div className={cx(css.head)}>
        <h2>Test tools</h2>
        <p>
          In the demo and in test mode only. Test data is marked as such and kept out of every sum and of QuickBooks.
        </p>
      </div>
      <TestPayment />
      <Reset />
    </section>
  );
}

function TestPayment(): ReactElement {
  const app = useStatus();
  const pay = useCommandOperation('testTools.payment');
  const [rtoCode, setRtoCode] = useState('');
  const [plan, setPlan] = useState<'essential' | 'pro'>('pro');
  const [card, setCard] = useState<Card>(cards.succeeds.value);
  const [failure, setFailure] = useState<string | null>(null);
  const isCode = /^\d{5}$/.test(rtoCode);
  const send = async (): Promise<void> => {
    setFailure(null);
    try {
      const { status, message } = await pay.run({ rto_code: rtoCode, plan, card });
      if (status === 'failed') setFailure(message);
      else toastDone(status === 'succeeded' ? 'The test payment succeeded' : 'The test payment is under way', message);
    } catch (thrown) {
      toastFailure('The test payment could not be made', thrown);
    }
  };
  return (
    <div className={cx(css.block)}>
      <div className={cx(css.grid)}>
        <TextField
          label="RTO code"
          value={rtoCode}
          onChange={setRtoCode}
          help="Of an entry of the register"
          maxLength={5}
        />
        <SelectField
          label="Plan"
          value={plan}
          onChange={setPlan}
          options={[
            { value: 'essential', label: 'Essential' },
            { value: 'pro', label: 'Pro' },
          ]}
        />
        <SelectField<Card> label="Test card" value={card} onChange={setCard} options={[cards.succeeds, cards.fails]} />
      </div>
      {failure === null ? null : (
        <Note tone="warning" title="The card was declined, as this test card is.">
          {failure}
        </Note>
      )}
      <div className={cx(css.secretState)}>
        <Button
          icon={<CreditCard aria-hidden="true" />}
          isPending={pay.isRunning}
          disabledReason={isCode ? offlineReason(app) : 'Enter the five digits of an RTO code.'}
          onPress={() => void send()}
        >
          Make a test payment
        </Button>
      </div>
    </div>
  );
}

function Reset(): ReactElement {
  const app = useStatus();
  const preview = useQueryOperation('testTools.preview', {});
  const reset = useCommandOperation('testTools.reset');
  const [isConfirming, setConfirming] = useState(false);
  const found = preview.data;
  const isNothing = found !== undefined && found.orgs_decoverted + found.test_customers === 0;
  return (
    <>
      <div className={cx(css.block)}>
        <h3>Reset test data</h3>
        {preview.isError ? (
          <ErrorNote error={toOperationError(preview.error)} onRetry={() => void preview.refetch()} />
        ) : null}
        {found === undefined ? null : (
          <Facts
            facts={[
              ['Test clients', found.decoverted_rto_codes.join(', ') || 'None'],
              ['Test customers', `${formatCount(found.test_customers)} in Stripe`],
              ['Test ledger rows', `${formatCount(found.ledger_rows_kept)}; they stay, outside every sum`],
            ]}
          />
        )}
      </div>
      <div className={cx(css.foot)}>
        <Button
          icon={<Eraser aria-hidden="true" />}
          disabledReason={isNothing ? 'There is no test data to reset.' : offlineReason(app)}
          onPress={() => {
            void preview.refetch();
            setConfirming(true);
          }}
        >
          Reset test data…
        </Button>
      </div>
      <ConfirmDialog
        isOpen={isConfirming && found !== undefined}
        tone="danger"
        title="Reset test data?"
        confirmLabel={`Reset ${countOf(found?.test_customers ?? 0, 'test customer')}`}
        onClose={() => setConfirming(false)}
        onConfirm={async () => {
          const report = await reset.run({});
          toastDone(
            'Test data was reset',
            `${countOf(report.orgs_decoverted, 'test client')} taken back${report.decoverted_rto_codes.length === 0 ? '' : `: ${report.decoverted_rto_codes.join(', ')}`}`,
          );
        }}
      >
        <p>
          {`${countOf(found?.orgs_decoverted ?? 0, 'test client')} become register entries again, and ${countOf(found?.test_customers ?? 0, 'test customer')} with their subscriptions are deleted in Stripe. Clients with a real payment, the register, the ledger and the invoice numbers stay as they are.`}
        </p>
      </ConfirmDialog>
    </>
  );
}
