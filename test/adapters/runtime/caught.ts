// The AppError that a promise is rejected with; anything else fails the test.
import { AppError } from '../../../src/contract/errors.ts';

export async function caught(promise: Promise<unknown>): Promise<AppError> {
  let result: unknown;
  try {
    result = await promise;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error(`Expected a rejection, got ${JSON.stringify(result)}`);
}
