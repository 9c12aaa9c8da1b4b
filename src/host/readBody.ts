// Reads a request's JSON body, no more of it than the program accepts.
import type { IncomingMessage } from 'node:http';
import { AppError } from '../contract/errors.ts';

/** An attached tax invoice of 5 MB as Base64 fits, and bulk approvals of 5,000 invoices many times over. */
export const maxBodyBytes = 8_388_608;

/** Throws TOO_LARGE as soon as the limit is passed, without keeping what came. */
export const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) throw new AppError('TOO_LARGE');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBodyBytes) throw new AppError('TOO_LARGE');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

/** Throws BAD_INPUT when the type is not JSON or the text does not parse. A page of another site can't send this type unasked. */
export const readJson = async (request: IncomingMessage): Promise<unknown> => {
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
  const body = await readBody(request);
  if (type !== 'application/json') throw new AppError('BAD_INPUT', 'content-type must be application/json');
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new AppError('BAD_INPUT', 'the body is not JSON');
  }
};
