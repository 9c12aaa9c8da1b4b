// The double of BrowserWindow and its webContents: a page of the headless Chromium, with Electron's navigation events.
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { app, closeAtQuit } from './app.ts';
import type { DevToolsEvent } from './devTools.ts';
import { pageShim } from './pageShim.ts';
import { chromium, invokeHandlers, toApp, toReal } from './stage.ts';

interface WindowOptions {
  readonly width?: number;
  readonly height?: number;
  readonly x?: number;
  readonly y?: number;
  readonly title?: string;
  readonly show?: boolean;
  readonly webPreferences?: { readonly preload?: string; readonly partition?: string };
}

interface Frame {
  readonly url: string;
  readonly parent: object | null;
}

type OpenHandler = (details: { url: string }) => { action: 'allow' | 'deny' };

let lastContentsId = 0;

class WebContents extends EventEmitter {
  readonly id: number;
  sessionId = '';
  targetId = '';
  openHandler: OpenHandler = () => ({ action: 'allow' });
  /** Frame id of each script context, and the parent and address of each frame. */
  readonly #contexts = new Map<number, string>();
  readonly #frames = new Map<string, { url: string; parentId: string | undefined }>();
  /** Addresses asked for by loadURL: Electron tells of navigations that pages begin, not of these. */
  readonly #asked = new Set<string>();
  #isDestroyed = false;
  readonly #close: () => void;

  constructor(close: () => void) {
    super();
    lastContentsId += 1;
    this.id = lastContentsId;
    this.#close = close;
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }
  markDestroyed(): void {
    this.#isDestroyed = true;
  }
  close(): void {
    this.#close();
  }
  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }
  getURL(): string {
    return toApp(this.#frames.get(this.targetId)?.url ?? '');
  }
  send(channel: string, ...args: unknown[]): void {
    void this.#command('Runtime.evaluate', { expression: `globalThis.tieoutDoubleEvent?.(${JSON.stringify(channel)}, ${JSON.stringify(args)})` });
  }

  async attach(targetId: string, preload: string | undefined): Promise<void> {
    this.targetId = targetId;
    this.sessionId = String((await chromium().send('Target.attachToTarget', { targetId, flatten: true }))['sessionId']);
    chromium().on((event) => {
      if (event.sessionId === this.sessionId) void this.#receive(event);
    });
    await this.#command('Page.enable');
    await this.#command('Runtime.enable');
    await this.#command('Runtime.addBinding', { name: 'tieoutDoubleCall' });
    await this.#command('Fetch.enable', { patterns: [{ resourceType: 'Document', requestStage: 'Request' }] });
    await this.#command('Page.addScriptToEvaluateOnNewDocument', { source: pageShim(preload === undefined ? undefined : readFileSync(preload, 'utf8')) });
  }

  async load(address: string): Promise<void> {
    const real = toReal(address);
    this.#asked.add(real);
    const loaded = new Promise<void>((resolve) => this.once('did-finish-load', () => resolve()));
    await this.#command('Page.navigate', { url: real });
    await loaded;
  }

  async #command(method: string, params: object = {}): Promise<Readonly<Record<string, unknown>>> {
    return this.#isDestroyed ? {} : chromium().send(method, params, this.sessionId);
  }

  async #receive({ method, params }: DevToolsEvent): Promise<void> {
    switch (method) {
      case 'Runtime.executionContextCreated': {
        const context = params['context'] as { id: number; auxData?: { frameId?: string } };
        this.#contexts.set(context.id, context.auxData?.frameId ?? '');
        break;
      }
      case 'Page.frameAttached':
        this.#frames.set(String(params['frameId']), { url: 'about:blank', parentId: String(params['parentFrameId']) });
        break;
      case 'Page.frameNavigated': {
        const frame = params['frame'] as { id: string; parentId?: string; url: string };
        this.#frames.set(frame.id, { url: frame.url, parentId: frame.parentId });
        break;
      }
      case 'Page.loadEventFired':
        this.emit('did-finish-load');
        break;
      case 'Fetch.requestPaused':
        await this.#judgeNavigation(params as unknown as { requestId: string; frameId: string; redirectedRequestId?: string; request: { url: string } });
        break;
      case 'Runtime.bindingCalled':
        await this.#answer(Number(params['executionContextId']), String(params['payload']));
        break;
    }
  }

  async #judgeNavigation(paused: { requestId: string; frameId: string; redirectedRequestId?: string; request: { url: string } }): Promise<void> {
    const isMainFrame = paused.frameId === this.targetId;
    let isPrevented = false;
    const details = {
      url: toApp(paused.request.url),
      isMainFrame,
      isSameDocument: false,
      preventDefault: () => {
        isPrevented = true;
      },
    };
    if (paused.redirectedRequestId !== undefined) this.emit('will-redirect', details);
    else if (!(isMainFrame && this.#asked.delete(paused.request.url))) {
      this.emit('will-frame-navigate', details);
      if (isMainFrame && !isPrevented) this.emit('will-navigate', details);
    }
    const { requestId } = paused;
    await (isPrevented ? this.#command('Fetch.failRequest', { requestId, errorReason: 'Aborted' }) : this.#command('Fetch.continueRequest', { requestId })).catch(() => {});
  }

  #frameOf(contextId: number): Frame {
    const frame = this.#frames.get(this.#contexts.get(contextId) ?? '');
    const parent = frame?.parentId === undefined ? undefined : this.#frames.get(frame.parentId);
    return { url: toApp(frame?.url ?? ''), parent: parent ?? null };
  }

  async #answer(contextId: number, payload: string): Promise<void> {
    const { id, channel, args } = JSON.parse(payload) as { id: number; channel: string; args: unknown[] };
    if (channel === 'tieout-double-window-open') {
      if (this.openHandler({ url: toApp(String(args[0])) }).action === 'allow') throw new Error('the double opens no windows for pages');
      return;
    }
    let isGood = true;
    let value: unknown;
    try {
      const handler = invokeHandlers.get(channel);
      if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
      value = await handler({ sender: this, senderFrame: this.#frameOf(contextId) }, ...args);
    } catch (error) {
      isGood = false;
      value = error instanceof Error ? error.message : 'failed';
    }
    const expression = `tieoutDoubleAnswer(${id}, ${isGood}, ${JSON.stringify(value) ?? 'undefined'})`;
    await this.#command('Runtime.evaluate', { expression, contextId }).catch(() => {});
  }
}

