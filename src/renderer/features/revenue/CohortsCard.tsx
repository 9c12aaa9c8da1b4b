// Cohorts by the month of the first paid invoice: how many still pay, as a share, and their MRR; every cell opens its clients.
import { useState, type ReactElement } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import type { RevenueCohortsOutput } from '../../../contract/revenue.ts';
import { hrefOf } from '../../app/router.ts';
import { cx } from '../../ui/classNames.ts';
import { formatMonth } from '../../ui/formatDate.ts';
import { formatCount, formatMoney, plainDecimal, formatAmount } from '../../ui/formatMoney.ts';
import { CountLink } from './FigureLink.tsx';
import { FiguresCard } from './FiguresCard.tsx';
import css from './Revenue.module.css';

type Cohort = RevenueCohortsOutput['cohorts'][number];
type Cell = Cohort['cells'][number];

const measures = [
  { id: 'clients', label: 'Clients', title: 'clients still paying' },
  { id: 'share', label: 'Share', title: 'share of clients still paying' },
  { id: 'mrr', label: 'MRR', title: 'MRR' },
] as const;
type Measure = (typeof measures)[number]['id'];

/** Of the cohort's clients, or of the MRR it began with. */
const isMoney = (measure: Measure): boolean => measure === 'mrr';
const baseOf = ({ clients, cells }: Cohort, measure: Measure): number => (isMoney(measure) ? (cells[0]?.mrrCents ?? 0) : clients);
const valueOf = (cell: Cell, measure: Measure): number => (isMoney(measure) ? cell.mrrCents : cell.clients);
const percentOf = (part: number, whole: number): string => (whole === 0 ? '–' : `${formatCount(Math.trunc((part * 200 + whole) / (whole * 2)))} %`);

function textOf(cell: Cell, cohort: Cohort, measure: Measure): string {
  if (measure === 'mrr') return formatAmount(Math.trunc(cell.mrrCents / 100), 'jpy');
  return measure === 'share' ? percentOf(cell.clients, cohort.clients) : formatCount(cell.clients);
}

/** Shade by share in five steps, so that the ink keeps its contrast; the number is in every cell. */
const shadeOf = (value: number, base: number): string => `color-mix(in srgb, var(--chart-1) ${base === 0 ? 0 : Math.max(0, Math.min(5, Math.ceil((value * 5) / base))) * 7}%, var(--surface))`;

export function CohortsCard({ cohorts, month, shown = 18 }: { readonly cohorts: RevenueCohortsOutput['cohorts']; readonly month: string; readonly shown?: number }): ReactElement {
  const [measure, setMeasure] = useState<Measure>('clients');
  const rows = cohorts.slice(-shown);
  const width = Math.min(shown, Math.max(0, ...rows.map(({ cells }) => cells.length)));
  const offsets = Array.from({ length: width }, (_none, index) => index);
  const plain = (cohort: Cohort, cell: Cell | undefined): string => (cell === undefined ? '' : measure === 'mrr' ? plainDecimal(cell.mrrCents) : textOf(cell, cohort, measure));
  return (
    <FiguresCard
      title={`Cohorts: ${measures.find(({ id }) => id === measure)?.title ?? ''}`}
      numbers={() => [['First paid', 'Clients', ...offsets.map(String)], ...rows.map((cohort) => [cohort.cohort, String(cohort.clients), ...offsets.map((index) => plain(cohort, cohort.cells[index]))])]}
      note={`By month of the first paid invoice; who returns stays in the old cohort. The columns count the months since.${isMoney(measure) ? ' Whole dollars; the shade is the share of the MRR at the end of the first month.' : ''}${cohorts.length > shown ? ` The newest ${shown} of ${formatCount(cohorts.length)} cohorts.` : ''}`}
    >
      <MeasurePicker measure={measure} onChange={setMeasure} />
      <table className={cx(css.heat)}>
        <caption className="visually-hidden">Clients still paying, by month of their first paid invoice</caption>
        <thead>
          <tr>
            <th scope="col">First paid</th>
            <th scope="col">Clients</th>
            {offsets.map((index) => (
              <th key={index} scope="col">
                {index}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cohort) => (
            <tr key={cohort.cohort}>
              <th scope="row">{formatMonth(cohort.cohort)}</th>
              <td>
                <CountLink month={month} set={`cohortMembers/${cohort.cohort}`} count={cohort.clients} />
              </td>
              {offsets.map((index) => (
                <td key={index}>{cohort.cells[index] === undefined ? null : <CohortCell cohort={cohort} cell={cohort.cells[index]} measure={measure} month={month} />}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </FiguresCard>
  );
}

function CohortCell({ cohort, cell, measure, month }: { readonly cohort: Cohort; readonly cell: Cell; readonly measure: Measure; readonly month: string }): ReactElement {
  const label = `${cell.clients} of ${cohort.clients} still paying at the end of ${formatMonth(cell.month)}, ${formatMoney(cell.mrrCents)}`;
  return (
    <a
      href={hrefOf('revenue', { month, set: `cohort/${cohort.cohort}/${cell.month}` })}
      style={{ background: shadeOf(valueOf(cell, measure), baseOf(cohort, measure)) }}
      aria-label={label}
      title={label}
    >
      {textOf(cell, cohort, measure)}
    </a>
  );
}

function MeasurePicker({ measure, onChange }: { readonly measure: Measure; readonly onChange: (measure: Measure) => void }): ReactElement {
  return (
    <ToggleButtonGroup
      aria-label="What the cells show"
      className={cx(css.measures)}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[measure]}
      onSelectionChange={(keys) => {
        const picked = measures.find(({ id }) => keys.has(id));
        if (picked !== undefined) onChange(picked.id);
      }}
    >
      {measures.map(({ id, label }) => (
        <ToggleButton key={id} id={id} className={cx(css.measure)}>
          {label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
