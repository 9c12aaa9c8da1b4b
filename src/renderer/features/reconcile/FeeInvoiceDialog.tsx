// Typing in Stripe's monthly fee tax invoice: number, date, amounts, the PDF; with the variance shown before it is saved.
import { useState, type ReactElement } from 'react';
import { largestAttachmentBytes, varianceClasses, type FeeMonthRow, type VarianceClass } from '../../../contract/reconcile.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { cx } from '../../ui/classNames.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { formatMonth } from '../../ui/formatDate.ts';
import { formatMoney, plainDecimal } from '../../ui/formatMoney.ts';
import { FileField } from '../../ui/FileField.tsx';
import { FormRow } from '../../ui/FormRow.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toastDone } from '../../ui/toasts.ts';
import { centsOfText } from './amountText.ts';
import { varianceClassWords } from './feeWords.ts';
import css from './ReconcileScreen.module.css';

const NONE = 'none';

export function FeeInvoiceDialog({ month, onClose }: { readonly month: FeeMonthRow; readonly onClose: () => void }): ReactElement {
  const { today } = useStatus();
  const enter = useCommandOperation('fees.enterTaxInvoice');
  const before = month.taxInvoice;
  const [number, setNumber] = useState(before?.number ?? '');
  const [date, setDate] = useState(before?.date ?? today);
  const [total, setTotal] = useState(before === null ? '' : plainDecimal(before.totalCents));
  const [gst, setGst] = useState(before === null ? '' : plainDecimal(before.gstCents));
  const [reason, setReason] = useState<VarianceClass | typeof NONE>(varianceClasses.find((known) => known === before?.varianceClass) ?? NONE);
  const [note, setNote] = useState(before?.varianceNote ?? '');
  const [file, setFile] = useState<File | null>(null);
  const totalCents = centsOfText(total);
  const gstCents = centsOfText(gst);
  const variance = totalCents === null ? null : totalCents - month.expectedCents;
  const fileProblem = file === null ? undefined : file.size > largestAttachmentBytes ? 'The file is larger than 5 MB.' : undefined;
  const problem =
    number.trim() === ''
      ? 'Enter the invoice’s number first'
      : totalCents === null || gstCents === null
        ? 'Enter the total and the GST, in dollars and cents'
        : Math.abs(gstCents) > Math.abs(totalCents)
          ? 'The GST is more than the total'
          : variance !== 0 && reason !== NONE && note.trim() === ''
            ? 'Say in a note what explains the variance'
            : fileProblem;
  return (
    <ConfirmDialog
      isFieldFirst
      isOpen
      isWide
      title={`${before === null ? 'Enter' : 'Correct'} the tax invoice of ${formatMonth(month.month)}`}
      confirmLabel={before === null ? 'Save tax invoice' : 'Save correction'}
      disabledReason={problem}
      onClose={onClose}
      onConfirm={async () => {
        if (totalCents === null || gstCents === null) return;
        const isExplained = variance !== 0 && reason !== NONE;
        await enter.run({
          month: month.month,
          number: number.trim(),
          date,
          totalCents,
          gstCents,
          varianceClass: isExplained ? reason : null,
          varianceNote: isExplained ? note.trim() : null,
          attachment: file === null ? null : { fileName: file.name, contentBase64: await base64Of(file) },
        });
        toastDone(`The tax invoice of ${formatMonth(month.month)} is saved`);
      }}
    >
      <div className={cx(css.form)}>
        <p className="muted">From the PDF that Stripe issues after the month: Settings, Documents in Stripe’s dashboard.</p>
        <FormRow>
          <TextField label="Invoice number" value={number} onChange={setNumber} maxLength={60} autoFocus isRequired />
          <TextField label="Invoice date" type="date" value={date} onChange={setDate} isRequired />
          <TextField label="Total, incl. GST (AUD)" value={total} onChange={setTotal} isRequired error={total !== '' && totalCents === null ? 'An amount in dollars and cents' : undefined} />
          <TextField label="GST (AUD)" value={gst} onChange={setGst} isRequired error={gst !== '' && gstCents === null ? 'An amount in dollars and cents' : undefined} />
        </FormRow>
        <p className={cx(css.preview)} role="status">
          {variance === null
            ? `The fees of the month sum to ${formatMoney(month.expectedCents)}, of it ${formatMoney(month.gstEstimateCents)} GST by estimate.`
            : variance === 0
              ? `Ties out: the fees of the month sum to ${formatMoney(month.expectedCents)} as well.`
              : `Variance ${formatMoney(variance)}: the fees of the month sum to ${formatMoney(month.expectedCents)}.`}
        </p>
        {variance === null || variance === 0 ? null : (
          <FormRow>
            <SelectField
              label="What explains it"
              value={reason}
              options={[{ value: NONE, label: 'Not explained yet' }, ...varianceClasses.map((value) => ({ value, label: varianceClassWords[value] }))]}
              onChange={setReason}
            />
            <TextField label="Note" value={note} onChange={setNote} maxLength={500} />
          </FormRow>
        )}
        <FileField
          label={before?.attachment == null ? 'PDF of the invoice' : `Another PDF in place of ${before.attachment.fileName}`}
          help="At most 5 MB. It is kept in the database, so backups hold it."
          accept="application/pdf,.pdf"
          onChoose={setFile}
        />
      </div>
    </ConfirmDialog>
  );
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  // In pieces: a call takes only so many arguments.
  for (let from = 0; from < bytes.length; from += 8192) text += String.fromCharCode(...bytes.subarray(from, from + 8192));
  return btoa(text);
}
