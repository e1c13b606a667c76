import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inputError } from '../../src/cli/run/input.js';
import { EvenkeelError } from '../../src/errors.js';
import { BOOK, evenkeel, MAIN, ROOT, scratch, spawned } from './evenkeel.js';

describe('evenkeel', () => {
  it('tells its version', async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const { code, stdout, stderr } = await spawned(['--version']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.toString()).toBe(`${version}\n`);
  });

  it('lists its commands and exit codes', async () => {
    const { code, stdout } = await evenkeel(['--help']);
    expect(code).toBe(0);
    for (const word of ['run', 'replay', 'simulate', 'reconcile', 'Examples:', 'Exit status: 0']) {
      expect(stdout.toString()).toContain(word);
    }
    for (const status of ['1 when', '2 for', '70 for', '130 when']) {
      expect(stdout.toString().replace(/\s+/g, ' ')).toContain(` ${status} `);
    }
  });

  it.each([
    ['run', ['--config', '--json', '--restore', '--snapshot', '--summary-json', '--quiet']],
    ['reconcile', ['--config', '--preset', '--columns', '--contract', '--json', '--rows']],
    ['replay', ['--config', '--vary', '--workers', '--json']],
    ['simulate', ['--config', '--paper', '--model', '--parameter', '--market', '--json']],
  ])('describes %s', async (command, options) => {
    const { code, stdout } = await evenkeel([command, '--help']);
    expect(code).toBe(0);
    for (const option of options) expect(stdout.toString()).toContain(option);
  });

  it.each([
    ['an unknown command', ['nothing'], /unknown command/],
    ['an unknown option', ['run', '-c', BOOK, '--nothing'], /unknown option/],
    ['a missing option', ['run'], /--config/],
    ['a preset that is none', ['reconcile', 'x.csv', '--preset', 'x'], /Allowed choices/],
    ['a mapping that is none', ['reconcile', 'x.csv', '--columns', 'side'], /key=Name/],
  ])('answers %s with usage status', async (_, args, message) => {
    const { code, stdout, stderr } = await evenkeel(args);
    expect(code).toBe(2);
    expect(stdout).toHaveLength(0);
    expect(stderr).toMatch(message);
  });

  it('shows the usage without a command', async () => {
    const { code, stderr } = await evenkeel([]);
    expect(code).toBe(2);
    expect(stderr).toContain('Usage: evenkeel');
  });

  it('ends as a process with the status of what went wrong', async () => {
    expect(await spawned(['nothing'])).toMatchObject({ code: 2, stdout: Buffer.alloc(0) });
  });
});

describe('failures', () => {
  it.each([
    ['run', ['run', '-c', 'missing.yaml']],
    ['run', ['run', '-c', BOOK, '--restore', 'missing.snap']],
    ['reconcile', ['reconcile', '-c', 'missing.yaml']],
  ])('%s names a missing file', async (_, args) => {
    const { code, stdout, stderr } = await evenkeel(args);
    expect(code).toBe(1);
    expect(stdout).toHaveLength(0);
    expect(stderr).toMatch(/^evenkeel: IO: .*missing\.(yaml|snap).*ENOENT/);
  });

  it('lists every violation of a configuration', async () => {
    const folder = scratch();
    const file = folder.path('book.yaml');
    const text = readFileSync(BOOK, 'utf8').replace('lotSize: 0.001', 'lotSize: -1');
    writeFileSync(file, text.replace('contract: spot', 'contract: sport'));
    const { code, stderr } = await evenkeel(['run', '-c', file]);
    folder.remove();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^evenkeel: CONFIGURATION: /);
    expect(stderr).toContain('instruments[0].lotSize');
    expect(stderr).toContain('instruments[1].contract');
    expect(stderr).not.toContain('at ');
  });

  it('refuses a snapshot that is none', async () => {
    const { code, stderr } = await evenkeel(['run', '-c', BOOK, '--restore', BOOK]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^evenkeel: SNAPSHOT: /);
  });

  it('says when a snapshot cannot be written, and leaves nothing of it', async () => {
    const missing = ['run', '-c', BOOK, '--snapshot', '/missing/book.snap'];
    expect((await evenkeel(missing)).stderr).toMatch(/^evenkeel: IO: cannot write the snapshot/);
    const folder = scratch();
    // Written aside, it cannot take the name of a folder.
    mkdirSync(folder.path('book.snap'));
    const taken = ['run', '-c', BOOK, '--snapshot', folder.path('book.snap')];
    const { code, stderr } = await evenkeel(taken);
    const left = readdirSync(folder.path('.'));
    folder.remove();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^evenkeel: IO: cannot write the snapshot/);
    expect(left).toEqual(['book.snap']);
  });

  it('does not take a directory for an empty input', () => {
    const directory = openSync(ROOT, 'r');
    const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'run', '-c', BOOK], {
      stdio: [directory, 'pipe', 'pipe'],
    });
    closeSync(directory);
    expect(status).toBe(1);
    expect(stdout).toHaveLength(0);
    expect(stderr.toString()).toMatch(/^evenkeel: IO: cannot read the input: it is a directory\n$/);
  });

  it('names a failure of reading the input, and only that', () => {
    const failure = Object.assign(new Error('EIO: i/o error, read'), { syscall: 'read' });
    expect(inputError(failure)).toMatchObject({ code: 'IO', cause: failure });
    const other = new EvenkeelError('OUTPUT_FULL', 'full');
    expect(inputError(other)).toBe(other);
  });

  it('says a reason once', async () => {
    const folder = scratch();
    writeFileSync(folder.path('fills.parquet'), 'no parquet');
    const args = ['reconcile', folder.path('fills.parquet'), '--preset', 'bitget'];
    const { stderr } = await evenkeel(args);
    folder.remove();
    expect(stderr).toMatch(/^evenkeel: DATA: .*fills\.parquet/);
    expect(stderr.match(/magic bytes|too small/gi)).toHaveLength(1);
  });
});
