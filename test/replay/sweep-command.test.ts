/** `evenkeel replay` with several runs. */
import { afterAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { evenkeel } from '../cli/evenkeel.js';
import { Recording } from './recording.js';
import { tinyBook } from './tiny-session.js';

const recording = new Recording();
afterAll(() => recording.remove());

const generated = { prices: [100], volatilityBps: [5], intensityA: [1], intensityKPerBps: [0.01] };

/** Writes a session of a generated market and returns its path. */
function session(name: string, seed: number): string {
  const section = { generated: { ...generated, seed, durationSeconds: 60 } };
  return recording.write(`${name}.yaml`, [stringify({ ...tinyBook(), session: section })]);
}
const first = session('first', 1);
const second = session('second', 2);
const SKEW = 'instruments[*].model.inventorySkewBps';

const sweep = (...args: string[]) => evenkeel(['replay', '--workers', '2', ...args]);

interface Runs {
  readonly runs: readonly {
    readonly session: string;
    readonly parameters: Readonly<Record<string, unknown>>;
    readonly status: string;
    readonly report?: object;
    readonly error?: { readonly code: string };
  }[];
}

async function runsOf(...args: string[]): Promise<Runs['runs']> {
  const { stdout } = await sweep('--json', '--quiet', ...args);
  return (JSON.parse(stdout.toString()) as Runs).runs;
}

describe('several runs', () => {
  it('are every session with every combination, each as it is alone', async () => {
    const runs = await runsOf('-c', first, '-c', second, '--vary', `${SKEW}=0,200`);
    expect(runs.map(({ session: name, parameters }) => [name, parameters])).toEqual([
      [first, { [SKEW]: 0 }],
      [first, { [SKEW]: 200 }],
      [second, { [SKEW]: 0 }],
      [second, { [SKEW]: 200 }],
    ]);
    const { stdout } = await evenkeel(['replay', '-c', second, '--json', '--quiet']);
    expect(runs[2]?.report).toEqual(JSON.parse(stdout.toString()));
    const different = new Set(runs.map(({ report }) => JSON.stringify(report)));
    expect(different.size).toBe(4);
  });

  it('are a table with a row each', async () => {
    const { code, stdout, stderr } = await sweep('-c', first, '--vary', `${SKEW}=0,200`);
    const text = stdout.toString();
    expect(code).toBe(0);
    for (const word of ['session', 'inventorySkewBps', 'fills', 'PnL', 'drawdown', 'mean |pos|']) {
      expect(text).toContain(word);
    }
    for (const word of ['max |pos|', 'markout 10 s', 'state hash', first]) {
      expect(text).toContain(word);
    }
    expect(text.match(/ [0-9a-f]{16} /g)).toHaveLength(2);
    expect(stderr).toMatch(/^\d+\.\d s, [\d,]+ events\/s\n$/);
  });

  it('vary the generated market too', async () => {
    const vary = ['--vary', 'session.generated.seed=1,2', '--duration', '20'];
    const runs = await runsOf(...vary);
    expect(runs.map(({ session: name }) => name)).toEqual(['generated market', 'generated market']);
    expect(runs[0]?.report).toMatchObject({ durationSeconds: expect.closeTo(20, 0) });
    expect(JSON.stringify(runs[0]?.report)).not.toBe(JSON.stringify(runs[1]?.report));
  });

  it('a run that fails is told and the others are shown, with status 1', async () => {
    recording.write('q.csv', ['t,b,a', '1,99,101', '2,99,101']);
    const columns = { time: 't', timeUnit: 's', bid: 'b', ask: 'a' };
    const section = { sources: [{ instrument: 'X', file: 'q.csv', columns }] };
    const good = recording.write('good.yaml', [stringify({ ...tinyBook(), session: section })]);
    const args = ['-c', good, '--vary', 'session.sources[0].file=q.csv,none.csv'];
    const { code, stdout, stderr } = await sweep(...args, '--quiet');
    expect(code).toBe(1);
    expect(stdout.toString()).toContain('failed: DATA');
    expect(stdout.toString().match(/ [0-9a-f]{16} /g)).toHaveLength(1);
    expect(stderr).toMatch(
      /^evenkeel: run 2, .*good.yaml with session.*none.csv: DATA: .*none.csv/,
    );
    const runs = await runsOf(...args);
    expect(runs).toMatchObject([{ status: 'done' }, { status: 'failed', error: { code: 'DATA' } }]);
  });

  it.each([
    [['--vary', 'instruments[0].quoting.sizeSkw=0'], /sizeSkw=0:\n.*did you mean sizeSkew/s, 1],
    [['--vary', 'instruments[9].quoting.size=1'], /with instruments\[9\].*a list of 1/s, 1],
    [['--vary', `${SKEW}=1,many`], /with .*inventorySkewBps=many:\n.*"many" is not allowed/s, 1],
    [['--vary', 'session.speed=1'], /with session.speed=1:\nsession.speed: unknown key/, 1],
    [['--vary', 'nonsense'], /USAGE.*not path=value/, 2],
    [['--vary', 'session.generated.seed=1,2', '--seed', '3'], /--seed and --vary .* exclude/, 2],
    [['-c', second, '--events', 'out.csv'], /--events belongs to a single run; these are 2/, 2],
    [['-c', second, '--workers', '257'], /workers is 257/, 2],
    [['-c', second, '--workers', '0'], /whole number of 1 or more/, 2],
    [['-c', second, '--from', '2025-01-01'], /--from belongs to recorded markets/, 2],
  ])('%j is refused before anything runs', async (args, message, status) => {
    const { code, stdout, stderr } = await sweep('-c', first, ...args);
    expect(stderr).toMatch(message);
    expect(code).toBe(status);
    expect(stdout).toHaveLength(0);
  });

  it('of several sessions names the one that is not valid', async () => {
    const broken = recording.write('broken.yaml', ['session: 1']);
    const { code, stderr } = await sweep('-c', first, '-c', broken);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^evenkeel: CONFIGURATION: .*broken.yaml: /);
  });

  it('Ctrl-C prints what was done and exits with 130', async () => {
    const vary = ['--vary', 'session.generated.durationSeconds=5,20000,20001,20002,20003'];
    // Whether it meets runs that have begun or not, none of the long ones is over by then.
    setTimeout(() => process.emit('SIGINT'), 1000);
    const { code, stdout } = await sweep('-c', first, ...vary, '--no-baseline');
    expect(code).toBe(130);
    expect(stdout.toString()).toMatch(/interrupted/);
    expect(stdout.toString().match(/first.yaml/g)).toHaveLength(5);
    expect(process.listenerCount('SIGINT')).toBe(0);
  });
});
