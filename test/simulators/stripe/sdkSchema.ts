// JSON Schema from the SDK's type declarations, compiled into validators.
import { Ajv } from 'ajv';
import type { SchemaObject, ValidateFunction } from 'ajv';
import { createGenerator, ExposeNodeParser } from 'ts-json-schema-generator';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

type DefinitionName = (this: unknown, node: { getSourceFile(): { fileName: string } }, context: unknown) => string;

/** Two declarations of one name (`Card` and issuing's `Card`) must not collide: definitions are named by their file too. */
function nameDefinitionsByFile(): void {
  const prototype: object = ExposeNodeParser.prototype;
  const original = Reflect.get(prototype, 'getDefinitionName') as DefinitionName;
  const byFile: DefinitionName = function (node, context) {
    const file = node.getSourceFile().fileName.split('/').slice(-2).join('.').replace('.d.ts', '');
    return `${file}.${original.call(this, node, context)}`;
  };
  Reflect.set(prototype, 'getDefinitionName', byFile);
}

export type SdkValidators = { validatorOf(objectName: string): ValidateFunction; names: readonly string[] };

const COMPILER_OPTIONS = {
  module: 'esnext',
  moduleResolution: 'bundler',
  target: 'es2022',
  strict: true,
  skipLibCheck: true,
  types: ['node'],
};

export function generateSdkValidators(): SdkValidators {
  const folder = mkdtempSync(join(tmpdir(), 'sdk-schema-'));
  try {
    const tsconfig = join(folder, 'tsconfig.json');
    writeFileSync(tsconfig, JSON.stringify({ compilerOptions: COMPILER_OPTIONS, files: [] }));
    return validatorsFrom(tsconfig);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The generator brings its own TypeScript and needs a configuration of its own. */
function validatorsFrom(tsconfig: string): SdkValidators {
  nameDefinitionsByFile();
  const generator = createGenerator({
    path: fileURLToPath(new URL('sdkObjects.ts', import.meta.url)),
    tsconfig,
    type: 'SdkObjects',
    expose: 'all',
    topRef: false,
    jsDoc: 'none',
    skipTypeCheck: true,
    additionalProperties: false,
  });
  const schema = generator.createSchema('SdkObjects');
  const definitions = { ...schema.definitions };
  for (const name of Object.keys(definitions)) {
    // On the wire the SDK's Decimal is text.
    // Declared as empty interfaces: any object.
    if (/\.Event\.Data\.(Object|PreviousAttributes)$/.test(name)) definitions[name] = { type: 'object' };
    if (name.endsWith('.Decimal.Decimal')) definitions[name] = { type: 'string', pattern: String.raw`^-?\d+(\.\d+)?$` };
  }
  const ajv = new Ajv({ strict: false, allErrors: false, allowUnionTypes: true });
  const { properties, type, required } = schema;
  const document: SchemaObject = { $id: 'sdk', type, properties, required, definitions };
  ajv.addSchema(document);
  const names = Object.keys(schema.properties ?? {});
  const validators = new Map<string, ValidateFunction>();
  return {
    names,
    validatorOf: (objectName) => {
      const known = validators.get(objectName);
      if (known !== undefined) return known;
      const made = ajv.compile({ $ref: `sdk#/properties/${objectName}` });
      validators.set(objectName, made);
      return made;
    },
  };
}
