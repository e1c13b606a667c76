/** The reference vectors against the models, and the command that walks them. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { number } from './conformance/case.js';
import { CHECKERS } from './conformance/checkers.js';
import { run } from './conformance/command.js';
import { describeFailure } from './conformance/report.js';
import { RUNNERS } from './conformance/runners/index.js';
import { type FileResult, OTHER_WAYS, type Registry, walk } from './conformance/walk.js';

const REFERENCE = resolve(import.meta.dirname, 'fixtures/reference');
const REGISTRY: Registry = { runners: RUNNERS, checkers: CHECKERS };

describe('reference vectors', async () => {
  const files: FileResult[] = [];
  for await (const file of walk(REFERENCE, REGISTRY)) files.push(file);
  const functions = files
    .flatMap((file) => file.functions)
    .map((result) => [`${result.model}/${result.fn}: ${result.cases} cases`, result] as const);

  it('are all there', () => {
    const cases = files.filter(({ file }) => !(file.replace('.json', '') in CHECKERS));
    const results = cases.flatMap((file) => file.functions);
    const ownCases = results.filter(({ fn }) => !OTHER_WAYS.some((way) => fn.endsWith(way)));
    expect(ownCases.reduce((sum, f) => sum + f.cases, 0)).toBe(1129);
    expect(results.length).toBeGreaterThan(ownCases.length);
  });

  it.each(functions)('%s', (_name, { implemented, failures }) => {
    expect(implemented).toBe(true);
    const reasons = failures.flatMap((failure) =>
      describeFailure(failure).map((reason) => `${failure.id}: ${reason}`),
    );
    expect(reasons).toEqual([]);
  });
});

/** A registry of two functions: one doubles, one gives everything the format knows. */
const SAMPLE: Registry = {
  runners: {
    sample: {
      double: (input) => ({ twice: 2 * number(input, 'x') }),
      shapes: () => ({ list: [1, 2], nested: [[1], [2, null]], text: 'a', flag: true, none: null }),
      wild: () => ({ nan: Number.NaN, infinite: Number.POSITIVE_INFINITY }),
    },
  },
  checkers: {
    bands: async () => [
      {
        model: 'bands',
        fn: 'inside',
        implemented: true,
        cases: 1,
        passed: 1,
        worst: 0.5,
        worstAt: 'a',
        failures: [],
      },
    ],
  },
};

const double = (out: unknown, tol: object = { twice: 1e-9 }, x: unknown = 2) => ({
  id: 'd1',
  fn: 'double',
  in: { x },
  out: { twice: out },
  tol,
});
const shapes = (out: object, tol: object = {}) => ({ id: 's1', fn: 'shapes', in: {}, out, tol });

