// A push attempt as screens show it: all its steps, those not begun yet as waiting.
import type { PushAttemptView, PushStepView } from '../../contract/invoices.ts';
import { pushSteps } from '../../domain/push/steps.ts';
import type { LabelledLines, PushAttemptRecord, PushStepRecord } from '../ports/records.ts';

export function attemptView(attempt: PushAttemptRecord & { readonly steps: readonly PushStepRecord[] }, known: readonly Pick<PushStepView, 'step' | 'name' | 'title'>[] = pushSteps): PushAttemptView {
  return {
    id: attempt.id,
    attempt: attempt.attempt,
    state: attempt.state,
    startedAt: attempt.startedAt,
    endedAt: attempt.endedAt,
    errorCode: attempt.errorCode,
    errorMessage: attempt.errorMessage,
    steps: known.map(({ step, name, title }) => stepView({ step, name, title }, attempt.steps.find((record) => record.step === step))),
  };
}

function stepView(known: Pick<PushStepView, 'step' | 'name' | 'title'>, record: PushStepRecord | undefined): PushStepView {
  return {
    ...known,
    state: record?.state ?? 'waiting',
    startedAt: record?.startedAt ?? null,
    endedAt: record?.endedAt ?? null,
    requestId: record?.requestId ?? null,
    request: labelled(record?.request),
    evidence: labelled(record?.evidence),
    responseDigest: record?.responseDigest ?? null,
    intuitTid: record?.intuitTid ?? null,
    error: record?.error ?? null,
  };
}

const labelled = (lines: LabelledLines = []): { label: string; value: string }[] => lines.map(([label, value]) => ({ label, value }));
