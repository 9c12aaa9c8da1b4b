// Which service answers which operation on refunds and disputes.
import type { EngineContext } from '../context.ts';
import type { Handlers } from '../handle.ts';
import { disputeDetail, disputesList, saveEvidence } from './disputeQueries.ts';
import { fraudWarningsList } from './fraudWarningsList.ts';
import { judgeRefund } from './judgeRefund.ts';
import { issueRefund } from './issueRefund.ts';
import { recordRefundByHand, undoHandRefund } from './recordByHand.ts';
import { refundsList } from './refundsList.ts';
import { sendEvidenceDraft, submitEvidence } from './sendEvidence.ts';
import { unfinishedChanges } from './unfinishedChanges.ts';

type Own =
  | 'refunds.list' | 'refunds.issue' | 'refunds.unfinished' | 'disputes.sendDraft' | 'disputes.submit' | 'refunds.preview' | 'refunds.record' | 'refunds.undo' | 'disputes.list' | 'disputes.get' | 'disputes.saveEvidence' | 'fraudWarnings.list';

export const refundHandlers = (context: EngineContext): Pick<Handlers, Own> => ({
  'refunds.list': (input) => refundsList(context, input),
  'refunds.preview': (input) => judgeRefund(context, input),
  'refunds.record': (input) => recordRefundByHand(context, input),
  'refunds.undo': (input) => undoHandRefund(context, input),
  'refunds.issue': (input) => issueRefund(context, input),
  'refunds.unfinished': () => unfinishedChanges(context),
  'disputes.sendDraft': (input) => sendEvidenceDraft(context, input),
  'disputes.submit': (input) => submitEvidence(context, input),
  'disputes.list': (input) => disputesList(context, input),
  'disputes.get': (input) => disputeDetail(context, input),
  'fraudWarnings.list': (input) => fraudWarningsList(context, input),
  'disputes.saveEvidence': (input) => saveEvidence(context, input),
});
