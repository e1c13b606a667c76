import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { evenkeel, ROOT } from '../cli/evenkeel.js';

const EXAMPLE = join(ROOT, 'examples/simulate.yaml');
const MODEL = ['--model', 'avellanedaStoikov', '--parameter', 'gamma=0.1'];

const run = (...args: string[]) => evenkeel(['simulate', ...args]);

async function reportOf(...args: string[]) {
  const { code, stdout } = await run('--json', '--quiet', ...args);
  expect(code).toBe(0);
  return JSON.parse(stdout.toString());
}

describe('evenkeel simulate', () => {
  it('prints the tables of the paper, also when nothing else is asked for', async () => {
    const { code, stdout, stderr } = await run('--paper', 'avellaneda-stoikov-2008');
    const text = stdout.toString();
    expect(code).toBe(0);
    for (const word of ['65.0', '68.4', '12.7', '44.0', '1.492', 'inventory', 'symmetric']) {
      expect(text).toContain(word);
    }
    expect(stderr).toMatch(/^\d+\.\d s, [\d,]+ path steps\/s\n$/);
    expect((await run('--quiet')).stdout.toString()).toBe(text);
    const { paper, strategies } = await reportOf('--paths', '500', '--seed', '9');
    expect(strategies[0]).toMatchObject({ paths: 500 });
    expect(paper[1].figures.profit).toMatchObject({ printed: 68.4 });
  });

  it('takes strategies and market from the command line', async () => {
    const args = ['--market', 'sigma=1', '--market', 'steps=50', '--paths', '100'];
    const report = await reportOf('--model', 'symmetric', '--parameter', 'gamma=0.1,1', ...args);
    expect(report).toMatchObject({ market: { sigma: 1, steps: 50 }, paths: 100 });
    const names = report.strategies.map(
      (each: { strategy: { name: string } }) => each.strategy.name,
    );
    expect(names).toEqual(['symmetric gamma=0.1', 'symmetric gamma=1']);
  });

  it('takes a file, which the command line changes', async () => {
    const args = ['-c', EXAMPLE, '--paths', '50', '--market', 'moves=gaussian'];
    expect(await reportOf(...args)).toMatchObject({
      market: { moves: 'gaussian', sigma: 2 },
      paths: 50,
      strategies: [{}, {}, {}, {}, {}, { strategy: { name: 'wrong sigma', sigma: 1 } }, {}],
    });
    const { stdout } = await run(...args, '--quiet');
    for (const word of ['PnL', 'Sharpe', '95 %', 'final q', 'fills', 'spread', 'wrong sigma']) {
      expect(stdout.toString()).toContain(word);
    }
  });

  it.each([
    [['--model', 'x'], /strategies\[0\].model: "x" is not allowed.*avellanedaStoikov/, 1],
    [['--model', 'linear'], /strategies\[0\].halfSpread: missing/, 1],
    [[...MODEL, '--parameter', 'gama=1'], /gama: unknown key; did you mean gamma/, 1],
    [[...MODEL, '--market', 'sigma=-1'], /market.sigma: -1 is not allowed/, 1],
    [[...MODEL, '--market', 'sigma=1,2'], /a market has one value of each/, 2],
    [[...MODEL, '--market', 'sigma'], /not path=value/, 2],
    [[...MODEL, '--seed', '4294967296'], /seed: 4294967296 is not allowed/, 1],
    [[...MODEL, '--paths', '1'], /whole number of 2 or more/, 2],
    [[...MODEL, '--workers', '1000'], /workers is 1000/, 2],
    [['--paper', 'glosten'], /Allowed choices/, 2],
    [['--paper', 'avellaneda-stoikov-2008', ...MODEL], /not --model/, 2],
    [['--parameter', 'gamma=1'], /belongs to --model/, 2],
    [['--market', 'sigma=1'], /belongs to --model or --config/, 2],
    [['-c', 'nowhere.yaml'], /IO: cannot read nowhere.yaml/, 1],
  ])('%j is refused', async (args, message, status) => {
    const { code, stdout, stderr } = await run(...args);
    expect(stderr).toMatch(message);
    expect(code).toBe(status);
    expect(stdout).toHaveLength(0);
  });

  it('Ctrl-C prints what was done and exits with 130', async () => {
    setTimeout(() => process.emit('SIGINT'), 1000);
    const { code, stdout } = await run(...MODEL, '--paths', '1000000', '--market', 'steps=10000');
    expect(code).toBe(130);
    expect(stdout.toString()).toContain('INTERRUPTED');
    expect(process.listenerCount('SIGINT')).toBe(0);
  });
});
