// The result as text: ours beside the references, each with its spread, and whether the goal is met.
import type { Machine } from './machine.ts';
import type { Group, Measure } from './measure.ts';
import { spreadOf } from './statistics.ts';

const columns = ['min', 'median', 'p95', 'max', 'unit', 'against the references', 'goal'] as const;

export function figure(value: number): string {
  if (value >= 1000) return String(Math.round(value)).replaceAll(/\B(?=(\d{3})+$)/g, ',');
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toFixed(digits);
}

export const isMet = ({ values, goal }: Measure): boolean | null => {
  if (goal === undefined) return null;
  const spread = spreadOf(values);
  const judged = goal.by === 'p95' ? (spread.p95 ?? spread.max) : spread.median;
  return (goal.atLeast === undefined || judged >= goal.atLeast) && (goal.atMost === undefined || judged <= goal.atMost);
};

function goalText(measure: Measure): string {
  const { goal } = measure;
  if (goal === undefined) return '';
  const bound = goal.atLeast === undefined ? `≤ ${figure(goal.atMost ?? 0)}` : `≥ ${figure(goal.atLeast)}`;
  return `${bound}${goal.by === 'p95' ? ' (p95)' : ''} ${isMet(measure) === true ? 'met' : 'missed'}`;
}

/** Ours as a share of each reference of the same unit that follows it, by the medians. */
function ratioText(measure: Measure, index: number, all: readonly Measure[]): string {
  if (measure.role === 'reference') return '(reference)';
  const following = all.slice(index + 1);
  const end = following.findIndex((next) => next.role === 'ours');
  const references = following.slice(0, end === -1 ? undefined : end).filter((next) => next.unit === measure.unit);
  const ours = spreadOf(measure.values).median;
  return references.map((reference) => `× ${figure(ours / spreadOf(reference.values).median)}`).join(', ');
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    `  ${row.map((cell, column) => (column === 0 || column > 4 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')}`.trimEnd(),
  );
}

export function groupText(group: Group): string {
  const rows = group.measures.map((measure, index, all) => {
    const { min, median, p95, max } = spreadOf(measure.values);
    return [
      measure.label,
      figure(min),
      figure(median),
      p95 === null ? '' : figure(p95),
      figure(max),
      measure.unit,
      ratioText(measure, index, all),
      goalText(measure),
    ];
  });
  const notes = group.notes.map((note) => `  ${note}`);
  return [group.title, ...table([['', ...columns], ...rows]), ...notes, ''].join('\n');
}

export function machineText(machine: Machine): string {
  const warning =
    machine.loadPerCore > 0.5
      ? ` (load ${machine.loadPerCore} per core: others were at work, so every figure is too low)`
      : '';
  return `${machine.cores} cores, ${machine.processor}, ${machine.memoryMb} MB, ${machine.platform}, Node ${machine.node}${warning}\n`;
}
