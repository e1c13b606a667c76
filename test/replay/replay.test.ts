import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { ConfigurationError } from '../../src/errors.js';
import { builtInSession, formatReport, replay, validateSession } from '../../src/replay/index.js';
import { Recording } from './recording.js';
import { tinyBook, tinySession } from './tiny-session.js';

const recording = new Recording();
afterAll(() => recording.remove());

/** Market 99 @ 101, we quote 97 @ 103 with 10 lots; a seller to 96, a buyer to 104, then a rise. */
const QUOTES = ['0,99,101', '2000,99,101', '4000,99,101', '8000,103,105', '20000,103,105'];
const TRADES = ['1000,96,4,sell', '3000,104,25,buy', '9000,104,1,buy'];

describe('a session worked out by hand', () => {
  it('fills, PnL, markouts and inventory', async () => {
    const report = await replay(tinySession(recording, QUOTES, TRADES));
    expect(report).toMatchObject({ events: 8, end: 'complete', durationSeconds: 20 });
    const [x] = report.controlled.instruments;
    // Bought 4 at 97, sold 10 at 103: spread 4 x 3 + 10 x 3; -6 lots while the mid rose 4.
    expect(x).toMatchObject({
      fills: 2,
      buyFills: 1,
      sellFills: 1,
      boughtLots: 4,
      soldLots: 10,
      positionLots: -6,
      turnover: 1418,
      maxAbsInventory: 6,
      timeAtLimit: 0,
      bidQuoted: 1,
      askQuoted: 1,
    });
    expect(x?.attribution).toMatchObject({ spread: 42, inventory: -24, adjustment: 0 });
    expect(x?.fees).toBeCloseTo(1.418, 12);
    expect(x?.pnl).toBeCloseTo(18 - 1.418, 12);
    expect(report.controlled.pnl).toBeCloseTo(18 - 1.418, 12);
    expect(x?.spreadCapturedBps).toBeCloseTo((42 / 1418) * 1e4, 9);
    // 4 lots for 2 s, then 6 lots for 17 s of 20 s.
    expect(x?.meanAbsInventory).toBeCloseTo((4 * 2 + 6 * 17) / 20, 12);
    const bought = 300 / 97;
    const sold = 300 / 103;
    expect(x?.markouts[0]?.bps).toBeCloseTo((100 * (4 * bought + 10 * sold)) / 14, 9);
    const later = (4 * (7 / 97) + 10 * (-1 / 103)) / 14;
    expect(x?.markouts[1]?.bps).toBeCloseTo(1e4 * later, 9);
    expect(x?.markouts[2]).toEqual({ seconds: 60, bps: null, fills: 0 });
    // Valued at 100 until the clock of 9 s sees the mid of 104.
    const inventoryHours = (400 * 2 + 600 * 6 + 624 * 11) / 3600;
    expect(report.assumptions.marginRate).toBe(0.1);
    expect(x?.meanInventoryValue).toBeCloseTo((inventoryHours * 3600) / 20, 10);
    expect(x?.marginHours).toBeCloseTo(0.1 * inventoryHours, 12);
    expect(x?.pnlPerMarginHour).toBeCloseTo((18 - 1.418) / (0.1 * inventoryHours), 10);
    expect(x?.inventoryTurnover).toBeCloseTo((1418 * 20) / (inventoryHours * 3600), 10);
    expect(x?.holdingSeconds).toBeCloseTo((2 * inventoryHours * 3600) / 1418, 10);
    expect(report.controlled).toMatchObject({ capitalTurnover: null });
    expect(report.controlled.pnlPerMarginHour).toBeCloseTo(x?.pnlPerMarginHour ?? 0, 10);
    // The peak is 42 less fees after the second fill.
    expect(x?.worstDrawdown).toBeCloseTo(24, 12);
  });

  it('a quote that is on its way does not fill', async () => {
    const report = await replay(tinySession(recording, QUOTES, TRADES, { orderLatencyMs: 1001 }));
    // The first seller comes too early; the ask of 103 is still there at 9 s, its cancel is not.
    expect(report.controlled.instruments[0]).toMatchObject({ boughtLots: 0, soldLots: 11 });
  });

  it('opening positions are an adjustment without PnL, flattening is a taker hedge', async () => {
    const positions = [{ instrument: 'X', position: 5, price: 100 }];
    const session = tinySession(recording, QUOTES, ['0,100,1,buy'], {
      positions,
      flattenAtEnd: true,
    });
    const [x] = (await replay(session)).controlled.instruments;
    expect(x).toMatchObject({ positionLots: 0, fills: 1, soldLots: 5 });
    expect(x?.attribution).toMatchObject({ adjustment: 0, inventory: 20, hedge: -5, spread: 0 });
  });

  it('funding is paid on the position at the mid', async () => {
    recording.write('funding.csv', ['t,r', '5000,0.01']);
    const session = tinySession(recording, QUOTES, TRADES);
    const columns = { time: 't', timeUnit: 'ms', rate: 'r' } as const;
    const source = { ...session.session.sources?.[0], name: undefined, columns };
    const sources = [...(session.session.sources ?? []), { ...source, file: 'funding.csv' }];
    const withFunding = validateSession(
      JSON.parse(JSON.stringify({ ...tinyBook(), session: { ...session.session, sources } })),
      recording.dir,
    );
    const report = await replay(withFunding);
    expect(report.controlled.attribution.funding).toBeCloseTo(0.01 * 6 * 100, 12);
  });

  it('funding before the first price is counted and changes nothing', async () => {
    recording.write('early.csv', ['t,r', '-500,0.01', '5000,0']);
    const { session } = tinySession(recording, QUOTES, TRADES);
    const columns = { time: 't', timeUnit: 'ms', rate: 'r' };
    const early = { instrument: 'X', file: 'early.csv', columns };
    const sources = [...(session.sources ?? []), early];
    const text = JSON.stringify({ ...tinyBook(), session: { sources } });
    const report = await replay(validateSession(JSON.parse(text), recording.dir));
    expect(report.sources[2]).toMatchObject({ events: 2, unvalued: 1, rejected: {} });
    expect(formatReport(report)).toContain('1 unvalued');
  });

  it('a trade off the grid without side does not reach the quote it would be rounded to', async () => {
    // 102.6 was bought; our ask rests at 103 with nobody ahead.
    const wide = ['0,97,103', '2000,97,103'];
    const { session } = tinySession(recording, wide, ['1000,102.6,4,'], { queueAheadDefault: 0 });
    const report = await replay(
      validateSession(
        { ...tinyBook(), session: JSON.parse(JSON.stringify(session)) },
        recording.dir,
      ),
    );
    expect(report.sources[0]).toMatchObject({ offGrid: 1, inferredSides: 1 });
    expect(report.controlled.fills).toBe(0);
  });

  it('a cancel that is due in the microsecond of a trade comes too late', async () => {
    // The rise of 8 s moves the ask away from 103 a second later, when a buyer comes.
    const trades = ['9000,104,3,buy'];
    const late = await replay(tinySession(recording, QUOTES, trades, { orderLatencyMs: 1000 }));
    expect(late.controlled.instruments[0]).toMatchObject({ soldLots: 3 });
    const quick = await replay(tinySession(recording, QUOTES, trades, { orderLatencyMs: 999.999 }));
    expect(quick.controlled.instruments[0]).toMatchObject({ soldLots: 0 });
  });

  it('time at the limit counts maxNotional too', async () => {
    // 4 lots from 1 s, -6 from 3 s of 20 s; 5 lots at 100, 4 from the rise to 104 on: no room for 6.
    const changes = { inventory: { maxPosition: 100, maxNotional: 500 } };
    const report = await replay(tinySession(recording, QUOTES, TRADES, {}, changes));
    expect(report.uncontrolled?.instruments[0]?.timeAtLimit).toBeCloseTo(17 / 20, 12);
  });

  it('what closes the position is a fill, but no captured spread', async () => {
    const session = tinySession(recording, QUOTES, TRADES, { flattenAtEnd: true });
    const { controlled } = await replay(session);
    const [x] = controlled.instruments;
    expect(x).toMatchObject({ positionLots: 0, fills: 3, buyFills: 2, sellFills: 1 });
    expect(x?.turnover).toBe(1418 + 6 * 105);
    expect(x?.spreadCapturedBps).toBeCloseTo((42 / 1418) * 1e4, 9);
    expect(controlled.spreadCapturedBps).toBeCloseTo((42 / 1418) * 1e4, 9);
  });

  it('refuses a silence of more than 31 days instead of walking through it', async () => {
    const { session } = tinySession(recording, QUOTES, ['1723161256000,96,4,sell']);
    const replayed = replay(validateSession({ ...tinyBook(), session }, recording.dir));
    await expect(replayed).rejects.toMatchObject({
      code: 'DATA',
      message: expect.stringMatching(/1970-01-01T00:00:20.*2024-08-08T23:54:16.*timeUnit/),
    });
    const beyond = ['1723161256000000000000,96,4,sell'];
    await expect(replay(tinySession(recording, QUOTES, beyond))).rejects.toMatchObject({
      code: 'DATA',
    });
  });

  it('counts what the book refuses by code and goes on', async () => {
    const crossed = [...QUOTES, '21000,105,105', '22000,106,105', '23000,103,105'];
    const report = await replay(tinySession(recording, crossed, TRADES));
    expect(report.sources[1]?.rejected).toEqual({ CROSSED_BOOK: 2 });
    expect(report.events).toBe(11);
  });

  it('without control quotes stay symmetric and limits are lifted', async () => {
    const sells = Array.from({ length: 30 }, (_, index) => `${1000 + 100 * index},90,10,sell`);
    const changes = { inventory: { maxPosition: 20 } };
    const report = await replay(tinySession(recording, QUOTES, sells, {}, changes));
    expect(report.controlled.instruments[0]?.positionLots).toBe(20);
    expect(report.uncontrolled?.instruments[0]?.positionLots).toBe(300);
    expect(report.uncontrolled?.instruments[0]?.timeAtLimit).toBeGreaterThan(0.8);
    const alone = await replay(tinySession(recording, QUOTES, sells), { baseline: false });
    expect(alone.uncontrolled).toBeNull();
  });
});

