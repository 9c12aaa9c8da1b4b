// Speaks to screen readers through the page's one polite live region (LiveRegion.tsx).

type Listener = (text: string) => void;
let listener: Listener | null = null;

export const announce = (text: string): void => listener?.(text);

export function setAnnouncer(next: Listener | null): void {
  listener = next;
}
