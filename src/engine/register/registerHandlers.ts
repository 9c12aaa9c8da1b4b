// The handlers of the register's import.
import type { EngineContext } from '../context.ts';
import type { Handlers } from '../handle.ts';
import { makeRegisterImporter } from './importRegister.ts';

type RegisterHandlers = Pick<Handlers, 'register.upload' | 'register.previewImport' | 'register.import'>;

export function registerHandlers(context: EngineContext): RegisterHandlers {
  const importer = makeRegisterImporter(context);
  return {
    'register.upload': (input) => importer.upload(input),
    'register.previewImport': (input) => importer.preview(input),
    'register.import': (input) => importer.carryOut(input),
  };
}
