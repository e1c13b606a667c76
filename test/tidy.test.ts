/** House rules that a machine can check. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');
const FOLDERS = ['assembly', 'src', 'bench', 'test'];

interface Source {
  readonly path: string;
  readonly lines: readonly string[];
}

function sources(folder: string): Source[] {
  const found: Source[] = [];
  for (const entry of readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
    const path = relative(ROOT, join(entry.parentPath, entry.name));
    found.push({ path, lines: readFileSync(join(ROOT, path), 'utf8').split('\n') });
  }
  return found;
}

const ALL = FOLDERS.flatMap(sources);

/** Lines that match, as `path:line text`. */
function matches(files: readonly Source[], pattern: RegExp): string[] {
  return files.flatMap(({ path, lines }) =>
    lines.flatMap((line, index) =>
      pattern.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [],
    ),
  );
}

function withoutComments({ path, lines }: Source): Source {
  return { path, lines: lines.map((line) => line.replace(/\/\/.*|^\s*\/?\*.*/, '')) };
}

const under = (...folders: string[]): Source[] =>
  ALL.filter(({ path }) => folders.some((folder) => path.startsWith(folder)));

/** Which rooms of src a room may import, besides itself and errors. Imports point inwards. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  tables: [],
  tasks: [],
  random: [],
  models: [],
  frames: [],
  config: ['frames', 'models'],
  book: ['kernel', 'frames', 'config', 'models'],
  pool: ['journal', 'book', 'config', 'frames', 'kernel'],
  journal: ['book', 'config', 'frames', 'kernel', 'tables'],
  replay: ['journal', 'book', 'config', 'frames', 'models', 'random', 'tables', 'tasks'],
  portfolio: ['book', 'config', 'frames', 'kernel', 'models', 'random', 'tables', 'tasks'],
  calibrate: ['replay', 'book', 'config', 'frames', 'models', 'tables'],
  simulate: ['config', 'models', 'random', 'tasks'],
  bench: ['pool', 'book', 'config', 'frames', 'kernel'],
  cli: [
    'bench',
    'calibrate',
    'journal',
    'portfolio',
    'replay',
    'simulate',
    'pool',
    'book',
    'config',
    'frames',
    'models',
  ],
};

/** Files of constants that both compilers read. */
const SHARED_CONSTANTS = /^assembly\/([a-z]+-)?(layout|codes|opcodes)\.ts$/;

/** Where those about memory may be imported from. */
const READS_LAYOUT = ['src/kernel/', 'src/book/', 'src/frames/', 'src/pool/', 'src/portfolio/'];

function importsOf({ path, lines }: Source): { from: string; to: string }[] {
  return lines.flatMap((line) => {
    const target = /(?:from|import) '(\.[^']*)'/.exec(line)?.[1];
    if (target === undefined) return [];
    return [{ from: path, to: relative(ROOT, resolve(ROOT, dirname(path), target)) }];
  });
}

