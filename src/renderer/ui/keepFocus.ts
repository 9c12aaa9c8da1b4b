// Focus is never lost: when what had it is gone (an act emptied the list behind its dialog), it goes to the list, else to the screen.

const SETTLE_MS = 120;

export function keepFocus(): void {
  setTimeout(() => {
    const active = document.activeElement;
    if (active !== null && active !== document.body && active.isConnected) return;
    (document.querySelector<HTMLElement>('[data-table-focus]') ?? document.querySelector<HTMLElement>('main'))?.focus({
      preventScroll: true,
    });
  }, SETTLE_MS);
}
