// Names of Stripe's fees and of the states of a fee month, as a bookkeeper says them.
import { CircleCheck, Clock, FileQuestion, Scale, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { FeeMonthRow, VarianceClass } from '../../../contract/reconcile.ts';
import { humanise } from '../../ui/humanise.ts';
import type { PillTone } from '../../ui/Pill.tsx';

const feeTypeWords: Readonly<Record<string, string>> = {
  payment: 'Payments',
  dispute: 'Disputes',
  radar: 'Radar',
  connect: 'Connect',
  tax: 'GST charged on top',
  other: 'Other products',
};
export const feeTypeWord = (feeType: string): string => feeTypeWords[feeType] ?? humanise(feeType);

export const feeStateLooks: Readonly<Record<FeeMonthRow['state'], { readonly word: string; readonly icon: LucideIcon; readonly tone: PillTone }>> = {
  running: { word: 'Running', icon: Clock, tone: 'neutral' },
  invoice_missing: { word: 'Invoice not entered', icon: FileQuestion, tone: 'neutral' },
  tied: { word: 'Ties out', icon: CircleCheck, tone: 'good' },
  explained: { word: 'Explained', icon: Scale, tone: 'accent' },
  variance: { word: 'Variance', icon: TriangleAlert, tone: 'red' },
};

export const varianceClassWords: Readonly<Record<VarianceClass, string>> = {
  timing: 'Timing: it belongs to another month',
  rounding: 'Rounding',
  policy: 'Policy: we count it elsewhere',
  error: 'Error: still to be corrected',
};
