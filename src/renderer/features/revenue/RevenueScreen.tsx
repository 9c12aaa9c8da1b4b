// Revenue: MRR and its movements by the metrics policy; every bar and cell opens the clients whose sum it is.
import { ChartSpline } from 'lucide-react';
import { memo, type ReactElement } from 'react';
import { metricsPolicy, type RevenueFigures, type RevenueMonthOutput } from '../../../contract/revenue.ts';
import { EmptyState } from '../../app/list/EmptyState.tsx';
import type { StatusOutput } from '../../../contract/status.ts';
import { AsOf } from '../../app/AsOf.tsx';
import { updateParams, useRoute } from '../../app/router.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { cx } from '../../ui/classNames.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { formatLocalDate, formatMonth, localDateOf } from '../../ui/formatDate.ts';
import { ScreenHead, ScreenPage } from '../../ui/Screen.tsx';
import { DrillDialog } from './DrillDialog.tsx';
import { readSet } from './drillSets.ts';
import { monthPattern } from './figureWords.ts';
import { BridgeCard } from './BridgeCard.tsx';
import { CohortsCard } from './CohortsCard.tsx';
import { MovementMonthsCard, RetentionMonthsCard, TrendCard } from './HistoryCards.tsx';
import { OutlookCard, RetentionCard } from './MonthCards.tsx';
import { MovementsCard } from './MovementsCard.tsx';
import { PlanMixCard, PlanMonthsCard } from './PlanMixCard.tsx';
import { MonthPicker } from './MonthPicker.tsx';
import { RecoveryCard } from './RecoveryCard.tsx';
import { RevenueTiles } from './RevenueTiles.tsx';
import css from './Revenue.module.css';

export default function RevenueScreen(): ReactElement {
  const { params } = useRoute();
  const status = useStatus();
  const asked = params.get('month');
  const month = asked !== null && monthPattern.test(asked) ? asked : null;
  const answer = useQueryOperation('revenue.month', { month }, { keepPrevious: true });
  const set = readSet(params.get('set') ?? '', answer.data?.month ?? month ?? status.today.slice(0, 7));
  return (
    <>
      <ScreenHead title="Revenue" acts={answer.data === undefined || answer.data.months.length === 0 ? undefined : <MonthPicker answer={answer.data} />}>
        <AsOf at={answer.data?.asOf} />
        <p>{metricsPolicy}</p>
        {answer.data?.figures == null ? null : <p>{monthState(answer.data, status)}</p>}
      </ScreenHead>
      <ScreenPage>
        {answer.isError ? <ErrorNote error={toOperationError(answer.error)} onRetry={() => void answer.refetch()} /> : null}
        {answer.data === undefined ? null : answer.data.figures === null ? (
          <EmptyState icon={ChartSpline} title={answer.data.months.length === 0 ? 'No revenue to show yet' : `Nothing is known of ${formatMonth(answer.data.month)}`}>
            {answer.data.months.length === 0 ? 'The first paid subscription invoice starts the history. It appears here after the next sync.' : 'Choose one of the months in the list above.'}
          </EmptyState>
        ) : (
          <MonthBody answer={answer.data} figures={answer.data.figures} />
        )}
      </ScreenPage>
      {set === undefined ? null : <DrillDialog set={set} onClose={() => updateParams({ set: undefined })} />}
    </>
  );
}

/** Whether the month's figures can still move. */
function monthState({ closedAt, month }: RevenueMonthOutput, { today, timeZone }: StatusOutput): string {
  if (closedAt !== null) return `Closed ${formatLocalDate(localDateOf(closedAt, timeZone))}, corrections go forward`;
  return month === today.slice(0, 7) ? `Open until the end of ${formatMonth(month)}` : 'Over; closes once Stripe was read through a day after its end';
}

function RevenueBody({ answer, figures }: { readonly answer: RevenueMonthOutput; readonly figures: RevenueFigures }): ReactElement {
  const trend = useQueryOperation('revenue.trend', { months: 12 });
  const cohorts = useQueryOperation('revenue.cohorts', {});
  const recovery = useQueryOperation('revenue.recovery', { months: 12 });
  const plans = useQueryOperation('revenue.plans', { months: 12 });
  const bridge = useQueryOperation('revenue.bridge', {});
  const failed = [trend, cohorts, recovery, plans, bridge].find(({ isError }) => isError);
  return (
    <>
      <RevenueTiles answer={answer} figures={figures} />
      <MovementsCard answer={answer} figures={figures} />
      {trend.data === undefined ? null : <TrendCard trend={trend.data} />}
      <div className={cx(css.pair)}>
        <RetentionCard answer={answer} figures={figures} />
        <OutlookCard answer={answer} figures={figures} />
      </div>
      {trend.data === undefined ? null : <MovementMonthsCard trend={trend.data} />}
      {trend.data === undefined ? null : <RetentionMonthsCard trend={trend.data} />}
      {cohorts.data === undefined ? null : <CohortsCard cohorts={cohorts.data.cohorts} month={answer.month} />}
      {plans.data === undefined ? null : <PlanMonthsCard months={plans.data.months} />}
      <div className={cx(css.pair)}>
        <PlanMixCard answer={answer} />
        {bridge.data === undefined ? null : <BridgeCard bridge={bridge.data} month={answer.month} />}
      </div>
      {recovery.data === undefined ? null : <RecoveryCard months={recovery.data.months} month={answer.month} />}
      {failed === undefined ? null : <ErrorNote error={toOperationError(failed.error)} onRetry={() => void failed.refetch()} />}
    </>
  );
}

/** Opening the clients behind a figure changes the address only: the charts are not drawn again for it. */
const MonthBody = memo(RevenueBody);
