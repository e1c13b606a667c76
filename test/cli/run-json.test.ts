import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BOOK, evenkeel, market, ROOT, START_US } from './evenkeel.js';

const run = (input: string, ...args: string[]) =>
  evenkeel(['run', '-c', BOOK, '--json', '--summary-json', ...args], input);
const linesOf = (stdout: Buffer) =>
  stdout
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const summaryOf = (stderr: string) => JSON.parse(stderr.trim().split('\n').at(-1) ?? '');

/** The frames of `market` as JSON lines. */
function marketLines(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const header = { sequence: index + 1, timeUs: START_US + index * 1000, instrument: 'BTC-PERP' };
    const bidTicks = 350_000 + (index % 500) * 20;
    const side = Math.floor(index / 10) % 2 === 0 ? 'buy' : 'sell';
    const trade = { fillId: index, side, priceTicks: 350_000, sizeLots: 3 };
    return JSON.stringify(
      index % 10 === 9
        ? { frame: 'fill', ...header, ...trade, liquidity: 'maker', purpose: 'quote' }
        : {
            frame: 'bookTicker',
            ...header,
            bidTicks,
            askTicks: bidTicks + 1,
            bidLots: 40,
            askLots: 60,
          },
    );
  });
}

describe('run --json', () => {
  it('leads to the same state as the same frames in bytes', async () => {
    const json = await run(marketLines(200).join('\n'));
    const bytes = await evenkeel(['run', '-c', BOOK, '--summary-json'], Buffer.concat(market(200)));
    expect(json.code).toBe(0);
    expect(summaryOf(json.stderr)).toEqual(summaryOf(bytes.stderr));
    expect(linesOf(json.stdout)[0]).toMatchObject({
      frame: 'quote',
      sequence: 1,
      timeNs: `${START_US}000`,
      instrument: 0,
      symbol: 'BTC-PERP',
      bidReason: 'QUOTED',
      bidReasonNumber: 0,
    });
  });

  it('does what docs/protocol.md shows', async () => {
    const page = readFileSync(join(ROOT, 'docs/protocol.md'), 'utf8');
    const [, input = '', output = ''] = /```json\n(.*)\n(.*)\n```/.exec(page) ?? [];
    const { stdout } = await run(input);
    expect(stdout.toString()).toBe(`${output}\n`);
  });

  it('answers every bad line and goes on', async () => {
    const [first = '', second = ''] = marketLines(2);
    const bad = ['{', '{"frame":"nothing"}', '[]', `"${'x'.repeat(9000)}"`, '{"__proto__":{}}'];
    const { code, stdout, stderr } = await run([first, ...bad, '', second].join('\r\n'));
    expect(code).toBe(0);
    const lines = linesOf(stdout);
    expect(lines.map(({ frame }) => frame)).toEqual(['quote', ...bad.map(() => 'reject'), 'quote']);
    expect(lines[1]).toMatchObject({ code: 'JSON_LINE', line: 2 });
    expect(lines[5]).toMatchObject({ code: 'JSON_LINE', line: 6 });
    expect(summaryOf(stderr)).toMatchObject({ framesApplied: 2, linesRejected: 5 });
  });

  it('passes over a line without end, however long, and reads the next', async () => {
    const [line = ''] = marketLines(1);
    const { code, stdout, stderr } = await run(`${'['.repeat(3_000_000)}\n${line}`);
    expect(code).toBe(0);
    expect(linesOf(stdout).map(({ frame }) => frame)).toEqual(['reject', 'quote']);
    expect(summaryOf(stderr)).toMatchObject({ framesApplied: 1, linesRejected: 1 });
  });

  it('names reject codes and fields of the book', async () => {
    const line = marketLines(1)[0]?.replace('"bidTicks":350000', '"bidTicks":0') ?? '';
    const { stdout } = await run(line);
    expect(linesOf(stdout)[0]).toMatchObject({
      frame: 'reject',
      code: 'FIELD_RANGE',
      rejectedFrame: 'bookTicker',
      fieldName: 'bidTicks',
    });
  });
});
