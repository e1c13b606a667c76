/**
 * A copy of the compiled package with a bug in it. All bugs of the kernel are in one binary: which one is on is
 * the value of a global that is set in its bytes, so the compiler runs once. The product knows nothing of this.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import type { Edit, PlantedBug } from './bug.js';
import { PLANTED_BUGS } from './bugs.js';

/** Number of the bug that is on, in the binary as compiled: none has it. */
const NO_BUG = 987_654_321;
const HEADER = "import { planted } from './planted';\n";
const SWITCH = `export let planted: i32 = ${NO_BUG};\n`;
const KERNEL_FILE = 'evenkeel.wasm';

export interface PlantedBuild {
  /** Folder of the package with the bug. */
  readonly folder: string;
  /** What to run there. */
  readonly main: string;
}

/** Builds, or finds, the package with one bug. @param root folder of this package */
export function buildPlanted(root: string, bug: PlantedBug): PlantedBuild {
  const number = PLANTED_BUGS.indexOf(bug);
  const cache = join(root, 'dist', 'planted');
  const folder = join(cache, `bug-${number}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'dist', 'kernel'), { recursive: true });
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  for (const part of ['src', 'assembly', 'test']) {
    cpSync(join(root, 'dist', part), join(folder, 'dist', part), { recursive: true });
  }
  const compiled = bug.where === 'kernel' ? plantedKernel(root, cache) : ownKernel(root);
  const bytes = bug.where === 'kernel' ? switchOn(compiled, number) : compiled;
  writeFileSync(join(folder, 'dist', 'kernel', KERNEL_FILE), bytes);
  if (bug.where === 'host')
    for (const edit of bug.edits) apply(join(folder, 'dist'), edit, edit.replace);
  return { folder, main: join(folder, 'dist', 'test', 'simulation', 'main.js') };
}

function ownKernel(root: string): Uint8Array {
  return readFileSync(join(root, 'dist', 'kernel', KERNEL_FILE));
}

/** The kernel with every bug in it and none switched on, compiled when its sources are new. */
function plantedKernel(root: string, cache: string): Uint8Array {
  const sources = join(root, 'assembly');
  const hash = createHash('sha256').update(JSON.stringify(PLANTED_BUGS));
  for (const name of readdirSync(sources).sort()) hash.update(readFileSync(join(sources, name)));
  const binary = join(cache, `kernel-${hash.digest('hex').slice(0, 16)}.wasm`);
  if (existsSync(binary)) return readFileSync(binary);
  const copy = join(cache, `assembly-${process.pid}`);
  cpSync(sources, copy, { recursive: true });
  plantAll(copy);
  compile(root, copy, `${binary}.part`);
  renameSync(`${binary}.part`, binary);
  rmSync(copy, { recursive: true });
  return readFileSync(binary);
}

function plantAll(copy: string): void {
  writeFileSync(join(copy, 'planted.ts'), SWITCH);
  const index = join(copy, 'index.ts');
  writeFileSync(index, `${readFileSync(index, 'utf8')}export { planted } from './planted';\n`);
  const touched = new Set<string>();
  for (const [number, bug] of PLANTED_BUGS.entries()) {
    if (bug.where !== 'kernel') continue;
    for (const edit of bug.edits) {
      apply(copy, edit, edit.replace.replaceAll('PLANTED', `(planted == ${number})`));
      touched.add(edit.file);
    }
  }
  for (const file of touched) {
    const path = join(copy, file);
    writeFileSync(path, HEADER + readFileSync(path, 'utf8'));
  }
}

function apply(folder: string, { file, find }: Edit, replacement: string): void {
  const path = join(folder, file);
  const source = readFileSync(path, 'utf8');
  const parts = source.split(find);
  if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} times: ${find}`);
  writeFileSync(path, parts.join(replacement));
}

/** Options of asconfig.json, with less optimisation: the bug matters, not the speed. */
function compile(root: string, copy: string, binary: string): void {
  const asc = resolve(root, 'node_modules', 'assemblyscript', 'bin', 'asc.js');
  const { options } = JSON.parse(readFileSync(join(root, 'asconfig.json'), 'utf8'));
  const flags = Object.entries(options as Record<string, unknown>).flatMap(([name, value]) =>
    value === true ? [`--${name}`] : [`--${name}`, [value].flat().join(',')],
  );
  const about = ['--outFile', binary, '--optimizeLevel', '1', '--noAssert', ...flags];
  execFileSync(process.execPath, [asc, join(copy, 'index.ts'), ...about], {
    cwd: root,
    stdio: 'pipe',
  });
}

/** Integers of five bytes, little end first, seven bits each. */
function leb(value: number): Buffer {
  return Buffer.from(
    [0, 7, 14, 21, 28].map((shift) => ((value >> shift) & 127) | (shift < 28 ? 128 : 0)),
  );
}

function switchOn(kernel: Uint8Array, number: number): Uint8Array {
  const bytes = Buffer.from(kernel);
  const at = bytes.indexOf(leb(NO_BUG));
  if (at < 0 || bytes.indexOf(leb(NO_BUG), at + 1) >= 0) throw new Error('no switch in the binary');
  leb(number).copy(bytes, at);
  return bytes;
}
