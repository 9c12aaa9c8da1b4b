// The self-test of a sandbox company: what it will do is said first, its report is shown and kept.
import { CircleCheck, CircleX } from 'lucide-react';
import type { ReactElement } from 'react';
import { useCommandOperation } from '../../bridge/useCommandOperation.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { formatInstant } from '../../ui/formatDate.ts';
import { Note } from '../../ui/Note.tsx';
import { useOfflineReason } from '../../ui/OfflineReason.ts';
import { Pill } from '../../ui/Pill.tsx';
import { ReportTable } from '../../ui/ReportTable.tsx';
import { toastFailure } from '../../ui/toasts.ts';

export function SelfTestDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const { timeZone } = useStatus();
  const offline = useOfflineReason();
  const last = useQueryOperation('quickbooks.selfTestReport', {});
  const test = useCommandOperation('quickbooks.selfTest');
  const report = last.data?.report ?? null;
  const run = async (): Promise<void> => {
    try {
      await test.run({});
    } catch (thrown) {
      toastFailure('The self-test could not run', thrown);
    }
  };
  return (
    <Dialog
      isOpen
      isWide
      onClose={onClose}
      title="Self-test of this sandbox company"
      foot={
        <>
          <Button onPress={onClose}>Close</Button>
          <Button variant="primary" isPending={test.isRunning} disabledReason={offline} onPress={() => void run()}>
            Push and void 3 invoices
          </Button>
        </>
      }
    >
      <p>
        Three invoices of A$49.00, A$399.00 and A$599.00 with their payments are written for the customer “Tieout self-test”, read back,
        and voided. It shows how QuickBooks treats their GST. It never runs in a production company.
      </p>
      {report === null ? null : (
        <>
          <p className="muted">{`Last run ${formatInstant(report.endedAt, timeZone)} in ${report.companyName}`}</p>
          {report.failure === null ? null : <Note tone="warning" title="It stopped before its end.">{report.failure}</Note>}
          <ReportTable
            caption="Report of the self-test"
            rows={report.findings}
            keyOf={(finding) => finding.name}
            columns={[
              { id: 'name', header: 'Assumption', isWrapping: true, cell: (finding) => finding.name },
              { id: 'ok', header: 'Result', cell: (finding) => <Pill icon={finding.ok ? CircleCheck : CircleX} tone={finding.ok ? 'good' : 'red'}>{finding.ok ? 'Holds' : 'Does not'}</Pill> },
              { id: 'sentence', header: 'What was seen', isWrapping: true, cell: (finding) => finding.sentence },
            ]}
          />
        </>
      )}
    </Dialog>
  );
}
