// Focus is never lost: when what had it is gone (its row changed state, its dialog closed), it goes to what is nearest and still there.

/** React Aria gives the focus back by itself where it can; only what it leaves behind is looked after. */
const SETTLE_MS = 60;

const holders = 'a[href], button, input, select, textarea, [tabindex]';
const modals = '[role="dialog"], [role="alertdialog"]';
const overlays = `${modals}, [role="menu"], [role="listbox"], [role="tooltip"]`;

const ancestorsOf = (element: Element): Element[] => {
  const path: Element[] = [];
  for (let next: Element | null = element; next !== null && next !== document.body; next = next.parentElement) path.push(next);
  return path;
};

const isHolder = (element: Element): element is HTMLElement => element instanceof HTMLElement && element.isConnected && element.matches(holders) && !element.hasAttribute('disabled');

/** The list of a screen is where its keyboard is; the screen itself stands in where there is none. */
const listOrScreen = (): HTMLElement | null => document.querySelector<HTMLElement>('[data-table-focus]') ?? document.querySelector<HTMLElement>('main');

/** Starts looking after the focus; answers how to stop. */
export function keepFocus(): () => void {
  let path: Element[] = [];
  /** Where it was on the page itself, before a dialog or a menu took it. */
  let pagePath: Element[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const rescue = (): void => {
    timer = undefined;
    const active = document.activeElement;
    if (active !== null && active !== document.body) return;
    const nearest = [...path, ...pagePath].find(isHolder);
    (nearest === undefined || nearest.tagName === 'MAIN' ? listOrScreen() : nearest)?.focus({ preventScroll: true });
  };
  const onFocusIn = ({ target }: FocusEvent): void => {
    if (!(target instanceof Element)) return;
    path = ancestorsOf(target);
    if (target.closest(overlays) === null) pagePath = path;
  };
  // Who clicks beside everything takes the focus away on purpose.
  const onPointerDown = ({ target }: PointerEvent): void => {
    if (target instanceof Element && target.closest(holders) === null && document.querySelector(modals) === null) path = pagePath = [];
  };
  const observer = new MutationObserver(() => {
    if (timer === undefined && path[0]?.isConnected === false) timer = setTimeout(rescue, SETTLE_MS);
  });
  document.addEventListener('focusin', onFocusIn);
  document.addEventListener('pointerdown', onPointerDown, true);
  observer.observe(document.body, { childList: true, subtree: true });
  return () => {
    clearTimeout(timer);
    observer.disconnect();
    document.removeEventListener('focusin', onFocusIn);
    document.removeEventListener('pointerdown', onPointerDown, true);
  };
}
