/** `evenkeel bench`, good and bad input. The figures are not looked at. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { caseResult, noisy, result } from '../bench/synthetic-results.js';
import { evenkeel, scratch, spawned } from './evenkeel.js';

const folder = scratch();
afterAll(() => folder.remove());

const TINY = ['bench', '--case', 'inline/tick', '--duration', '0.02', '--rounds', '2'];

function resultFile(name: string, medianNs: number, seed: number): string {
  const path = folder.path(name);
  const cases = [caseResult('inline/tick', noisy(medianNs, 0.01, 8, seed))];
  writeFileSync(path, JSON.stringify(result(cases)));
  return path;
}

describe('evenkeel bench', () => {
  it('explains itself', async () => {
    const { code, stdout } = await evenkeel(['bench', '--help']);
    expect(code).toBe(0);
    const options = ['--list', '--case', '--compare', '--duration', '--rounds', '--rate'];
    const others = [
      '--workers',
      '--against',
      '--json',
      '--markdown',
      '--output',
      'docs/latency.md',
    ];
    for (const word of [...options, ...others]) expect(stdout.toString()).toContain(word);
  });

  it('lists the cases, for people and for scripts', async () => {
    const { code, stdout } = await evenkeel(['bench', '--list']);
    expect(code).toBe(0);
    expect(stdout.toString()).toMatch(/^inline\/tick +batch +typed tick to quote$/m);
    const json = await evenkeel(['bench', '--list', '--json', '--case', 'piscina']);
    expect(JSON.parse(json.stdout.toString())).toMatchObject([{ name: 'baseline/piscina-run' }]);
  });

  it('measures, prints JSON, and writes the same to a file', async () => {
    const file = folder.path('result.json');
    const { code, stdout, stderr } = await spawned([...TINY, '--json', '-o', file]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const printed = JSON.parse(stdout.toString());
    expect(printed).toMatchObject({
      format: 'evenkeel-bench',
      version: 1,
      isInterrupted: false,
      settings: { secondsPerCase: 0.02, rounds: 2 },
      cases: [{ name: 'inline/tick', kind: 'throughput', rounds: [{}, {}] }],
    });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(printed);
    expect(readdirSync(folder.path('.')).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('compares with an earlier result, in Markdown', async () => {
    const before = resultFile('earlier.json', 70, 1);
    const one = ['--rounds', '1', '--against', before, '--markdown'];
    const { code, stdout } = await evenkeel([...TINY, ...one]);
    expect(code).toBe(0);
    const text = stdout.toString();
    expect(text).toMatch(/^### Throughput$[\s\S]*^\| inline\/tick \|/m);
    expect(text).toMatch(/^### Comparison$[\s\S]*^\| inline\/tick \|/m);
    expect(text).toContain('DIFFERENT ENVIRONMENTS');
  });

  it('ends with what was done when it is interrupted', async () => {
    const known = new Set(process.listeners('SIGINT'));
    const running = evenkeel([...TINY.slice(0, 3), '--duration', '3600', '--json']);
    const listener = await new Promise<() => void>((resolve) => {
      const look = setInterval(() => {
        const added = process.listeners('SIGINT').find((each) => !known.has(each));
        if (added === undefined) return;
        clearInterval(look);
        resolve(added as () => void);
      }, 5);
    });
    listener();
    const { code, stdout } = await running;
    expect(code).toBe(130);
    expect(JSON.parse(stdout.toString())).toMatchObject({ isInterrupted: true, cases: [] });
    expect(process.listeners('SIGINT').every((each) => known.has(each))).toBe(true);
  });

  it.each([
    [
      'an unknown case',
      ['--case', 'nothing'],
      /no case matches "nothing"; there are: inline\/tick,/,
    ],
    ['an unknown case in a list', ['--list', '--case', 'nothing'], /no case matches/],
    ['no duration', ['--duration', '0'], /must be a number of 0\.001 \.\. 3600/],
    ['a duration that is none', ['--duration', 'NaN'], /must be a number/],
    ['an empty duration', ['--duration', ''], /must be a number/],
    ['a part of a round', ['--rounds', '1.5'], /must be a whole number of 1 \.\. 200/],
    ['a rate without end', ['--rate', 'Infinity'], /must be a number of 1 \.\. 10000000/],
    ['a negative rate', ['--rate', '-5'], /must be a number/],
    ['no workers', ['--workers', '0'], /must be a whole number of 1 \.\. 256/],
    ['two formats', ['--json', '--markdown'], /cannot be used with/],
    ['a verdict on nothing', ['--fail-on-slower'], /--fail-on-slower needs --against/],
    ['an argument', ['inline/tick'], /too many arguments/],
    ['an unknown option', ['--nothing'], /unknown option/],
    ['half a comparison', ['compare', 'before.json'], /missing required argument 'after'/],
    ['an unknown option of compare', ['compare', 'a', 'b', '--rounds', '3'], /unknown option/],
  ])('answers %s with usage status', async (_, args, message) => {
    const { code, stdout, stderr } = await evenkeel(['bench', ...args]);
    expect(code).toBe(2);
    expect(stdout).toHaveLength(0);
    expect(stderr).toMatch(message);
  });

  it('tells what cannot work before it measures', async () => {
    writeFileSync(folder.path('foreign.json'), '{"results": []}');
    mkdirSync(folder.path('folder.json'), { recursive: true });
    const long = ['bench', '--duration', '3600'];
    for (const [args, message] of [
      [['--against', folder.path('missing.json')], /^evenkeel: IO: cannot read .*ENOENT/],
      [
        ['--against', folder.path('foreign.json')],
        /^evenkeel: DATA: .* no result of evenkeel bench/,
      ],
      [['-o', folder.path('missing/result.json')], /^evenkeel: IO: cannot write the result/],
      [['-o', folder.path('folder.json')], /^evenkeel: IO: cannot write the result/],
    ] as const) {
      const { code, stdout, stderr } = await evenkeel([...long, ...args]);
      expect([args, code, stdout.length]).toEqual([args, 1, 0]);
      expect(stderr).toMatch(message);
    }
  });
});

describe('evenkeel bench compare', () => {
  const before = resultFile('before.json', 70, 1);
  const slower = resultFile('slower.json', 77, 2);

  it('gives verdicts, and a status only when it is asked for', async () => {
    const { code, stdout } = await evenkeel(['bench', 'compare', before, slower]);
    expect(code).toBe(0);
    expect(stdout.toString()).toMatch(/inline\/tick .* \+\d+\.\d % .* slower/);
    const failing = ['bench', 'compare', before, slower, '--fail-on-slower'];
    expect((await evenkeel(failing)).code).toBe(1);
    const faster = ['bench', 'compare', slower, before, '--fail-on-slower'];
    expect((await evenkeel(faster)).code).toBe(0);
  });

  it('prints JSON and Markdown', async () => {
    const json = await evenkeel(['bench', 'compare', before, slower, '--json']);
    expect(JSON.parse(json.stdout.toString())).toMatchObject({
      alpha: 0.05,
      comparisons: [{ name: 'inline/tick', verdict: 'slower' }],
    });
    const markdown = await evenkeel(['bench', 'compare', before, slower, '--markdown']);
    expect(markdown.stdout.toString()).toMatch(/^\| inline\/tick \| ns\/unit \|/m);
  });

  it('refuses another version', async () => {
    const other = folder.path('version.json');
    writeFileSync(other, readFileSync(before, 'utf8').replace('"version":1', '"version":2'));
    const { code, stderr } = await evenkeel(['bench', 'compare', before, other]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^evenkeel: DATA: .*version\.json has version 2/);
  });
});
