// What is timed from inside the page: from an input to the frame that shows its result, and everything that held the page up meanwhile.
import type { Page } from '@playwright/test';

/** In the page, put there before its own scripts run. */
export interface PageWatch {
  /** From the next key or click to the painted frame in which the text at `selector` has changed. -1: it never did. */
  change: Promise<number>;
  watch(selector: string): void;
  /** Goes to a hash; until the heading begins with `name`, `selector` is there and nothing is still loading, painted. */
  open(hash: string, name: string, selector: string): Promise<number>;
  /** Lengths of the tasks that held the page up for 50 ms or more since the last call, and of the engine's answers. */
  heldUp(): { readonly longTasksMs: number[]; readonly answersMs: number[] };
}

/** Runs inside the page: nothing from outside of it is there. */
function installWatch(): void {
  const longTasksMs: number[] = [];
  const answersMs: number[] = [];
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => void longTasksMs.push(entry.duration))).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as PerformanceResourceTiming[]) if (entry.name.endsWith('/rpc')) answersMs.push(entry.responseEnd - entry.requestStart);
    performance.clearResourceTimings();
  }).observe({ type: 'resource', buffered: true });
  /** A message posted in a frame's callback arrives after that frame was painted. */
  const untilPainted = (startedMs: number, resolve: (ms: number) => void): void => {
    const channel = new MessageChannel();
    channel.port1.addEventListener('message', () => resolve(performance.now() - startedMs));
    channel.port1.start();
    channel.port2.postMessage(null);
  };
  const patienceMs = 20_000;
  const eachFrame = (startedMs: number, isThere: () => boolean, resolve: (ms: number) => void): void => {
    const look = (): void => {
      if (isThere()) untilPainted(startedMs, resolve);
      else if (performance.now() - startedMs > patienceMs) resolve(-1);
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  };
  const page: PageWatch = {
    change: Promise.resolve(-1),
    watch(selector) {
      const text = (): string => [...document.querySelectorAll(selector)].slice(0, 6).map((element) => element.textContent).join('|');
      page.change = new Promise((resolve) => {
        const begin = (): void => {
          for (const kind of ['input', 'click', 'hashchange']) removeEventListener(kind, begin, true);
          const before = text();
          eachFrame(performance.now(), () => text() !== before && text() !== '', resolve);
        };
        for (const kind of ['input', 'click', 'hashchange']) addEventListener(kind, begin, true);
      });
    },
    open(hash, name, selector) {
      return new Promise((resolve) => {
        const startedMs = performance.now();
        location.hash = hash;
        const isThere = (): boolean => {
          const main = document.querySelector('main');
          return main?.querySelector('h1')?.textContent?.startsWith(name) === true && main.querySelector(selector) !== null && main.querySelector('[aria-busy="true"]') === null;
        };
        eachFrame(startedMs, isThere, resolve);
      });
    },
    heldUp: () => ({ longTasksMs: longTasksMs.splice(0), answersMs: answersMs.splice(0) }),
  };
  Object.assign(window, { pageWatch: page });
}

export const addWatch = (page: Page): Promise<unknown> => page.addInitScript(installWatch);

type Watched = Window & { readonly pageWatch: PageWatch };

export const watchChange = (page: Page, selector: string): Promise<void> => page.evaluate((text) => (window as unknown as Watched).pageWatch.watch(text), selector);
export const changed = (page: Page): Promise<number> => page.evaluate(() => (window as unknown as Watched).pageWatch.change);
export const openIn = (page: Page, hash: string, name: string, selector: string): Promise<number> =>
  page.evaluate(([to, heading, shown]) => (window as unknown as Watched).pageWatch.open(to, heading, shown), [hash, name, selector] as const);
export const heldUp = (page: Page): Promise<ReturnType<PageWatch['heldUp']>> => page.evaluate(() => (window as unknown as Watched).pageWatch.heldUp());