describe('the conformance command', () => {
  const folders: string[] = [];

  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  function folderOf(files: Readonly<Record<string, unknown>>): string {
    const folder = mkdtempSync(join(tmpdir(), 'evenkeel-conformance-'));
    folders.push(folder);
    for (const [name, content] of Object.entries(files)) {
      const text = typeof content === 'string' ? content : JSON.stringify(content);
      writeFileSync(join(folder, name), text);
    }
    return folder;
  }

  const command = (...args: readonly string[]) => commandWith(SAMPLE, ...args);

  async function commandWith(registry: Registry, ...args: readonly string[]) {
    const printed: string[] = [];
    const complaints: string[] = [];
    const status = await run(args, '/nonexistent-default', registry, {
      print: (line) => printed.push(line),
      complain: (line) => complaints.push(line),
    });
    return { status, printed, complaints };
  }

  const walkCases = (...cases: readonly object[]) =>
    command(folderOf({ 'sample.json': { model: 'sample', cases } }));

  it('passes a good folder, names each function and the total', async () => {
    const { status, printed } = await walkCases(
      double(4 + 5e-10),
      double(4),
      shapes({ text: 'a' }),
    );
    expect(status).toBe(0);
    expect(printed).toHaveLength(3);
    expect(printed[0]).toMatch(
      /^sample\/double +2 passed +0 failed +worst error\/tolerance 0\.50$/,
    );
    expect(printed[1]).toMatch(/^sample\/shapes +1 passed/);
    expect(printed[2]).toBe('total: 2 functions, 3 cases, 3 passed, 0 failed');
  });

  it.each([
    ['tolerance of each element', { list: [1.5, 2.1] }, { list: [0.6, 0.2] }],
    ['one tolerance for all', { list: [1.5, 2.5] }, { list: 0.5 }],
    ['nested lists and null', { nested: [[1.1], [2, null]] }, { nested: 0.2 }],
    ['nested tolerances', { nested: [[1.1], [2, null]] }, { nested: [[0.2], [0, 0]] }],
    [
      'a tolerance of null where there is no value',
      { nested: [[1.1], [2, null]] },
      { nested: [[0.2], [0, null]] },
    ],
    ['tolerance 0', { list: [1, 2] }, { list: 0 }],
    ['words, flags and null', { text: 'a', flag: true, none: null }, {}],
  ])('accepts %s', async (_name, out, tol) => {
    expect(await walkCases(shapes(out, tol))).toMatchObject({ status: 0 });
  });

  it.each([
    ['an element beyond its tolerance', { list: [1.5, 2.1] }, { list: [0.6, 0.05] }, 'list[1]'],
    ['a longer list', { list: [1, 2, 3] }, { list: 9 }, 'list'],
    ['a list for a number', { list: 1 }, { list: 9 }, 'list'],
    ['a number for null', { nested: [[1], [2, 3]] }, { nested: 9 }, 'nested[1][1]'],
    ['null for a number', { nested: [[null], [2, null]] }, { nested: 9 }, 'nested[0][0]'],
    ['a list of tolerances that is short', { list: [1, 2.5] }, { list: [1] }, 'list[1]'],
    ['tolerance 0 with another number', { list: [1, 2 + 4e-16] }, { list: 0 }, 'list[1]'],
    ['a number without tolerance', { list: [1, 2.1] }, {}, 'list[1]'],
    ['another word', { text: 'b' }, {}, 'text'],
    ['another flag', { flag: false }, {}, 'flag'],
    ['an output that is missing', { unheard: null }, {}, 'unheard'],
  ])('fails %s', async (_name, out, tol, where) => {
    const { status, printed } = await walkCases(shapes(out, tol));
    expect(status).toBe(1);
    expect(printed[1]).toContain(`  s1: ${where} is `);
  });

  it('fails a case that is off, with the numbers', async () => {
    const { status, printed } = await walkCases(double(4), double(5));
    expect(status).toBe(1);
    expect(printed[0]).toMatch(/1 passed +1 failed/);
    expect(printed[1]).toBe('  d1: twice is 4 instead of 5 (tolerance 1e-9)');
  });

  it('fails what is not a finite number, whatever the tolerance', async () => {
    const wild = {
      id: 'w',
      fn: 'wild',
      in: {},
      out: { nan: 1, infinite: 1 },
      tol: { nan: 9, infinite: 9 },
    };
    const { status, printed } = await walkCases(wild);
    expect(status).toBe(1);
    expect(printed.slice(1, 3)).toEqual([
      '  w: nan is NaN instead of 1 (tolerance 9)',
      '  w: infinite is Infinity instead of 1 (tolerance 9)',
    ]);
  });

  it('fails a case whose model throws, and says how many more failed', async () => {
    const bad = double(4, {}, 'two');
    const { status, printed } = await walkCases(bad, bad, bad, bad, bad);
    expect(status).toBe(1);
    expect(printed[1]).toContain('input x is "two"; expected a number');
    expect(printed[4]).toBe('  and 2 more failed cases');
  });

  it('names functions and models that are not implemented', async () => {
    const unknown = { ...double(4), fn: 'triple' };
    const inherited = { ...double(4), fn: 'toString' };
    const folder = folderOf({
      'sample.json': { model: 'sample', cases: [double(4), unknown, inherited] },
      'other.json': { model: 'stranger', cases: [double(4)] },
    });
    const { status, printed } = await command(folder);
    expect(status).toBe(1);
    expect(printed.at(-1)).toBe('not implemented: stranger/double, sample/triple, sample/toString');
  });

  it('finds the runners by the model a file states, or by its name', async () => {
    const cases = [double(4)];
    const folder = folderOf({
      'renamed.json': { model: 'sample', cases },
      'sample.json': { cases },
      'readme.txt': 'not a vector',
    });
    expect(await command(folder)).toMatchObject({ status: 0 });
  });

  it('skips a file without cases by name, or gives it to its checker', async () => {
    const folder = folderOf({
      'bands.json': { model: 'bands', low: 1, high: 2 },
      'published.json': { model: 'published', rows: [] },
      'sample.json': { model: 'sample', cases: [double(4)] },
    });
    const { status, printed } = await command(folder);
    expect(status).toBe(0);
    expect(printed[0]).toMatch(/^bands\/inside +1 passed/);
    expect(printed[1]).toBe('published.json: no cases, skipped');
  });

  describe('the simulator against its bands', () => {
    const file = join(REFERENCE, 'as2008_monte_carlo.json');
    const reference = JSON.parse(readFileSync(file, 'utf8'));
    const withChange = (change: object) =>
      commandWith(
        REGISTRY,
        folderOf({
          'as2008_monte_carlo.json': {
            ...reference,
            simulated: [{ ...reference.simulated[0], ...change }],
          },
        }),
      );

    it('has one line per strategy', async () => {
      const { status, printed } = await withChange({});
      expect(status).toBe(0);
      expect(printed[0]).toMatch(
        /^as2008_monte_carlo\/inventory +5 passed +0 failed +worst error\/tolerance 0\.\d+$/,
      );
      expect(printed[1]).toBe('total: 1 functions, 5 cases, 5 passed, 0 failed');
    });

    it.each([
      ['a band that cannot hold', { profit: { low: 2, high: 1 } }, 'profit', '2 .. 1'],
      ['a band that is elsewhere', { stdFinalQ: { low: 7, high: 8 } }, 'stdFinalQ', '7 .. 8'],
      ['a band of one number', { finalQ: { low: 0.1, high: 0.1 } }, 'finalQ', '0.1 .. 0.1'],
    ])('fails %s, with the value and the band', async (_name, change, statistic, band) => {
      const { status, printed } = await withChange(change);
      expect(status).toBe(1);
      expect(printed[0]).toMatch(/^as2008_monte_carlo\/inventory +4 passed +1 failed/);
      expect(printed[1]).toMatch(
        new RegExp(`^  gamma=0.01 ${statistic}: [-\\d.e]+ is not in the band ${band}$`),
      );
    });

    it('refuses bands that are no numbers', async () => {
      const { status, complaints } = await withChange({ profit: { low: 'none', high: 1 } });
      expect(status).toBe(2);
      expect(complaints.join()).toMatch(/^conformance: DATA: .*simulated\.0\.profit\.low/);
    });
  });

  it('prints one document with --json', async () => {
    const folder = folderOf({
      'sample.json': { model: 'sample', cases: [double(4), double(5)] },
      'tables.json': {},
    });
    const { status, printed } = await command('--json', folder);
    expect(status).toBe(1);
    expect(printed).toHaveLength(1);
    expect(JSON.parse(printed[0] ?? '')).toMatchObject({
      ok: false,
      total: { cases: 2, passed: 1, failed: 1, notImplemented: [], skipped: ['tables.json'] },
      functions: [
        {
          model: 'sample',
          fn: 'double',
          failed: 1,
          worstAt: 'd1 twice',
          failures: [{ id: 'd1', reasons: ['twice is 4 instead of 5 (tolerance 1e-9)'] }],
        },
      ],
    });
  });

  it('explains itself', async () => {
    const { status, printed } = await command('--help');
    expect(status).toBe(0);
    expect(printed.join('\n')).toContain('Usage: npm run conformance');
  });

  it.each([
    ['an unknown option', ['--tolerance', '1'], 'USAGE'],
    ['two folders', ['a', 'b'], 'USAGE'],
    ['no such folder', ['/nonexistent-folder'], 'USAGE: /nonexistent-folder is not a folder'],
    ['the default that is missing', [], 'USAGE: /nonexistent-default'],
  ])('refuses %s', async (_name, args, complaint) => {
    const { status, printed, complaints } = await command(...args);
    expect(status).toBe(2);
    expect(printed).toEqual([]);
    expect(complaints.join('\n')).toContain(complaint);
  });

  it.each([
    ['an empty folder', {}, 'holds no .json file'],
    ['a folder without any case', { 'a.json': { rows: [] } }, 'holds cases'],
    ['half a document', { 'a.json': '{"cases": [' }, 'a.json is not JSON'],
    ['an empty file', { 'a.json': '' }, 'a.json is not JSON'],
    ['a list', { 'a.json': [] }, 'a.json is not a file of vectors'],
    ['cases that are no list', { 'a.json': { cases: 3 } }, 'a.json is not a file of vectors'],
    ['a case without outputs', { 'a.json': { cases: [{ id: 'x', fn: 'f', in: {} }] } }, 'out'],
    ['a negative tolerance', { 'a.json': { cases: [double(1, { twice: -1 })] } }, 'tol'],
  ])('refuses %s and names the file', async (_name, files, complaint) => {
    const { status, complaints } = await command(folderOf(files));
    expect(status).toBe(2);
    expect(complaints.join('\n')).toContain(complaint);
    expect(complaints.join('\n')).toMatch(/^conformance: (USAGE|DATA): /);
  });

  it('refuses a file that cannot be read', async () => {
    const folder = folderOf({ 'a.json': { cases: [double(4)] } });
    mkdirSync(join(folder, 'b.json'));
    const { status, printed, complaints } = await command(folder);
    expect(status).toBe(2);
    expect(printed).toEqual([]);
    expect(complaints.join('\n')).toMatch(/^conformance: IO: .*b\.json cannot be read/);
  });
});
