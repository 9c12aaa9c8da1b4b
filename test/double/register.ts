// Makes `electron` mean the double, for import and for require alike (Playwright's evaluate uses the latter).
import { registerHooks } from 'node:module';

registerHooks({
  resolve: (specifier, context, nextResolve) =>
    specifier === 'electron' ? { url: new URL('electron.ts', import.meta.url).href, format: 'module-typescript', shortCircuit: true } : nextResolve(specifier, context),
});
