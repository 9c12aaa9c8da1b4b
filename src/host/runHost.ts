// Runs the browser host: listens, starts the program, prints the address, and comes down in order.
import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '../contract/errors.ts';
import type { OperationError } from '../contract/errors.ts';
import { topics } from '../contract/rpc.ts';
import type { Environment } from '../contract/values.ts';
import { watchConnect } from '../shell/connectWatch.ts';
import type { ConnectWatch } from '../shell/connectWatch.ts';
import type { Options } from '../shell/options.ts';
import { chooseCompany, companySentence, rememberCompany } from '../shell/paths.ts';
import type { ChosenCompany } from '../shell/paths.ts';
import type { ProgramFiles } from '../shell/programFiles.ts';
import { chooseHomeFolder, startProgram } from '../shell/startProgram.ts';
import type { Program } from '../shell/startProgram.ts';
import { readStaticFiles } from '../shell/staticFiles.ts';
import { bugReport, complain, failureSentence, say } from '../shell/terminal.ts';
import { ApiTokenError, readApiToken } from './apiToken.ts';
import { makeEventStream } from './eventStream.ts';
import { makeHostServer } from './hostServer.ts';
import { hasScreen, openBrowser } from './openBrowser.ts';
import { ownHosts } from './requestGuard.ts';
import { makeSession } from './session.ts';
import type { Session } from './session.ts';

export const callbackPath = '/api/integrations/quickbooks/callback';

export interface RunningHost {
  readonly address: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** A start that failed with a sentence for the person; the process ends with code 2. */
export class HostStartError extends Error {}

const newToken = (): string => randomBytes(32).toString('base64url');

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const isTaken = 'code' in error && error.code === 'EADDRINUSE';
      reject(isTaken ? new HostStartError(`Port ${port} is used by another program. Choose another with --port, or leave the flag out.`) : error);
    });
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

const apiTokenOf = (options: Options): string | undefined => {
  if (options.apiTokenFile === undefined) return undefined;
  try {
    return readApiToken(options.apiTokenFile, newToken);
  } catch (error) {
    throw error instanceof ApiTokenError ? new HostStartError(error.message) : error;
  }
};

/** How long the page that tells of a failed start waits for the browser to fetch it. */
const failurePageMs = 15_000;

/**
 * Throws HostStartError when it can't start. `onDeath`: the engine died for good while running; the console keeps saying so.
 */
export const runHost = async (options: Options, files: ProgramFiles, onDeath: () => void): Promise<RunningHost> => {
  const homeFolder = chooseHomeFolder(options);
  const chosen = chooseCompany(homeFolder, options.company);
  const screen = options.open && hasScreen(process);
  const events = makeEventStream(newToken().slice(0, 8));
  const apiToken = apiTokenOf(options);
  let port = 0;
  let session: Session | undefined;
  let failure: OperationError | undefined;
  let watch: ConnectWatch | undefined;
  let program: Program | undefined;

  const server = makeHostServer(
    {
      files: readStaticFiles(files.rendererFolder),
      events,
      session: () => session ?? makeSession({ startToken: newToken(), cookieValue: newToken(), apiToken: undefined }, port),
      port: () => port,
      handle: () => watch?.handle,
      failure: () => failure,
      callbackPath,
    },
    (error) => complain(bugReport(error)),
  );
  port = await listen(server, options.port);
  session = makeSession({ startToken: newToken(), cookieValue: newToken(), apiToken }, port);
  const origin = `http://127.0.0.1:${port}`;

  const stop = async (): Promise<void> => {
    watch?.close();
    events.close();
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    await program?.stop();
    server.closeAllConnections();
    await closed;
  };

  /** Starts one company behind the page. Throws AppError, and what is a bug as it came. */
  const launch = async (company: ChosenCompany): Promise<void> => {
    say(company.sentence);
    const started = await startProgram({
      options,
      files,
      shell: 'browser',
      homeFolder,
      chosen: company,
      demoRedirectUri: `${origin}${callbackPath}`,
      onRestart: () => complain('The engine stopped unexpectedly and was started again.'),
      onDeath: (error) => {
        complain(failureSentence(error));
        onDeath();
      },
      onOpenCompany: (next) => void openAnother(company, next),
    });
    program = started;
    watch = watchConnect({
      engine: started.engine,
      redirectUri: started.config.redirectUri,
      ownOrigins: ownHosts(port).map((host) => `http://${host}`),
      report: complain,
    });
    started.engine.onEvent(events.publish);
  };

  /** A person chose it in the console: the same page and its session go on, over other books. Back to the old ones if it can't open. */
  const openAnother = async (present: ChosenCompany, next: Environment): Promise<void> => {
    const before = program;
    watch?.close();
    watch = undefined;
    program = undefined;
    await before?.stop();
    try {
      await launch({ company: next, sentence: companySentence(next) });
      rememberCompany(homeFolder, next);
    } catch (error) {
      complain(error instanceof AppError ? failureSentence(error.toOperationError()) : bugReport(error));
      await launch(present).catch((again: unknown) => {
        failure = (again instanceof AppError ? again : new AppError('INTERNAL')).toOperationError();
        complain(failureSentence(failure));
        onDeath();
      });
    }
    events.publish({ kind: 'changed', topics: [...topics] });
  };

  try {
    await launch(chosen);
  } catch (error) {
    if (!(error instanceof AppError)) complain(bugReport(error));
    failure = (error instanceof AppError ? error : new AppError('INTERNAL')).toOperationError();
    if (screen) await showFailure(server, `${origin}/`);
    await stop();
    throw new HostStartError(failureSentence(failure), { cause: error });
  }

  const address = `${origin}${session.startPath}`;
  say(`Tieout ready: ${address}`);
  if (screen) openBrowser(process.platform, address);
  return { address, port, stop };
};

/** Started by a click, nobody reads the terminal: the browser shows why nothing opens. */
const showFailure = async (server: Server, address: string): Promise<void> => {
  openBrowser(process.platform, address);
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, failurePageMs);
    server.once('request', (_request, response) => {
      clearTimeout(timer);
      response.once('finish', () => resolve());
    });
  });
};
