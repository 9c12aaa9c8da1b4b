// Records of every kind that answer what was typed in the palette: by number, amount or name.
import { BookOpenText, Landmark, ReceiptText, Repeat, ShieldAlert, Undo2, Users } from 'lucide-react';
import type { ReactElement } from 'react';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { documentKindWords, documentStatusWords } from '../../features/quickbooks/documentWords.ts';
import { payoutStatusWord } from '../../features/reconcile/payoutStatusWord.ts';
import { disputeStateWord } from '../../features/refunds/refundWords.ts';
import { statusWord } from '../../features/subscriptions/subscriptionWords.ts';
import { formatLocalDate } from '../../ui/formatDate.ts';
import { formatMoney, plainDecimal } from '../../ui/formatMoney.ts';
import { humanise } from '../../ui/humanise.ts';
import { navigate } from '../router.ts';
import type { PaletteEntry } from './PaletteEntry.ts';

const LEAST_LETTERS = 2;
const MOST_OF_A_KIND = 5;

interface FoundRecords {
  readonly records: readonly PaletteEntry[];
  readonly isSearching: boolean;
}

const hintOf = (...parts: readonly (string | null)[]): string => parts.filter((part) => part !== null && part !== '').join(' · ');

/** `RTP-0399` is also meant by `399`. */
const numberTerms = (number: string | null): string[] => {
  const digits = /0*(\d+)$/.exec(number ?? '')?.[1];
  return number === null ? [] : digits === undefined ? [number] : [number, digits];
};

export function useFoundRecords(search: string): FoundRecords {
  const isAsked = search.length >= LEAST_LETTERS;
  const options = { enabled: isAsked, keepPrevious: true };
  const page = { filter: { search }, limit: MOST_OF_A_KIND, withTotals: false };
  const invoices = useQueryOperation('invoices.list', page, options);
  const clients = useQueryOperation('clients.list', page, options);
  const subscriptions = useQueryOperation('subscriptions.list', page, options);
  const refunds = useQueryOperation('refunds.list', page, options);
  const disputes = useQueryOperation('disputes.list', { search }, options);
  const payouts = useQueryOperation('payouts.list', page, options);
  const documents = useQueryOperation('documents.list', page, options);
  const isSearching = [invoices, clients, subscriptions, refunds, disputes, payouts, documents].some(({ isFetching }) => isFetching);
  if (!isAsked) return { records: [], isSearching };
  return {
    isSearching,
    records: [
      ...(invoices.data?.rows ?? []).map((row) =>
        record('Invoices', <ReceiptText aria-hidden="true" />, `invoice-${row.id}`, {
          name: `${row.number ?? 'Unnumbered'} · ${row.clientName}`,
          terms: [...numberTerms(row.number), plainDecimal(row.totalCents, row.currency), row.clientName],
          hint: hintOf(formatMoney(row.totalCents, row.currency), formatLocalDate(row.date)),
          onChoose: () => navigate('invoices', { open: row.id }),
        }),
      ),
      ...(clients.data?.rows ?? []).map((row) =>
        record('Clients', <Users aria-hidden="true" />, `client-${row.orgId}`, {
          name: row.name,
          terms: [row.rtoCode ?? ''],
          hint: hintOf(row.rtoCode, humanise(row.planTier)),
          onChoose: () => navigate('clients', { open: row.orgId }),
        }),
      ),
      ...(subscriptions.data?.rows ?? []).map((row) =>
        record('Subscriptions', <Repeat aria-hidden="true" />, `subscription-${row.id}`, {
          name: `${row.planName} · ${row.clientName}`,
          terms: [row.clientName, row.rtoCode ?? '', plainDecimal(row.monthlyExGstCents, row.currency), plainDecimal(row.nextAmountCents ?? 0, row.currency)],
          hint: hintOf(statusWord(row.status).word, row.nextAmountCents === null ? null : formatMoney(row.nextAmountCents, row.currency)),
          onChoose: () => navigate('subscriptions', { open: row.id }),
        }),
      ),
      ...(refunds.data?.rows ?? []).map((row) =>
        record('Refunds', <Undo2 aria-hidden="true" />, `refund-${row.id}`, {
          name: `Refund ${row.invoiceNumber ?? ''} · ${row.clientName}`,
          terms: [...numberTerms(row.invoiceNumber), plainDecimal(row.totalCents, row.currency), row.clientName],
          hint: hintOf(formatMoney(row.totalCents, row.currency), formatLocalDate(row.date)),
          onChoose: () => navigate('refunds', { open: row.id }),
        }),
      ),
      ...(disputes.data?.rows ?? []).slice(0, MOST_OF_A_KIND).map((row) =>
        record('Disputes', <ShieldAlert aria-hidden="true" />, `dispute-${row.id}`, {
          name: `Dispute ${row.invoiceNumber ?? ''} · ${row.clientName}`,
          terms: [...numberTerms(row.invoiceNumber), plainDecimal(row.amountCents, row.currency), row.clientName],
          hint: hintOf(formatMoney(row.amountCents, row.currency), disputeStateWord(row.status).word),
          onChoose: () => navigate('refunds', { tab: 'disputes', open: row.id }),
        }),
      ),
      ...(payouts.data?.rows ?? []).map((row) =>
        record('Payouts', <Landmark aria-hidden="true" />, `payout-${row.id}`, {
          name: `Payout of ${formatMoney(row.amountCents, row.currency)}`,
          terms: [plainDecimal(row.amountCents, row.currency), row.id],
          hint: hintOf(payoutStatusWord(row.status), formatLocalDate(row.arrivalDate)),
          onChoose: () => navigate('reconcile', { tab: 'payouts', open: row.id }),
        }),
      ),
      ...(documents.data?.rows ?? []).map((row) =>
        record('QuickBooks documents', <BookOpenText aria-hidden="true" />, `document-${row.id}`, {
          name: hintOf(`${documentKindWords[row.kind].word} ${row.number}`, row.clientName),
          terms: [row.number, plainDecimal(row.totalCents, row.currency), row.clientName ?? ''],
          hint: hintOf(formatMoney(row.totalCents, row.currency), documentStatusWords[row.status].word),
          onChoose: () => navigate('quickbooks', { tab: 'documents', open: row.id }),
        }),
      ),
    ],
  };
}

const record = (group: PaletteEntry['group'], icon: ReactElement, id: string, rest: Pick<PaletteEntry, 'name' | 'hint' | 'onChoose' | 'terms'>): PaletteEntry => ({ ...rest, id, group, icon });
