// Server-sent events to every open console, with a short memory for those that reconnect.
import type { ServerResponse } from 'node:http';
import { topics } from '../contract/rpc.ts';
import type { EngineEvent } from '../contract/rpc.ts';

export interface EventStream {
  publish(event: EngineEvent): void;
  /** `lastEventId`: what the browser received last before its connection broke. */
  open(response: ServerResponse, headers: Readonly<Record<string, string>>, lastEventId: string | undefined): void;
  close(): void;
}

const rememberedEvents = 200;
const heartbeatMs = 15_000;
/** A browser that has not read this much is asleep; it reconnects when it wakes. */
const maxUnreadBytes = 1_048_576;
const maxConnections = 32;

/** `streamId` differs with every start, so that an id of an earlier process is not taken for ours. */
export const makeEventStream = (streamId: string): EventStream => {
  const open = new Set<ServerResponse>();
  const remembered: { readonly number: number; readonly text: string }[] = [];
  let lastNumber = 0;

  const format = (number: number, event: EngineEvent): string => `id: ${streamId}-${number}\ndata: ${JSON.stringify(event)}\n\n`;
  const send = (response: ServerResponse, text: string): void => {
    if (response.writableLength > maxUnreadBytes) response.destroy();
    else response.write(text);
  };
  const heartbeat = setInterval(() => {
    for (const response of open) send(response, ': still here\n\n');
  }, heartbeatMs);
  heartbeat.unref();

  /** What a reconnecting browser missed; everything may have changed where that is not known. */
  const missed = (lastEventId: string): string => {
    const number = lastEventId.startsWith(`${streamId}-`) ? Number(lastEventId.slice(streamId.length + 1)) : Number.NaN;
    const oldest = remembered[0]?.number ?? lastNumber + 1;
    if (!Number.isInteger(number) || number < oldest - 1 || number > lastNumber) return format(lastNumber, { kind: 'changed', topics: [...topics] });
    return remembered
      .filter((event) => event.number > number)
      .map((event) => event.text)
      .join('');
  };

  return {
    publish: (event) => {
      lastNumber += 1;
      const text = format(lastNumber, event);
      remembered.push({ number: lastNumber, text });
      if (remembered.length > rememberedEvents) remembered.shift();
      for (const response of open) send(response, text);
    },
    open: (response, headers, lastEventId) => {
      if (open.size >= maxConnections) {
        response.writeHead(503, { ...headers, 'retry-after': '5' }).end();
        return;
      }
      response.writeHead(200, { ...headers, 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
      response.write('retry: 2000\n\n');
      if (lastEventId !== undefined) response.write(missed(lastEventId));
      open.add(response);
      response.once('close', () => open.delete(response));
    },
    close: () => {
      clearInterval(heartbeat);
      for (const response of open) response.end();
    },
  };
};
