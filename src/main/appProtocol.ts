// Serves the console under app://bundle from the fixed map of its files.
import { protocol } from 'electron';
import type { OperationError } from '../contract/errors.ts';
import { pageHeaders, plainPage } from '../shell/callbackPage.ts';
import { securityHeaders } from '../shell/contentSecurityPolicy.ts';
import { findStaticFile } from '../shell/staticFiles.ts';
import type { StaticFiles } from '../shell/staticFiles.ts';
import { isAppAddress } from './appOrigin.ts';

/** Before the app is ready: Electron refuses it later. */
export const registerAppScheme = (): void => {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }]);
};

/** `failure`: set when the program could not start; every address then answers with why. */
export const answerAppRequest = (request: Pick<Request, 'method' | 'url'>, files: StaticFiles, failure: OperationError | undefined): Response => {
  if (request.method !== 'GET' || !isAppAddress(request.url)) return new Response(null, { status: 403, headers: securityHeaders });
  if (failure !== undefined) {
    const paragraphs = [failure.message, ...(failure.detail === undefined ? [] : [failure.detail]), failure.nextAction];
    return new Response(plainPage('Tieout could not start', paragraphs), { status: 503, headers: pageHeaders });
  }
  const file = findStaticFile(files, new URL(request.url).pathname);
  if (file === undefined) return new Response(null, { status: 404, headers: securityHeaders });
  return new Response(new Uint8Array(file.body), { headers: { ...securityHeaders, 'content-type': file.type } });
};

export const serveApp = (files: StaticFiles, failure: () => OperationError | undefined): void => {
  protocol.handle('app', (request) => answerAppRequest(request, files, failure()));
};
