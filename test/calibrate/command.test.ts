/** `evenkeel calibrate`, and its section in `replay` and `run`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { evenkeel, scratch } from '../cli/evenkeel.js';
import { document } from './generated.js';

const { path, remove } = scratch();
afterAll(remove);

function file(name: string, value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  writeFileSync(path(name), name.endsWith('.gz') ? gzipSync(text) : text);
  return path(name);
}

const good = file('good.json', document({ durationSeconds: 900 }));
const short = file('short.json', document({ durationSeconds: 20 }));
const calibrate = (...args: string[]) => evenkeel(['calibrate', '--quiet', ...args]);

describe('evenkeel calibrate', () => {
  it('prints tables of estimates, models in both units and covariance', async () => {
    const { code, stdout, stderr } = await calibrate('-c', good);
    const text = stdout.toString();
    for (const word of [
      'orders/s',
      'bipower',
      'k, 1/price',
      'dispersion',
      'targetUtilisation',
      'gamma',
      'loading 1',
    ]) {
      expect(text).toContain(word);
    }
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
    for (const line of text.split('\n')) expect(line.length).toBeLessThan(180);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('writes a section that replay and run accept', async () => {
    const section = path('section.yaml');
    const options = ['--inventory-half-life', '20', '--json'];
    const { code, stdout } = await calibrate('-c', good, '-o', section, ...options);
    expect(code).toBe(0);
    const [instrument] = JSON.parse(stdout.toString()).instruments;
    expect(instrument.model.operatorUnits.inventoryHalfLifeSeconds).toBeCloseTo(20, 6);
    const replay = ['replay', '-c', good, '--duration', '10', '--json', '--quiet'];
    const [base, calibrated] = await Promise.resolve([
      await evenkeel(replay),
      await evenkeel([...replay, '--with', section]),
    ]);
    const hash = (stdoutOf: Buffer) => JSON.parse(stdoutOf.toString()).controlled.stateHash;
    expect(calibrated?.code).toBe(0);
    expect(hash(calibrated?.stdout ?? stdout)).not.toBe(hash(base?.stdout ?? stdout));
    const { session: _, ...book } = document();
    const run = await evenkeel(['run', '-c', file('book.json', book), '--with', section, '-q']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
  });

  it('a section that does not fit is refused, for one book and for several', async () => {
    const { session: _, ...book } = document();
    const config = file('own-book.json', book);
    const other = file('other.json', { instruments: [{ symbol: 'Z' }] });
    for (const configs of [
      ['-c', config],
      ['-c', config, '-c', config],
    ]) {
      const { code, stderr } = await evenkeel(['run', ...configs, '--with', other, '-q']);
      expect(code).toBe(1);
      expect(stderr).toContain('other.json: instruments[0].symbol: "Z" is not allowed');
    }
  });

  it('refuses to write what the data cannot support', async () => {
    const section = path('refused.yaml');
    const { code, stderr, stdout } = await calibrate('-c', short, '-o', section);
    expect(code).toBe(1);
    expect(stderr).toContain('UNSUPPORTED: nothing was written');
    expect(stderr).toContain(
      'X: volatility is not supported: samples of the mid is 20; allowed: 100',
    );
    expect(stdout.toString()).toContain('Not supported:');
    expect(existsSync(section)).toBe(false);
    const partial = ['--partial', '--min-samples', '10', '--max-sigma-error', '2'];
    expect(await calibrate('-c', short, '-o', section, ...partial)).toMatchObject({ code: 0 });
    const text = readFileSync(section, 'utf8');
    expect(text).toContain('not written: X: intensity');
    expect(text).toContain('initialSigma');
  });

  it('calibrates a panel', async () => {
    const rows = Array.from({ length: 60 }, (_, row) => {
      const [a, b] = [Math.sin(row * 1.7), Math.cos(row * 2.3)];
      return `2020-01-${String(row).padStart(2, '0')}x,${100 + a},${50 + a + b},${20 + b}`;
    });
    const panel = file('panel.csv.gz', ['Date,A,B,C', ...rows].join('\n'));
    const { code, stdout } = await calibrate('--panel', panel, '--factors', '2', '--json');
    expect(code).toBe(0);
    const { covariance } = JSON.parse(stdout.toString());
    expect(covariance).toMatchObject({ symbols: ['A', 'B', 'C'], steps: 59, stepSeconds: null });
    expect(covariance.factors.loadings[0]).toHaveLength(2);
    expect((await calibrate('--panel', panel)).stdout.toString()).toContain('Correlations of 3');
  });

  it.each([
    ['few rows', 'Date,A,B\n1,2,3\n2,3,4\n', /needs 2 assets and 31 rows/],
    ['a price of 0', `Date,A,B\n${'1,2,3\n2,0,4\n'.repeat(20)}`, /column "A": 0 is no price/],
    ['text', `Date,A,B\n${'1,2,3\n2,x,4\n'.repeat(20)}`, /column "A" holds no numbers/],
    ['no move', `Date,A,B\n${'1,2,3\n2,2,4\n'.repeat(20)}`, /A never moved/],
    ['one column', 'Date\n1\n2\n', /no columns of prices/],
  ])('a panel with %s is refused', async (name, text, message) => {
    const panel = file(`${name.replaceAll(' ', '-')}.csv`, text);
    const { code, stderr } = await calibrate('--panel', panel);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^evenkeel: DATA/);
    expect(stderr).toMatch(message);
  });

  it.each([
    [[], 'give a session'],
    [['-c', good, '--partial'], '--partial belongs to --output'],
    [['--panel', 'x.csv', '-c', good], '--panel does not go with config'],
    [['-c', good, '-o', 'x', '--factor-horizon', '5'], 'belong together'],
    [['-c', good, '--min-fit', '2'], 'must be a number from 0 to 1'],
    [['-c', good, '--target-utilisation', '0'], 'must be a number above 0'],
    [['-c', good, '--inventory-half-life', 'x'], 'must be a number'],
    [
      ['-c', good, '--inventory-half-life', '5', '--target-utilisation', '1'],
      'cannot be used with',
    ],
    [['-c', good, '--from', '2025-01-01'], 'belong to recorded markets'],
  ])('%j is wrong usage', async (args, message) => {
    const { code, stderr } = await calibrate(...args);
    expect(code).toBe(2);
    if (!message.startsWith('must') && !message.startsWith('cannot'))
      expect(stderr).toContain(message);
  });

  it('a file that is not there, and --with without a session', async () => {
    expect(await calibrate('-c', path('nowhere'))).toMatchObject({ code: 1 });
    expect(await evenkeel(['replay', '--with', good])).toMatchObject({ code: 2 });
  });
});
