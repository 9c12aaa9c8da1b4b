// The log writer: declared fields only, redacted, rotated, remembered for diagnostics, and never in the program's way.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeLog } from '../../../src/adapters/log/jsonLog.ts';
import type { LogFields } from '../../../src/engine/ports/runtime.ts';

const clock = { nowMs: () => Date.UTC(2026, 10, 21, 1, 2, 3, 4) };
let home: string;
let folder: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tieout-log-'));
  folder = join(home, 'logs');
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(home, { recursive: true, force: true });
});
const fileText = (name = 'tieout.log'): string => readFileSync(join(folder, name), 'utf8');
const lines = (): unknown[] =>
  fileText()
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));

describe('lines', () => {
  it('hold level, time, message and every declared field', () => {
    const fields = {
      operation: 'a',
      job: 'b',
      invoiceId: 1,
      step: 2,
      code: 'c',
      correlationId: 'd',
      vendorRequestId: 'e',
      httpStatus: 200,
      durationMs: 3,
      count: 4,
      route: 'f',
      stack: 'g',
    };
    const log = makeLog({ folder, level: 'info', clock });
    log.info('one', fields);
    log.warn('two');
    log.error('three');
    expect(lines()).toEqual([
      { level: 'info', time: '2026-11-21T01:02:03.004Z', ...fields, message: 'one' },
      { level: 'warn', time: '2026-11-21T01:02:03.004Z', message: 'two' },
      { level: 'error', time: '2026-11-21T01:02:03.004Z', message: 'three' },
    ]);
  });

  it('drop what is not declared, and what has another type than declared', () => {
    const log = makeLog({ folder, level: 'info', clock });
    const wild = {
      payload: { card: 'x' },
      email: 'a@b.example',
      err: new Error('planted'),
      invoiceId: { planted: 1 },
      code: ['planted'],
      count: 'planted',
      toJSON: () => 'planted',
      level: 'planted',
      message: 'planted',
      time: 'planted',
    };
    log.info('one', wild as unknown as LogFields);
    expect(lines()).toEqual([{ level: 'info', time: '2026-11-21T01:02:03.004Z', message: 'one' }]);
  });

  it('take a message as text: neither format directives nor line breaks make another line', () => {
    const log = makeLog({ folder, level: 'info', clock });
    log.info('100 %s of %d %j %% \n{"level":"error"}');
    expect(lines()).toEqual([expect.objectContaining({ message: '100 %s of %d %j %% \n{"level":"error"}' })]);
  });

  it('redact messages, fields and stacks, and what the program holds at the moment', () => {
    let held = ['unlikely-looking secret'];
    const log = makeLog({ folder, level: 'info', clock, knownSecrets: () => held });
    log.error('key rk_live_51AbCdEf', {
      stack: 'Error: Bearer abcdef123456\n    at x.ts:1:2',
      code: 'unlikely-looking secret',
    });
    held = ['another one here'];
    log.error('another one here');
    expect(fileText()).not.toMatch(/51AbCdEf|abcdef123456|unlikely-looking|another one/);
    expect(fileText()).toContain('x.ts:1:2');
    expect(log.recentLines(10).join('\n')).not.toMatch(/51AbCdEf|abcdef123456|unlikely-looking|another one/);
  });

  it('cut a text of megabytes', () => {
    const log = makeLog({ folder, level: 'info', clock });
    log.info('word '.repeat(1_000_000));
    expect(fileText().length).toBeLessThan(5_000);
  });

  it.each([
    ['info', 3],
    ['warn', 2],
    ['error', 1],
    ['silent', 0],
  ] as const)('at level %s: %i of three', (level, count) => {
    const log = makeLog({ folder, level, clock });
    log.info('a');
    log.warn('b');
    log.error('c');
    expect(log.recentLines(10)).toHaveLength(count);
  });

  it('go to stderr when asked, and not else', () => {
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    makeLog({ folder: null, level: 'info', clock }).info('quiet');
    expect(write).not.toHaveBeenCalled();
    makeLog({ folder: null, level: 'info', clock, stderr: true }).info('loud');
    expect(write).toHaveBeenCalledTimes(1);
    expect(write.mock.calls[0]?.[0]).toContain('"message":"loud"');
  });
});

describe('files', () => {
  it('begin anew when full; five are kept, the oldest goes; no line is cut', () => {
    const log = makeLog({ folder, level: 'info', clock, maxFileBytes: 1_000 });
    for (let line = 0; line < 200; line += 1) log.info(`line ${line}`);
    log.close();
    expect(readdirSync(folder).sort()).toEqual([
      'tieout.1.log',
      'tieout.2.log',
      'tieout.3.log',
      'tieout.4.log',
      'tieout.log',
    ]);
    const numbers: number[] = [];
    for (const name of ['tieout.4.log', 'tieout.3.log', 'tieout.2.log', 'tieout.1.log', 'tieout.log']) {
      expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(1_000);
      for (const line of fileText(name).trim().split('\n'))
        numbers.push(Number((JSON.parse(line) as { message: string }).message.slice(5)));
    }
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_each, index) => 200 - numbers.length + index));
  });

  it('go on after a restart, and remember the end of the last session', () => {
    const first = makeLog({ folder, level: 'info', clock });
    first.info('before');
    first.close();
    const second = makeLog({ folder, level: 'info', clock });
    second.info('after');
    expect(second.recentLines(2).map((line) => (JSON.parse(line) as { message: string }).message)).toEqual([
      'before',
      'after',
    ]);
    expect(second.recentLines(1)).toHaveLength(1);
    expect(second.recentLines(0)).toEqual([]);
    expect(lines()).toHaveLength(2);
  });

  it.skipIf(process.platform === 'win32')('are the owner’s only', () => {
    makeLog({ folder, level: 'info', clock }).info('x');
    expect(statSync(join(folder, 'tieout.log')).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('a folder that can not be written does not stop the program, and lines are still remembered', () => {
    writeFileSync(join(home, 'logs'), 'a file where the folder should be');
    const log = makeLog({ folder, level: 'info', clock });
    log.info('still here');
    expect(log.recentLines(1)[0]).toContain('still here');
    log.close();
    log.info('after close');
  });
});
