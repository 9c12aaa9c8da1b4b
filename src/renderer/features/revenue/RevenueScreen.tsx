// Revenue: MRR and its movements by the metrics policy; every bar and cell opens the clients whose sum it is.
import { ChartSpline } from 'lucide-react';
import type { ReactElement } from 'react';
import { metricsPolicy, type RevenueFigures, type RevenueMonthOutput } from '../../../contract/revenue.ts';
import { EmptyState } from '../../app/list/EmptyState.tsx';
import { AsOf } from '../../app/AsOf.tsx';
import { hrefOf, updateParams, useRoute } from '../../app/router.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { cx } from '../../ui/classNames.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { formatMonth } from '../../ui/formatDate.ts';
import { countOf, formatCount, formatMoney } from '../../ui/formatMoney.ts';
import { ScreenHead, ScreenPage } from '../../ui/Screen.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { DrillDialog } from './DrillDialog.tsx';
import { readSet } from './drillSets.ts';
import { formatPercent, monthPattern } from './figureWords.ts';
import { BridgeCard, CohortsCard, RetentionMonthsCard, TrendCard } from './HistoryCards.tsx';
import { OutlookCard, RetentionCard } from './MonthCards.tsx';
import { MovementsCard } from './MovementsCard.tsx';
import { PlanMixCard, PlanMonthsCard } from './PlanMixCard.tsx';
import { RecoveryCard } from './RecoveryCard.tsx';
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
      </ScreenHead>
      <ScreenPage>
        {answer.isError ? <ErrorNote error={toOperationError(answer.error)} onRetry={() => void answer.refetch()} /> : null}
        {answer.data === undefined ? null : answer.data.figures === null ? (
          <EmptyState icon={ChartSpline} title={answer.data.months.length === 0 ? 'No revenue to show yet' : `Nothing is known of ${formatMonth(answer.data.month)}`}>
            {answer.data.months.length === 0 ? 'The first paid subscription invoice starts the history. It appears here after the next sync.' : 'Choose one of the months in the list above.'}
          </EmptyState>
        ) : (
          <RevenueBody answer={answer.data} figures={answer.data.figures} />
        )}
      </ScreenPage>
      {set === undefined ? null : <DrillDialog set={set} onClose={() => updateParams({ set: undefined })} />}
    </>
  );
}

function MonthPicker({ answer }: { readonly answer: RevenueMonthOutput }): ReactElement {
  return (
    <div className={cx(css.month)}>
      <SelectField
        label="Month"
        isLabelBeside
        value={answer.month}
        options={answer.months.map((month, index) => ({ value: month, label: `${formatMonth(month)}${index === 0 ? ' (open)' : ''}` }))}
        onChange={(month) => updateParams({ month, set: undefined })}
      />
    </div>
  );
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
      <Tiles answer={answer} figures={figures} />
      <MovementsCard month={answer.month} figures={figures} />
      {trend.data === undefined ? null : <TrendCard trend={trend.data} />}
      <div className={cx(css.pair)}>
        <RetentionCard answer={answer} figures={figures} />
        <OutlookCard answer={answer} figures={figures} />
      </div>
      {trend.data === undefined ? null : <RetentionMonthsCard trend={trend.data} />}
      {cohorts.data === undefined ? null : <CohortsCard cohorts={cohorts.data.cohorts} />}
      {plans.data === undefined ? null : <PlanMonthsCard months={plans.data.months} />}
      <div className={cx(css.pair)}>
        <PlanMixCard answer={answer} />
        {bridge.data === undefined ? null : <BridgeCard bridge={bridge.data} month={answer.month} />}
      </div>
      {recovery.data === undefined ? null : <RecoveryCard months={recovery.data.months} />}
      {failed === undefined ? null : <ErrorNote error={toOperationError(failed.error)} onRetry={() => void failed.refetch()} />}
    </>
  );
}

interface TileProps {
  readonly label: string;
  readonly figure: string;
  readonly sub: string;
  readonly set?: string | undefined;
}

function Tiles({ answer, figures }: { readonly answer: RevenueMonthOutput; readonly figures: RevenueFigures }): ReactElement {
  const moved = figures.closingCents - figures.openingCents;
  const isOpen = answer.closedAt === null;
  const tiles: readonly TileProps[] = [
    { label: isOpen ? 'MRR now' : 'MRR at the end', figure: formatMoney(figures.closingCents), sub: `${moved > 0 ? '+' : ''}${formatMoney(moved)} in ${formatMonth(answer.month)}`, set: 'movement' },
    { label: 'Paying clients', figure: formatCount(figures.closingClients), sub: figures.arpaCents === null ? 'None yet' : `${formatMoney(figures.arpaCents)} each`, set: isOpen ? 'paying' : undefined },
    { label: 'Customer churn', figure: formatPercent(figures.customerChurn), sub: `${formatCount(figures.customerChurn.numerator)} of the ${countOf(figures.customerChurn.denominator, 'client')} at the start`, set: figures.churnEvents === 0 ? undefined : 'movement/churn' },
    { label: 'Net retention', figure: formatPercent(figures.netRetention), sub: figures.twelveMonthNetRetention === null ? 'No 12 months yet' : `${formatPercent(figures.twelveMonthNetRetention)} over 12 months` },
    { label: 'Committed now', figure: formatMoney(answer.now.committedCents), sub: `${formatMoney(answer.now.bookedToEndCents + answer.now.bookedDownCents)} booked to end or shrink`, set: 'committed' },
    { label: 'At risk now', figure: formatMoney(answer.now.atRiskCents), sub: countOf(answer.now.atRiskClients, 'client'), set: answer.now.atRiskClients === 0 ? undefined : 'atRisk' },
  ];
  return (
    <div className={cx(css.tiles)}>
      {tiles.map(({ label, figure, sub, set }) => {
        const content = (
          <>
            <span className={cx(css.label)}>{label}</span>
            <span className={cx(css.figure)}>{figure}</span>
            <span className={cx(css.sub)}>{sub}</span>
          </>
        );
        return set === undefined ? (
          <div key={label} className={cx(css.tile)}>
            {content}
          </div>
        ) : (
          <a key={label} className={cx(css.tile)} href={hrefOf('revenue', { month: answer.month, set })}>
            {content}
          </a>
        );
      })}
    </div>
  );
}
