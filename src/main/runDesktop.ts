// Runs the desktop app: one instance per data folder, the engine behind the window, and an orderly end.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { app, dialog, powerMonitor, shell } from 'electron';
import type { BrowserWindow } from 'electron';
import { AppError } from '../contract/errors.ts';
import type { OperationError } from '../contract/errors.ts';
import { topics } from '../contract/rpc.ts';
import type { RpcRequest, RpcResponse } from '../contract/rpc.ts';
import type { Environment } from '../contract/values.ts';
import { developmentRedirectUri } from '../shell/developmentRedirectUri.ts';
import type { CallbackInput } from '../shell/callbackInput.ts';
import type { Options } from '../shell/options.ts';
import { chooseCompany, companyPaths, companySentence, rememberCompany } from '../shell/paths.ts';
import type { ChosenCompany } from '../shell/paths.ts';
import type { ProgramFiles } from '../shell/programFiles.ts';
import { shellRequest } from '../shell/shellRequest.ts';
import { chooseHomeFolder, startProgram } from '../shell/startProgram.ts';
import type { Program } from '../shell/startProgram.ts';
import { readStaticFiles } from '../shell/staticFiles.ts';
import { watchWebhook } from '../shell/webhookListener.ts';
import type { WebhookWatch } from '../shell/webhookListener.ts';
import { bugReport, complain, failureSentence, say } from '../shell/terminal.ts';
import { appOrigin } from './appOrigin.ts';
import { registerAppScheme, serveApp } from './appProtocol.ts';
import { openConsoleWindow } from './consoleWindow.ts';
import { isAllowedLink } from './externalLinks.ts';
import { denyPermissions } from './hardenContents.ts';
import { setMenu } from './menu.ts';
import { publishTo, serveConsole } from './serveConsole.ts';
import { openSignInWindow } from './signInWindow.ts';

const showFailure = (window: BrowserWindow | undefined, message: string, error: OperationError): void => {
  const detail = [error.detail, error.nextAction].filter((part) => part !== undefined).join('\n');
  const box = { type: 'error', message: `${message} ${error.message}`, detail } as const;
  void (window === undefined || window.isDestroyed() ? dialog.showMessageBox(box) : dialog.showMessageBox(window, box));
};

const showNote = (window: BrowserWindow | undefined, message: string): void => {
  const box = { type: 'info', message } as const;
  void (window === undefined || window.isDestroyed() ? dialog.showMessageBox(box) : dialog.showMessageBox(window, box));
};

/** The running desktop app: its window, its program, and what each event of the system does to them. */
class Desktop {
  #window: BrowserWindow | undefined;
  #program: Program | undefined;
  #webhook: WebhookWatch | undefined;
  #failure: OperationError | undefined;
  #starting: Promise<void> = Promise.resolve();
  #isStopping = false;
  #isStopped = false;
  readonly #options: Options;
  readonly #files: ProgramFiles;
  readonly #homeFolder: string;
  readonly #profileFolder: string;
  #chosen: ChosenCompany;

  constructor(options: Options, files: ProgramFiles, homeFolder: string, profileFolder: string) {
    this.#options = options;
    this.#files = files;
    this.#homeFolder = homeFolder;
    this.#profileFolder = profileFolder;
    this.#chosen = chooseCompany(homeFolder, options.company);
  }