describe('ending early', () => {
  it('from, to and limit', async () => {
    const session = tinySession(recording, QUOTES, TRADES);
    const range = { from: '1970-01-01T00:00:01Z', to: '1970-01-01T00:00:09Z' };
    const part = await replay(session, range);
    expect(part.events).toBe(5);
    expect(part.sources.map(({ outsideRange }) => outsideRange)).toEqual([1, 2]);
    expect(part.sources.map(({ events }) => events)).toEqual([2, 3]);
    const limited = await replay(session, { limit: 3 });
    expect(limited).toMatchObject({
      events: 3,
      end: 'limit',
      lastTime: '1970-01-01T00:00:02.000000Z',
    });
    // Rows are read ahead; events are those that were replayed.
    expect(limited.sources).toMatchObject([
      { rows: 3, events: 1, lastTime: '1970-01-01T00:00:01.000000Z' },
      { rows: 5, events: 2, lastTime: '1970-01-01T00:00:02.000000Z' },
    ]);
    await expect(replay(session, { from: 'noon' })).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('an interrupted session reports what was done', async () => {
    const stop = new AbortController();
    const report = await replay(builtInSession(), {
      signal: stop.signal,
      progress: () => stop.abort(),
    });
    expect(report.end).toBe('interrupted');
    expect(report.events).toBeGreaterThan(1000);
    expect(report.events).toBeLessThan(41_000);
    expect(report.controlled.fills).toBeGreaterThan(0);
    expect(formatReport(report)).toContain('INTERRUPTED');
  });

  it('a session in which nothing happens has a report', async () => {
    const session = tinySession(recording, QUOTES, TRADES);
    const report = await replay(session, { from: '2000-01-01' });
    expect(report).toMatchObject({ events: 0, firstTime: null, durationSeconds: 0 });
    expect(formatReport(report)).toContain('0 events');
  });
});

describe('events file', () => {
  const options = { baseline: false };

  it.each(['parquet', 'csv'])('%s: one row per event and fill', async (extension) => {
    const path = join(recording.dir, `out.${extension}`);
    await replay(tinySession(recording, QUOTES, TRADES), { ...options, eventsPath: path });
    const connection = await (await DuckDBInstance.create()).connect();
    const result = await connection.runAndReadAll(
      `SELECT event, epoch_ms(time)::DOUBLE, instrument, bid, quote_ask, price, signed_size, position
       FROM '${path}'`,
    );
    const rows = result.getRowsJson();
    connection.closeSync();
    expect(rows).toHaveLength(10);
    expect(rows.slice(0, 5)).toEqual([
      ['quote', 0, 'X', 99, 103, null, null, 0],
      ['trade', 1000, 'X', 99, 103, 96, -4, 0],
      ['fill', 1000, 'X', 99, 103, 97, 4, 4],
      ['quote', 2000, 'X', 99, 103, null, null, 4],
      ['trade', 3000, 'X', 99, 103, 104, 25, 4],
    ]);
  });

  it('leaves nothing behind when the replay fails', async () => {
    const session = tinySession(recording, ['0,99,101', '1,oops,101'], TRADES);
    const eventsPath = join(recording.dir, 'failed.parquet');
    const failed = replay(session, { ...options, eventsPath });
    await expect(failed).rejects.toMatchObject({ code: 'DATA' });
    expect(readdirSync(recording.dir).filter((name) => name.startsWith('failed'))).toEqual([]);
  });

  it('prints decimals as they are', async () => {
    const changes = { tickSize: 0.1, lotSize: 0.00001, quoting: { size: 0.01 } };
    const path = join(recording.dir, 'decimals.csv');
    const quotes = ['0,61800.2,61800.3', '1000,61800.2,61800.7'];
    const session = tinySession(recording, quotes, ['500,61800.3,0.00003,buy'], {}, changes);
    await replay(session, { ...options, eventsPath: path });
    const text = readFileSync(path, 'utf8');
    expect(text).toContain('61800.7');
    expect(text).toContain('3e-05');
    for (const field of text.split(/[,\n]/)) expect(field).not.toMatch(/(0000|9999)\d+$/);
  });

  it('keeps rows on disk while it runs and removes them when the process exits', async () => {
    const eventsPath = join(recording.dir, 'exit.csv');
    const left = (): string[] =>
      readdirSync(recording.dir).filter((name) => name.startsWith('exit.csv'));
    const before = process.listeners('exit');
    const seen: string[][] = [];
    await replay(builtInSession(), {
      ...options,
      eventsPath,
      progress: () => {
        seen.push(left());
        for (const listener of process.listeners('exit')) {
          if (!before.includes(listener)) listener.call(process, 130);
        }
        seen.push(left());
      },
      signal: AbortSignal.timeout(60_000),
    }).catch(() => undefined);
    expect(seen[0]).toContain(`exit.csv.partial-${process.pid}.db`);
    expect(seen[1]).toEqual([]);
    expect(process.listeners('exit')).toEqual(before);
  });

  it('after an interruption has what was done', async () => {
    const eventsPath = join(recording.dir, 'part.csv');
    const stop = new AbortController();
    const report = await replay(builtInSession(), {
      ...options,
      eventsPath,
      progress: () => stop.abort(),
      signal: stop.signal,
    });
    expect(report.end).toBe('interrupted');
    const { fills } = report.controlled;
    const lines = readFileSync(eventsPath, 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(1 + report.events + fills);
    const times = lines.slice(1).map((line) => Date.parse(`${line.split(',', 1)[0]}Z`));
    expect([...times].sort((x, y) => x - y)).toEqual(times);
  });

  it('refuses other names, and says where it cannot write', async () => {
    const session = tinySession(recording, QUOTES, TRADES);
    const wrong = replay(session, { eventsPath: 'out.xlsx' });
    await expect(wrong).rejects.toMatchObject({ code: 'USAGE' });
    for (const path of ['no/such/out.csv', 'folder.csv']) {
      mkdirSync(join(recording.dir, 'folder.csv'), { recursive: true });
      const progress = vi.fn();
      const eventsPath = join(recording.dir, path);
      const nowhere = replay(builtInSession(), { eventsPath, progress });
      await expect(nowhere).rejects.toMatchObject({ code: 'IO' });
      expect(progress).not.toHaveBeenCalled();
    }
  });
});

describe('session configuration', () => {
  const violationsOf = (input: unknown): string[] => {
    try {
      validateSession(input);
    } catch (error) {
      if (error instanceof ConfigurationError) return error.violations.map(({ path }) => path);
    }
    return [];
  };

  it('lists the violations of book and session together', () => {
    const sources = [
      { instrument: 'Y', file: 'f', preset: 'asterTrades' },
      { instrument: 'X', file: 'f', preset: 'nothing', colour: 'red' },
    ];
    const session = { sources, orderLatencyMs: -1, speed: 3 };
    const paths = violationsOf({ ...tinyBook({ tickSize: -1 }), session });
    expect(paths).toEqual(
      expect.arrayContaining([
        'instruments[0].tickSize',
        'session.orderLatencyMs',
        'session.speed',
        'session.sources[1].preset',
      ]),
    );
    expect(violationsOf({ ...tinyBook(), session: { sources: sources.slice(0, 1) } })).toEqual([
      'session.sources[0].instrument',
    ]);
  });

  it.each([
    [{ position: 1.5 }, 'position'],
    [{ position: 1e17 }, 'position'],
    [{ price: 0.4 }, 'price'],
    [{ price: 100.3 }, 'price'],
  ])('refuses an opening position %j that is not on the grid', (change, key) => {
    const positions = [{ instrument: 'X', position: 5, price: 100, ...change }];
    const sources = [{ instrument: 'X', file: 'f', preset: 'asterTrades' }];
    expect(violationsOf({ ...tinyBook(), session: { sources, positions } })).toEqual([
      `session.positions[0].${key}`,
    ]);
  });

  it('wants sources or a generated market of as many instruments', () => {
    expect(violationsOf(tinyBook())).toEqual(['session']);
    const two = [1, 2];
    const generated = { prices: two, volatilityBps: two, intensityA: two, intensityKPerBps: [1] };
    expect(violationsOf({ ...tinyBook(), session: { generated } })).toHaveLength(3);
    expect(violationsOf('text')).toEqual(['']);
  });

  it('names the folder that is not there', async () => {
    const sources = [{ instrument: 'X', file: 'a.csv', preset: 'asterTrades' }];
    const session = validateSession({ ...tinyBook(), session: { sources, dataDir: 'missing' } });
    expect(existsSync(session.dataDir)).toBe(false);
    await expect(replay(session)).rejects.toMatchObject({ code: 'DATA' });
  });
});
