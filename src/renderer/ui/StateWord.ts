// A state in words, with its icon and tone: no meaning by colour alone.
import type { LucideIcon } from 'lucide-react';
import type { PillTone } from './Pill.tsx';

export interface StateWord {
  readonly word: string;
  readonly icon: LucideIcon;
  readonly tone: PillTone;
}