const windows = new Set<BrowserWindow>();

export class BrowserWindow extends EventEmitter {
  readonly webContents = new WebContents(() => this.close());
  readonly options: WindowOptions;
  isShown: boolean;
  #isMaximized = false;
  #isDestroyed = false;
  #opened: Promise<void> | undefined;

  constructor(options: WindowOptions = {}) {
    super();
    this.options = options;
    this.isShown = options.show !== false;
    windows.add(this);
    closeAtQuit.add(this.#closeForQuit);
  }

  static getAllWindows(): BrowserWindow[] {
    return [...windows];
  }
  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return [...windows].find((window) => window.webContents === contents) ?? null;
  }

  async loadURL(address: string): Promise<void> {
    this.#opened ??= this.#open();
    await this.#opened;
    await this.webContents.load(address);
    this.emit('ready-to-show');
  }

  async #open(): Promise<void> {
    const { width = 800, height = 600 } = this.options;
    const target = await chromium().send('Target.createTarget', { url: 'about:blank', width, height });
    const targetId = String(target['targetId']);
    await this.webContents.attach(targetId, this.options.webPreferences?.preload);
    chromium().on(({ method, params }) => {
      if (method === 'Target.targetDestroyed' && params['targetId'] === targetId) this.#end();
    });
    await chromium().send('Target.setDiscoverTargets', { discover: true });
  }

  show(): void {
    this.isShown = true;
    this.emit('show');
  }
  hide(): void {
    this.isShown = false;
  }
  focus(): void {
    this.emit('focus');
  }
  isMinimized(): boolean {
    return false;
  }
  restore(): void {}
  maximize(): void {
    this.#isMaximized = true;
  }
  isMaximized(): boolean {
    return this.#isMaximized;
  }
  getNormalBounds(): { x: number; y: number; width: number; height: number } {
    const { x = 0, y = 0, width = 800, height = 600 } = this.options;
    return { x, y, width, height };
  }
  isDestroyed(): boolean {
    return this.#isDestroyed;
  }
  close(): void {
    if (!this.#isDestroyed) this.emit('close', { preventDefault: () => {} });
    this.destroy();
  }
  destroy(): void {
    const { targetId } = this.webContents;
    if (!this.#isDestroyed && targetId !== '') void chromium().send('Target.closeTarget', { targetId }).catch(() => {});
    this.#end();
  }

  readonly #closeForQuit = (): void => this.close();

  #end(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.webContents.markDestroyed();
    windows.delete(this);
    closeAtQuit.delete(this.#closeForQuit);
    this.emit('closed');
    if (windows.size === 0) app.emit('window-all-closed');
  }
}

export const webContents = {
  fromDevToolsTargetId: (targetId: string): WebContents | null => [...windows].find((window) => window.webContents.targetId === targetId)?.webContents ?? null,
  getAllWebContents: (): WebContents[] => [...windows].map((window) => window.webContents),
};
