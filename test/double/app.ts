// The double of Electron's `app`: life cycle and paths.
import { EventEmitter } from 'node:events';
import os from 'node:os';

/** Kept in the process: the double's windows register what is to be closed at the end. */
export const closeAtQuit = new Set<() => void>();

const preventable = (): { readonly event: { preventDefault(): void }; isPrevented(): boolean } => {
  let prevented = false;
  return {
    event: {
      preventDefault: () => {
        prevented = true;
      },
    },
    isPrevented: () => prevented,
  };
};

class App extends EventEmitter {
  readonly isPackaged = false;
  readonly name = 'Tieout';
  readonly commandLine = { appendSwitch: (): void => {}, hasSwitch: (): boolean => false };
  readonly #paths = new Map<string, string>();
  #isReady = false;
  #markReady: () => void = () => {};
  readonly #whenReady = new Promise<void>((resolve) => {
    this.#markReady = resolve;
  });
  /** Acts asked of the system, for the tests to look at. */
  isSandboxed = false;

  isReady(): boolean {
    return this.#isReady;
  }
  whenReady(): Promise<void> {
    return this.#whenReady;
  }
  /** The double's own: everything is set up, the app may begin. */
  becomeReady(): void {
    this.#isReady = true;
    this.#markReady();
    this.emit('ready');
  }
  setPath(name: string, folder: string): void {
    this.#paths.set(name, folder);
  }
  getPath(name: string): string {
    return this.#paths.get(name) ?? os.tmpdir();
  }
  getVersion(): string {
    return '0.0.0';
  }
  requestSingleInstanceLock(): boolean {
    return true;
  }
  enableSandbox(): void {
    this.isSandboxed = true;
  }
  quit(): void {
    const { event, isPrevented } = preventable();
    this.emit('before-quit', event);
    if (isPrevented()) return;
    for (const close of closeAtQuit) close();
    const willQuit = preventable();
    this.emit('will-quit', willQuit.event);
    if (!willQuit.isPrevented()) this.exit(Number(process.exitCode ?? 0));
  }
  exit(code = 0): void {
    this.emit('quit', {}, code);
    // The answer to Playwright's `app.quit()` still has to leave.
    setTimeout(() => process.exit(code), 20);
  }
}

export const app = new App();
