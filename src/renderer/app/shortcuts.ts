// The keyboard's grammar: g-letter pages, the palette, the list of shortcuts, the filter. Typing in a field is left alone.
import { useEffect, useEffectEvent } from 'react';
import { returnTo } from './router.ts';
import { screens } from './screens.ts';

export const modifierName = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';

const SEQUENCE_MS = 1200;

/** A field that takes letters: shortcuts of one letter don't act there. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type)));

const isInOverlay = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]') !== null;

export interface ShortcutActs {
  readonly openPalette: () => void;
  readonly openHelp: () => void;
}

export function useGlobalShortcuts(acts: ShortcutActs): void {
  const openPalette = useEffectEvent(acts.openPalette);
  const openHelp = useEffectEvent(acts.openHelp);
  useEffect(() => {
    let pressedGAt = 0;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        openPalette();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || isInOverlay(event.target)) return;
      const isAfterG = event.timeStamp - pressedGAt < SEQUENCE_MS;
      pressedGAt = 0;
      const screen = isAfterG ? screens.find(({ letter }) => letter === event.key) : undefined;
      if (screen !== undefined) window.location.hash = returnTo(screen.id);
      else if (event.key === 'g') pressedGAt = event.timeStamp;
      else if (event.key === '?') openHelp();
      else if (event.key === '/') document.querySelector<HTMLInputElement>('[data-filter-focus]')?.select();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

export interface ShortcutGroup {
  readonly title: string;
  readonly shortcuts: readonly (readonly [keys: readonly string[], meaning: string])[];
}

export const shortcutGroups: readonly ShortcutGroup[] = [
  {
    title: 'Anywhere',
    shortcuts: [
      [[modifierName, 'K'], 'Search pages, commands and records'],
      [['?'], 'This list'],
      [['/'], 'To the filter of the list'],
      [['Esc'], 'Back, close'],
      ...screens.map((screen) => [['g', screen.letter], `Go to ${screen.name}`] as const),
    ],
  },
  {
    title: 'Revenue',
    shortcuts: [[['[', ']'], 'Previous, next month']],
  },
  {
    title: 'In a list',
    shortcuts: [
      [['↑', '↓'], 'Previous, next row (also k, j)'],
      [['Page Up', 'Page Down'], 'A screenful'],
      [['Home', 'End'], 'First, last row'],
      [['Enter'], 'Open the row'],
      [['Space'], 'Select the row'],
      [['Shift', 'Space'], 'Select from the last selected row to here'],
      [[modifierName, 'A'], 'Select all that match'],
      [['Shift', 'F10'], 'Actions for the row'],
      [[modifierName, 'Enter'], 'Approve for QuickBooks'],
    ],
  },
];
