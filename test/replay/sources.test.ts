import { readFileSync, writeFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, describe, expect, it } from 'vitest';
import { sourceSchema } from '../../src/replay/sources/index.js';
import { midnightUs } from '../../src/replay/sources/time-zone.js';
import { Recording, read, terms } from './recording.js';

const recording = new Recording();
const { dir } = recording;
afterAll(() => recording.remove());

const quotes = { time: 't', timeUnit: 'ms', bid: 'b', ask: 'a' };

describe('column mapping', () => {
  it('reads any header with the columns named', async () => {
    recording.write('m.csv', ['x,t,a,b,bs,as', '9,1000,10.2,10.1,3,4']);
    const columns = { ...quotes, bidSize: 'bs', askSize: 'as' };
    const { events } = await read(dir, { file: 'm.csv', columns });
    expect(events).toEqual([[1_000_000, 101, 102, 300, 400]]);
  });

  it.each([
    ['s', '1.5', 1_500_000],
    ['ms', '1500', 1_500_000],
    ['us', '1500000', 1_500_000],
    ['ns', '1723161256313000999', 1_723_161_256_313_000],
    ['iso', '2024-08-08T23:54:16.313000Z', 1_723_161_256_313_000],
    ['iso', '2024-08-09 01:54:16.313+02:00', 1_723_161_256_313_000],
    ['auto', '1723161256.313', 1_723_161_256_313_000],
  ])('time in %s: %s', async (timeUnit, text, us) => {
    recording.write('time.csv', ['t,b,a', `${text},10.1,10.2`]);
    const { events } = await read(dir, { file: 'time.csv', columns: { ...quotes, timeUnit } });
    expect(events[0]?.[0]).toBe(us);
  });

  it('local times in a zone, offsets of clocks, headerless files, delimiters', async () => {
    recording.write('z.csv', ['10.1;2013-10-07 09:30:00;10.2']);
    const columns = { ...quotes, timeUnit: 'iso' };
    const source = { file: 'z.csv', columns, names: ['b', 't', 'a'], delimiter: ';' };
    const zone = { timezone: 'America/New_York', timeOffsetMs: 2.5 };
    const { events } = await read(dir, { ...source, ...zone });
    expect(events).toEqual([[Date.UTC(2013, 9, 7, 13, 30) * 1000 + 2500, 101, 102, 0, 0]]);
  });

  it.each([
    ['instrument', terms({ lotSize: 2 }), 3],
    ['lots', terms({ lotSize: 2 }), 6],
    ['base', terms({ lotSize: 0.5, multiplier: 4 }), 3],
    ['quote', terms({ lotSize: 0.5, multiplier: 0.2 }), 6],
    ['quote', terms({ contract: 'inverse', lotSize: 1, multiplier: 2 }), 3],
    ['base', terms({ contract: 'inverse', lotSize: 1, multiplier: 10 }), 6],
  ] as const)('sizes in %s', async (sizeUnit, own, lots) => {
    recording.write('sizes.csv', ['t,p,q', '1000,10,6']);
    const columns = { time: 't', timeUnit: 'ms', price: 'p', size: 'q' };
    const { events } = await read(dir, { file: 'sizes.csv', columns, sizeUnit }, own);
    expect(events[0]?.[2]).toBe(sizeUnit === 'quote' && own.contract === 'linear' ? 6 : lots);
  });

  it('reads Parquet and JSON lines', async () => {
    const connection = await (await DuckDBInstance.create()).connect();
    const rows = `SELECT 1000::BIGINT AS t, 10.1::DOUBLE AS b, 10.2::FLOAT AS a`;
    await connection.run(`COPY (${rows}) TO '${dir}/q.parquet'`);
    connection.closeSync();
    recording.write('q.jsonl', ['{"t": 1000, "b": 10.1, "a": 10.2, "other": "x"}']);
    for (const file of ['q.parquet', 'q.jsonl']) {
      const { events } = await read(dir, { file, columns: quotes });
      expect(events).toEqual([[1_000_000, 101, 102, 0, 0]]);
    }
  });

  it('reads globs file by file in the order of their names', async () => {
    recording.write('g/b.csv', ['t,b,a', '2000,10.1,10.2']);
    recording.write('g/a.csv', ['t,b,a', '1000,10.1,10.2']);
    const { events, tally } = await read(dir, { file: 'g/*.csv', columns: quotes });
    expect(events.map(([time]) => time)).toEqual([1_000_000, 2_000_000]);
    expect(tally.late).toBe(0);
  });
});

