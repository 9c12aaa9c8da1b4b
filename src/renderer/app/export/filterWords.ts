// The filter of a list in words, from its address: what an export and a saved view say about themselves.
import { humanise } from '../../ui/humanise.ts';

/** Parameters that choose no rows: what is open beside the list or over it, how it is laid out. */
const NOT_A_FILTER: ReadonlySet<string> = new Set(['open', 'check', 'step', 'view', 'connect', 'record', 'subscribe']);

/** `Status: paid, open; Sort: total, descending`; '' when nothing is chosen. */
export const filterWords = (params: URLSearchParams): string =>
  [...params]
    .filter(([name]) => !NOT_A_FILTER.has(name))
    .map(([name, value]) => `${humanise(name.replaceAll(/([a-z])([A-Z])/g, (_, low: string, high: string) => `${low} ${high.toLowerCase()}`))}: ${valueWords(name, value)}`)
    .join('; ');

function valueWords(name: string, value: string): string {
  if (name === 'sort') return value.replace(':asc', ', ascending').replace(':desc', ', descending');
  if (value === '1') return 'yes';
  if (value === '0') return 'no';
  return value.split(',').map((part) => part.replaceAll('_', ' ')).join(', ');
}

/** The parameters that a saved view keeps, in one order, so that equal views are equal texts. */
export function viewParams(params: URLSearchParams): string {
  const kept = new URLSearchParams([...params].filter(([name]) => !NOT_A_FILTER.has(name)));
  kept.sort();
  return kept.toString();
}
