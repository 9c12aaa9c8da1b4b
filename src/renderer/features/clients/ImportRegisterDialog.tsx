// Import of the national register: choose the CSV, see what it would change, carry it out in one act.
import { useState, type ReactElement } from 'react';
import type { RegisterPreview } from '../../../contract/register.ts';
import { call } from '../../bridge/call.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/classNames.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { FileField } from '../../ui/FileField.tsx';
import { countOf, formatCount } from '../../ui/formatMoney.ts';
import { Note } from '../../ui/Note.tsx';
import { ReportTable } from '../../ui/ReportTable.tsx';
import { toastDone } from '../../ui/toasts.ts';
import css from './clients.module.css';

/** Bytes of one part; with a third more for base64 it stays under what the host takes at once. */
const PART_BYTES = 480_000;

type Stage =
  | { readonly kind: 'choose' }
  | { readonly kind: 'reading'; readonly fileName: string }
  | { readonly kind: 'preview'; readonly uploadId: string; readonly preview: RegisterPreview }
  | { readonly kind: 'failed'; readonly thrown: unknown };

export function ImportRegisterDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const [stage, setStage] = useState<Stage>({ kind: 'choose' });
  const carryOut = useCommandOperation('register.import');
  const [failure, setFailure] = useState<unknown>(null);
  const choose = async (file: File): Promise<void> => {
    setFailure(null);
    setStage({ kind: 'reading', fileName: file.name });
    try {
      const uploadId = await upload(file);
      setStage({ kind: 'preview', uploadId, preview: await call('register.previewImport', { uploadId, fileName: file.name }) });
    } catch (thrown) {
      setStage({ kind: 'failed', thrown });
    }
  };
  const confirm = async (): Promise<void> => {
    if (stage.kind !== 'preview') return;
    const { uploadId, preview } = stage;
    try {
      const { counts } = await carryOut.run({ uploadId, fileName: preview.fileName, planDigest: preview.planDigest });
      toastDone('The register was imported', `${formatCount(counts.new)} new, ${formatCount(counts.changed)} changed.`);
      onClose();
    } catch (thrown) {
      setFailure(thrown);
    }
  };
  const writes = stage.kind === 'preview' ? stage.preview.counts.new + stage.preview.counts.changed : 0;
  return (
    <Dialog
      isOpen
      isWide
      onClose={onClose}
      title="Import the register"
      foot={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            variant="primary"
            isPending={carryOut.isRunning}
            disabledReason={stage.kind !== 'preview' ? 'Choose a file first' : writes === 0 ? 'The file changes nothing' : undefined}
            onPress={() => void confirm()}
          >
            {writes === 0 ? 'Import' : `Import ${countOf(writes, 'entry', 'entries')}`}
          </Button>
        </>
      }
    >
      <FileField
        label="CSV of the national register"
        help="One row per RTO with its code and legal name; further columns as they are. Nothing is written before you have seen what changes."
        accept=".csv,text/csv,text/plain"
        onChoose={(file) => {
          if (file !== null) void choose(file);
        }}
      />
      {stage.kind === 'reading' ? <p role="status">{`Reading ${stage.fileName}…`}</p> : null}
      {stage.kind === 'failed' ? <ErrorNote error={toOperationError(stage.thrown)} /> : null}
      {stage.kind === 'preview' ? <Preview preview={stage.preview} /> : null}
      {failure === null ? null : <ErrorNote error={toOperationError(failure)} />}
    </Dialog>
  );
}

async function upload(file: File): Promise<string> {
  const uploadId = crypto.randomUUID();
  for (let part = 0, at = 0; part === 0 || at < file.size; part += 1, at += PART_BYTES) {
    const bytes = new Uint8Array(await file.slice(at, at + PART_BYTES).arrayBuffer());
    await call('register.upload', { uploadId, part, base64: base64Of(bytes) }, `${uploadId}-${part}`);
  }
  return uploadId;
}

/** In pieces, because a function takes only so many arguments. */
function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCodePoint(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

function Preview({ preview }: { readonly preview: RegisterPreview }): ReactElement {
  const { counts } = preview;
  return (
    <div className={cx(css.stack)}>
      <p className={cx(css.counts)} role="status">
        <span>{`${formatCount(counts.new)} new`}</span>
        <span>{`${formatCount(counts.changed)} changed`}</span>
        <span>{`${formatCount(counts.unchanged)} unchanged`}</span>
        <span>{`${formatCount(counts.rejected)} rejected`}</span>
      </p>
      <p className="muted">
        {`Read as ${preview.encoding}: ${preview.columns.map(({ field, heading }) => (field === heading ? field : `${field} from “${heading}”`)).join(', ')}.`}
        {preview.ignoredHeadings.length === 0 ? '' : ` Not used: ${preview.ignoredHeadings.join(', ')}.`}
      </p>
      {counts.rejected === 0 ? null : <Note tone="warning" title={`${countOf(counts.rejected, 'row')} will not be imported`}><p>Correct them in the file and import it again; the others are not held up.</p></Note>}
      {preview.rows.length === 0 ? null : (
        <section className={cx(css.rows)} aria-label="What changes" tabIndex={0}>
          <ReportTable
            caption="What the import changes"
            rows={preview.rows}
            keyOf={(row) => row.line}
            isMarked={(row) => row.kind === 'rejected'}
            columns={[
              { id: 'line', header: 'Line', cell: (row) => String(row.line) },
              { id: 'kind', header: 'What', cell: (row) => kindWords[row.kind] },
              { id: 'code', header: 'RTO code', cell: (row) => row.rtoCode ?? '–' },
              { id: 'name', header: 'Name', isWrapping: true, cell: (row) => `${row.name ?? '–'}${row.isClient ? ' (client)' : ''}` },
              { id: 'detail', header: 'Details', isWrapping: true, cell: (row) => <Details row={row} /> },
            ]}
          />
        </section>
      )}
      {preview.areRowsLeftOut ? <p className="muted">The first 500 of each kind are shown; all of them are imported.</p> : null}
    </div>
  );
}

const kindWords = { new: 'New', changed: 'Changed', rejected: 'Rejected' } as const;

function Details({ row }: { readonly row: RegisterPreview['rows'][number] }): ReactElement {
  if (row.kind === 'rejected') return <>{row.reasons.join(' ')}</>;
  return (
    <>
      {row.changes.map(({ field, from, to }) => (
        <span key={field} className={cx(css.change)}>
          {`${field}: `}
          <del>{from ?? 'empty'}</del>
          {' → '}
          <ins>{to ?? 'empty'}</ins>
        </span>
      ))}
    </>
  );
}