describe('events that are not as expected', () => {
  it('late events keep their place, are stamped with the latest time and counted', async () => {
    recording.write('late.csv', ['t,b,a', '5,1,2', '9,2,3', '6,3,4', '8,4,5', '10,5,6']);
    const { events, tally } = await read(dir, { file: 'late.csv', columns: quotes });
    expect(events.map(([time, bid]) => [time / 1000, bid / 10])).toEqual([
      [5, 1],
      [9, 2],
      [9, 3],
      [9, 4],
      [10, 5],
    ]);
    expect(tally).toMatchObject({ late: 2, lateMaxUs: 3000 });
  });

  it('order: time sorts instead, equal times in the order of the file', async () => {
    recording.write('sort.csv', ['t,b,a', '9,1,2', '5,2,3', '9,3,4', '5,4,5']);
    const { events, tally } = await read(dir, { file: 'sort.csv', columns: quotes, order: 'time' });
    expect(events.map(([, bid]) => bid / 10)).toEqual([2, 4, 1, 3]);
    expect(tally.late).toBe(0);
  });

  it('counts rows without price, outside the range and off the price grid', async () => {
    recording.write('odd.csv', ['t,b,a', '1,1,2', '2,,2', '3,1.04,2', '4,1,2', '5,1,2']);
    const range = { fromUs: 2000, toUs: 5000 };
    const { events, tally } = await read(dir, { file: 'odd.csv', columns: quotes }, terms(), range);
    expect(events.map(([time]) => time / 1000)).toEqual([3, 4]);
    expect(tally).toMatchObject({ rows: 5, incomplete: 1, offGrid: 1, outside: 2 });
  });

  it('rounds trades off the grid away from our orders, sizes down', async () => {
    recording.write('grid.csv', ['t,p,q,s', '1,1.04,0.019,sell', '2,1.06,0.019,buy']);
    const columns = { time: 't', timeUnit: 'ms', price: 'p', size: 'q', side: 's' };
    const { events } = await read(dir, { file: 'grid.csv', columns });
    expect(events.map(([, price, lots]) => [price, lots])).toEqual([
      [11, 1],
      [10, 1],
    ]);
  });
});

it('leaves a trade off the grid where it is while its side is not known', async () => {
  recording.write('sideless.csv', ['t,p,q', '1,1.04,1', '2,1.1000000001,1']);
  const columns = { time: 't', timeUnit: 'ms', price: 'p', size: 'q' };
  const { events, tally } = await read(dir, { file: 'sideless.csv', columns });
  expect(events[0]?.[1]).toBeCloseTo(10.4, 9);
  expect(events[1]?.[1]).toBe(11);
  expect(tally.offGrid).toBe(1);
});