  listenToSystem(): void {
    app.on('second-instance', () => this.#focusWindow());
    app.on('activate', () => this.#focusWindow());
    app.on('window-all-closed', () => {
      if (process.platform !== 'darwin') app.quit();
    });
    app.on('before-quit', (event) => {
      if (this.#isStopped) return;
      event.preventDefault();
      void this.#stop();
    });
  }

  /** The app is ready: serves the console, opens its window, starts the engine behind it. */
  open(): void {
    serveApp(readStaticFiles(this.#files.rendererFolder), () => this.#failure);
    denyPermissions();
    setMenu({ platform: process.platform, isDeveloper: !app.isPackaged, openDataFolder: () => void shell.openPath(companyPaths(this.#homeFolder, this.#chosen.company).folder) });
    serveConsole({ consoleWindow: () => this.#window, handle: (request) => this.#handle(request), openLink: (address) => this.#openLink(address) });
    powerMonitor.on('resume', () => this.#program?.engine.signal('resumed'));
    this.#openWindow();
    this.#starting = this.#start();
  }

  #openWindow(): void {
    this.#window = openConsoleWindow({
      preload: this.#files.preload,
      boundsFile: path.join(this.#profileFolder, 'window.json'),
      isDeveloper: !app.isPackaged,
      openLink: (address) => this.#openLink(address),
      onFocus: () => this.#program?.engine.signal('focused'),
      onBlur: () => this.#program?.engine.signal('blurred'),
    });
    this.#window.on('closed', () => {
      this.#window = undefined;
    });
  }

  #focusWindow(): void {
    if (this.#window === undefined) {
      if (app.isReady()) this.#openWindow();
      return;
    }
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.focus();
  }

  /** Throws AppError, and what is a bug as it came. */
  async #startChosen(): Promise<void> {
    say(this.#chosen.sentence);
    const program = await startProgram({
      options: this.#options,
      files: this.#files,
      shell: 'desktop',
      homeFolder: this.#homeFolder,
      chosen: this.#chosen,
      demoRedirectUri: developmentRedirectUri,
      onRestart: () => complain('The engine stopped unexpectedly and was started again.'),
      onDeath: (error) => showFailure(this.#window, 'The engine has stopped.', error),
      onOpenCompany: (company) => {
        this.#starting = this.#openAnother(company);
      },
    });
    program.engine.onEvent((event) => publishTo(this.#window, event));
    this.#program = program;
    this.#webhook = watchWebhook({ handle: (request) => program.engine.handle(request), report: (sentence) => showNote(this.#window, sentence) });
    await this.#webhook.start();
  }

  async #start(): Promise<void> {
    try {
      await this.#startChosen();
    } catch (error) {
      if (!(error instanceof AppError)) complain(bugReport(error));
      this.#failure = (error instanceof AppError ? error : new AppError('INTERNAL')).toOperationError();
      complain(failureSentence(this.#failure));
      process.exitCode = 2;
      // The page that is open now knows nothing of it; this address now answers with the reason.
      await this.#window?.loadURL(`${appOrigin}/`);
    }
  }

  /** A person chose it in the console: the same window goes on over other books; back to the old ones if it can't open. */
  async #openAnother(company: Environment): Promise<void> {
    const before = this.#chosen;
    await this.#close();
    this.#chosen = { company, sentence: companySentence(company) };
    try {
      await this.#startChosen();
      rememberCompany(this.#homeFolder, company);
    } catch (error) {
      if (!(error instanceof AppError)) complain(bugReport(error));
      showFailure(this.#window, 'That company could not be opened.', (error instanceof AppError ? error : new AppError('INTERNAL')).toOperationError());
      this.#chosen = before;
      await this.#start();
    }
    publishTo(this.#window, { kind: 'changed', topics: [...topics] });
  }

  async #close(): Promise<void> {
    this.#webhook?.close();
    this.#webhook = undefined;
    await this.#program?.stop();
    this.#program = undefined;
  }

  async #handle(request: RpcRequest): Promise<RpcResponse> {
    await this.#starting;
    if (this.#webhook !== undefined) return this.#webhook.handle(request);
    return { ok: false, error: this.#failure ?? new AppError('INTERNAL').toOperationError() };
  }

  /** QuickBooks' sign-in gets its own window; the vendors' pages go to the system's browser; nothing else opens. */
  #openLink(address: string): void {
    const program = this.#program;
    if (program === undefined) return;
    const { redirectUri } = program.config;
    if (redirectUri !== null && URL.parse(address)?.origin === program.signInOrigin) this.#openSignIn(program, redirectUri, address);
    else if (isAllowedLink(address, program.config)) void shell.openExternal(address);
  }

  #openSignIn(program: Program, redirectUri: string, authorizeUrl: string): void {
    const finish = async (input: CallbackInput): Promise<void> => {
      const answer = await program.engine.handle(shellRequest('quickbooks.callback', input));
      this.#window?.focus();
      if (!answer.ok) showFailure(this.#window, 'QuickBooks is not connected.', answer.error);
    };
    openSignInWindow({ authorizeUrl, redirectUri, signInOrigin: program.signInOrigin, parent: this.#window, onCallback: (input) => void finish(input) });
  }

  async #stop(): Promise<void> {
    if (this.#isStopping) return;
    this.#isStopping = true;
    this.#window?.hide();
    await this.#starting;
    await this.#close();
    this.#isStopped = true;
    app.quit();
  }
}

/** Answers once the window is open; the app then lives until it is quit. */
export const runDesktop = async (options: Options, files: ProgramFiles): Promise<void> => {
  const homeFolder = chooseHomeFolder(options);
  const profileFolder = path.join(homeFolder, 'desktop');
  mkdirSync(profileFolder, { recursive: true, mode: 0o700 });
  app.setPath('userData', profileFolder);
  // The lock is that of the profile folder: another data folder may have its own window.
  if (!app.requestSingleInstanceLock()) {
    complain('Tieout is already running on this data; its window comes to the front.');
    app.quit();
    return;
  }
  app.enableSandbox();
  registerAppScheme();
  const desktop = new Desktop(options, files, homeFolder, profileFolder);
  desktop.listenToSystem();
  await app.whenReady();
  desktop.open();
};
