/** A disk that is full: told by a code, and no half of a file stays. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AS_OF, query, SmallFiles } from './small-files.js';

const files = new SmallFiles();
const disk = mountedDisk();
const title = disk === null ? ' (skipped: tmpfs may not be mounted here)' : '';

/** A small file system of its own; null without the right to mount one. */
function mountedDisk(): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'pipe' });
    return folder;
  } catch {
    rmSync(folder, { recursive: true });
    return null;
  }
}

beforeAll(() =>
  query(`COPY (SELECT ['ALFA', 'BETA', 'COIN', 'CALL'][1 + i % 4] AS instrument, i AS position,
    'p' || i // 4 AS portfolio, 9 + random() AS average_entry, random() AS booked FROM range(1, 65537) t(i))
    TO '${files.path('many.parquet')}'`),
);
afterAll(() => {
  files.remove();
  if (disk === null) return;
  execFileSync('umount', [disk]);
  rmSync(disk, { recursive: true });
});

/** Exit status and standard error of an evaluation. */
function evaluated(output: string): { status: number; text: string } {
  const inputs = [files.path('many.parquet'), '-m', files.market, '--as-of', AS_OF];
  const run = ['dist/src/cli/main.js', 'evaluate', ...inputs, '-o', output, '--quiet'];
  const { status, stderr } = spawnSync(process.execPath, run, { encoding: 'utf8' });
  return { status: status ?? 0, text: stderr };
}

describe('a full disk', () => {
  // CSV and JSON are written as Parquet is. In MiB: the work file of a block takes 4.
  it.skipIf(disk === null).each([
    ['parquet', 3],
    ['parquet', 5],
    ['arrow', 5],
  ] as const)(`ends %s with %d MiB${title}`, (format, size) => {
    const folder = disk ?? '';
    execFileSync('mount', ['-o', `remount,size=${size}m`, folder]);
    const failed = evaluated(join(folder, `out.${format}`));
    expect(failed.status).toBe(1);
    expect(failed.text).toMatch(/IO: cannot write .*(no space left|No space left)/);
    expect(readdirSync(folder)).toEqual([]);
  });
});