describe('bad input is a DATA error that names file and column', () => {
  const failing = (file: string, source: Record<string, unknown> = { columns: quotes }) =>
    read(dir, { file, ...source }).then(
      () => expect.unreachable('it was read'),
      (error: unknown) => error,
    );

  it('missing file', async () => {
    const error = await failing('nowhere/*.csv');
    expect(error).toMatchObject({ code: 'DATA', message: expect.stringContaining('nowhere') });
  });

  it('missing column', async () => {
    recording.write('missing.csv', ['t,b', '1,2']);
    expect(await failing('missing.csv')).toMatchObject({ code: 'DATA', details: { column: 'a' } });
  });

  it('missing column of a headerless preset', async () => {
    recording.write('20131007_short.csv', ['1,2,3']);
    const error = await failing('20131007_short.csv', { preset: 'leanQuoteTicks' });
    expect(error).toMatchObject({ code: 'DATA', message: expect.stringContaining('suspicious') });
  });

  it('wrong type in CSV', async () => {
    recording.write('type.csv', ['t,b,a', '1,2,3', '1,oops,3']);
    const error = await failing('type.csv');
    expect(error).toMatchObject({ code: 'DATA', details: { column: 'b', line: 3 } });
    expect(error).toMatchObject({ message: expect.stringContaining('type.csv, line 3') });
  });

  it('wrong type in JSON', async () => {
    recording.write('type.jsonl', ['{"t": 1000, "b": "much", "a": 10.2}']);
    expect(await failing('type.jsonl')).toMatchObject({ code: 'DATA', details: { column: 'b' } });
  });

  it.each([
    ['empty.csv', []],
    ['header-only.csv', ['t,b,a']],
  ])('%s', async (name, lines) => {
    recording.write(name, lines);
    expect(await failing(name)).toMatchObject({ code: 'DATA' });
  });

  it.each([0.5, 0.99])('a gzip file cut off at %f of its size', async (share) => {
    const rows = Array.from(
      { length: 5000 },
      (_, index) => `${index},1.${index % 7},2.${index % 9}`,
    );
    const path = recording.write('cut.csv.gz', ['t,b,a', ...rows]);
    const whole = readFileSync(path);
    writeFileSync(path, whole.subarray(0, Math.floor(share * whole.length)));
    const error = await failing('cut.csv.gz');
    expect(error).toMatchObject({ code: 'DATA', message: `${path} is not a whole gzip file` });
  });

  it('something that is not Parquet', async () => {
    recording.write('not.parquet', ['hello']);
    expect(await failing('not.parquet')).toMatchObject({ code: 'DATA' });
  });

  it('times of day without a date', async () => {
    recording.write('undated.csv', ['1,2,3,4,5,6,7,0']);
    const error = await failing('undated.csv', { preset: 'leanQuoteTicks' });
    expect(error).toMatchObject({ code: 'DATA', message: expect.stringContaining('date') });
  });
});

describe('source keys', () => {
  it.each([
    [{ preset: 'binanceTrades', columns: quotes }, 'preset or columns'],
    [{}, 'preset or columns'],
    [{ preset: 'asterTrades', clock: 'local' }, 'only the clock exchange'],
    [{ preset: 'asterTrades', timezone: 'Mars' }, 'IANA'],
    [{ preset: 'asterTrades', date: '7.10.2013' }, 'yyyy-mm-dd'],
    [{ preset: 'asterTrades', from: 'today' }, 'ISO 8601'],
    [{ columns: { time: 't' } }, 'must map time'],
    [{ preset: 'asterTrades', symbol: 'X' }, 'symbol'],
  ])('%j', (source, text) => {
    const result = sourceSchema.safeParse({ instrument: 'X', file: 'f', ...source });
    expect(JSON.stringify(result.error?.issues)).toContain(text);
  });

  it('midnight in time zones, on both sides of a change', () => {
    expect(midnightUs('2013-10-07', 'America/New_York')).toBe(Date.UTC(2013, 9, 7, 4) * 1000);
    expect(midnightUs('2013-12-07', 'America/New_York')).toBe(Date.UTC(2013, 11, 7, 5) * 1000);
    expect(midnightUs('2024-03-31', 'Europe/Berlin')).toBe(Date.UTC(2024, 2, 30, 23) * 1000);
    expect(midnightUs('2024-04-01', 'Asia/Tokyo')).toBe(Date.UTC(2024, 2, 31, 15) * 1000);
    expect(midnightUs('2024-04-01', '-03:30')).toBe(Date.UTC(2024, 3, 1, 3, 30) * 1000);
  });
});
