/** A process that may not make code from strings runs the engine, and ends by itself. */
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..', '..');
const DIST = join(ROOT, 'dist');
const FLAG = '--disallow-code-generation-from-strings';

function run(file: string, ...args: readonly string[]) {
  return spawnSync(process.execPath, [FLAG, join(DIST, file), ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    // A handle left open would keep the process for ever.
    timeout: 100_000,
  });
}

describe('without code from strings', () => {
  it('the flag forbids what it says', () => {
    const { stderr } = spawnSync(process.execPath, [FLAG, '-e', 'new Function("return 1")()'], {
      encoding: 'utf8',
    });
    expect(stderr).toContain('EvalError');
  });

  it('kernel, codec, snapshots, splitter and rings work, and no handle stays open', () => {
    const { status, stdout, stderr } = run(
      'test/simulation/main.js',
      '--seed',
      '13',
      '--events',
      '1500',
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('seed 13');
  });

  it('the command line runs a session and ends', () => {
    const { status, stderr } = run(
      'src/cli/main.js',
      'replay',
      '-c',
      'examples/generated.yaml',
      '--json',
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.any(String) });
  });
});