describe('house rules', () => {
  it('no file is longer than 500 lines', () => {
    const long = ALL.filter(({ lines }) => lines.length > 501).map(({ path }) => path);
    expect(long).toEqual([]);
  });

  it('file names are kebab-case and say one thing', () => {
    const names = ALL.map(({ path }) => path);
    expect(names.filter((path) => /(utils|helpers|common|misc)/.test(path))).toEqual([]);
    expect(names.filter((path) => !/^[a-z0-9/.-]+$/.test(path))).toEqual([]);
  });

  it('imports point inwards and enter a room through its index', () => {
    const wrong = under('src/')
      .flatMap(importsOf)
      .filter(({ from, to }) => {
        const room = from.split('/')[1] ?? '';
        const target = to.split('/')[1] ?? '';
        if (!to.startsWith('src/') || from.split('/').length === 2) return false;
        if (target === room || to === 'src/errors.js') return false;
        const isAllowed = MAY_IMPORT[room]?.includes(target) ?? false;
        return !isAllowed || !to.endsWith('/index.js');
      });
    expect(wrong).toEqual([]);
  });

  it('every room of src has its imports stated here', () => {
    const rooms = new Set(
      under('src/').flatMap(({ path }) => path.split('/').slice(1, -1).slice(0, 1)),
    );
    expect([...rooms].sort()).toEqual(Object.keys(MAY_IMPORT).sort());
  });

  it('the kernel imports nothing but itself', () => {
    const outside = under('assembly/')
      .flatMap(importsOf)
      .filter(({ to }) => !to.startsWith('assembly/'));
    expect(outside).toEqual([]);
  });

  it('layout and codes are plain constants that both compilers read', () => {
    const shared = under('assembly/').filter(({ path }) => SHARED_CONSTANTS.test(path));
    expect(shared.length).toBeGreaterThan(4);
    const loader = readFileSync(join(ROOT, 'src/kernel/load.ts'), 'utf8');
    const unknown = shared.filter(({ path }) => !loader.includes(path.replace(/ts$/, 'js')));
    expect(unknown.map(({ path }) => path)).toEqual([]);
    expect(matches(shared, /^(?!export const [A-Z0-9_]+ = |\/\/|\s*$|.*\/\/)/)).toEqual([]);
    expect(matches(shared, /^(import|export \*)/)).toEqual([]);
  });

  it('only those who read memory know the layout', () => {
    const readers = under('src/')
      .flatMap(importsOf)
      .filter(({ to }) => /assembly\/(\w+-)?layout\.js$/.test(to))
      .filter(({ from }) => !READS_LAYOUT.some((room) => from.startsWith(room)));
    expect(readers).toEqual([]);
  });

  it('no bare offsets: the kernel reads memory by the names of the layout', () => {
    const files = under('assembly/').filter(
      ({ path }) => !/(msgpack|decode|encode|hash)\.ts$/.test(path),
    );
    expect(matches(files, /(load|store)<\w+>\([^()]*\+ \d{2,}/)).toEqual([]);
  });

  it('the deterministic core calls no clock, randomness, host mathematics or unordered state', () => {
    const core = under('src/book/', 'src/kernel/', 'src/frames/');
    const banned =
      /\b(Date\.now|new Date|performance\.now|Math\.random|Math\.(exp|log|pow|sin|cos)\b|setTimeout|setInterval)/;
    expect(matches(core.map(withoutComments), banned)).toEqual([]);
    const kernel =
      /\bMath\.(random|exp|log|pow|sin|cos|tan|log2|log10|cbrt)\(|\bDate\b|\bnew \w|memory\.grow|relaxed_/;
    expect(matches(under('assembly/').map(withoutComments), kernel)).toEqual([]);
  });

  it('nothing is switched off: no any, no ignored errors, no focused or skipped tests', () => {
    const here = (file: Source): boolean => file.path !== 'test/tidy.test.ts';
    const code = ALL.filter(here);
    expect(matches(code, /@ts-(ignore|nocheck)|biome-ignore/)).toEqual([]);
    expect(matches(code, /\b(it|test|describe)\.(only|todo)\b|expect\(true\)/)).toEqual([]);
    expect(matches(code, /catch( \(\w+\))? \{\s*\}/)).toEqual([]);
  });

  it('only the rooms at the edge touch the outside', () => {
    const inner = under('src/book/', 'src/frames/', 'src/models/');
    expect(matches(inner, /from 'node:|duckdb/)).toEqual([]);
    const duckdb = under('src/').filter(
      ({ path }) => !/^src\/(tables|replay|portfolio)\//.test(path),
    );
    expect(matches(duckdb, /from '@duckdb/)).toEqual([]);
    const wasm = under('src/').filter(({ path }) => !path.startsWith('src/kernel/'));
    expect(matches(wasm, /\bWebAssembly\./)).toEqual([]);
  });
});
