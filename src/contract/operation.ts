// How one operation is declared: its kind, its input and output, and its path on the loopback HTTP transport.
import type { z } from 'zod';

export type OperationKind = 'query' | 'command';

export interface HttpBinding {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** `:name` segments become input fields; the query string (GET) or the JSON body supplies the rest. */
  readonly path: string;
}

export interface Operation<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: OperationKind;
  readonly input: I;
  readonly output: O;
  readonly http?: HttpBinding;
}

export const query = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O, http?: HttpBinding): Operation<I, O> => ({
  kind: 'query',
  input,
  output,
  ...(http === undefined ? {} : { http }),
});

export const command = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O, http?: HttpBinding): Operation<I, O> => ({
  kind: 'command',
  input,
  output,
  ...(http === undefined ? {} : { http }),
});
