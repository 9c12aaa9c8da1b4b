// Going live: the list for the change to production keys; what the program sees is ticked by itself, the rest by a person.
import { Check, Circle } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { goLiveByHandIds, type GoLiveByHandId, type SetupOutput } from '../../../contract/setup.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { formatInstant } from '../../ui/formatDate.ts';
import { toastFailure } from '../../ui/toasts.ts';
import { ConfirmedBy } from '../setup/ConfirmedBy.tsx';
import { ConnectOwnDialog } from '../setup/ConnectOwnDialog.tsx';
import css from './SettingsScreen.module.css';

type Item = SetupOutput['goLive'][number];

export function GoLiveSection(): ReactElement {
  const { environment } = useStatus();
  const setup = useQueryOperation('setup.get', {});
  const [isConnecting, setConnecting] = useState(false);
  const items = setup.data?.goLive ?? [];
  return (
    <section id="section-go-live" className={cx(css.section)} aria-label="Go live">
      <div className={cx(css.head)}>
        <h2>Go live</h2>
        <p>{setup.data === undefined ? 'The list for the change to production keys.' : `${items.filter(({ isDone }) => isDone).length} of ${items.length} done. What Tieout can see for itself is ticked by itself.`}</p>
      </div>
      {setup.isError ? <ErrorNote error={toOperationError(setup.error)} onRetry={() => void setup.refetch()} /> : null}
      <ul className={cx(css.goLive)}>
        {items.map((item) => (
          <GoLiveItem key={item.id} item={item} />
        ))}
      </ul>
      <div className={cx(css.foot)}>
        <p>{environment === 'demo' ? 'The demo company stays as it is.' : 'Each company has its own data and keys.'}</p>
        {environment === 'demo' ? <Button onPress={() => setConnecting(true)}>Connect my accounts…</Button> : <a href="#/setup">Open the setup</a>}
      </div>
      <ConnectOwnDialog isOpen={isConnecting} onClose={() => setConnecting(false)} />
    </section>
  );
}

const isByHand = (id: string): id is GoLiveByHandId => goLiveByHandIds.some((known) => known === id);

function GoLiveItem({ item }: { readonly item: Item }): ReactElement {
  const { timeZone } = useStatus();
  const confirm = useCommandOperation('setup.confirm');
  const [isOpen, setOpen] = useState(false);
  const { id, confirmation } = item;
  const takeBack = async (): Promise<void> => {
    if (!isByHand(id) || confirmation === null) return;
    try {
      await confirm.run({ item: id, by: confirmation.by, isConfirmed: false });
    } catch (thrown) {
      toastFailure('It was not taken back', thrown);
    }
  };
  return (
    <li className={cx(item.isDone && css.ticked)}>
      {item.isDone ? <Check role="img" aria-label="Done:" /> : <Circle role="img" aria-label="To do:" />}
      <div>
        <strong>{item.title}</strong>
        <p className="muted">{item.sentence}</p>
        {confirmation === null ? null : <p className="muted">{`Confirmed by ${confirmation.by}, ${formatInstant(confirmation.at, timeZone)}`}</p>}
        {isOpen && isByHand(id) ? <ConfirmedBy item={id} label="Confirm" onDone={() => setOpen(false)} /> : null}
      </div>
      {item.isAutomatic ? null : item.isDone ? (
        <Button size="s" variant="quiet" aria-label={`Take back: ${item.title}`} onPress={() => void takeBack()}>
          Take back
        </Button>
      ) : (
        <Button size="s" aria-label={`Confirm: ${item.title}`} aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
          {isOpen ? 'Close' : 'Confirm…'}
        </Button>
      )}
    </li>
  );
}
