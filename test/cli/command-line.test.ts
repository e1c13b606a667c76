import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BOOK, evenkeel, ROOT, scratch } from './evenkeel.js';

describe('evenkeel', () => {
  it('tells its version', async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(await evenkeel(['--version'])).toMatchObject({ code: 0, stderr: '' });
    expect((await evenkeel(['--version'])).stdout.toString()).toBe(`${version}\n`);
  });

  it('lists its commands and exit codes', async () => {
    const { code, stdout } = await evenkeel(['--help']);
    expect(code).toBe(0);
    for (const word of ['run', 'replay', 'reconcile', 'Examples:', 'Exit status: 0']) {
      expect(stdout.toString()).toContain(word);
    }
  });

  it.each([
    ['run', ['--config', '--json', '--restore', '--snapshot', '--summary-json', '--quiet']],
    ['reconcile', ['--config', '--preset', '--columns', '--contract', '--json', '--rows']],
    ['replay', ['--config', '--json']],
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
    const { writeFileSync } = await import('node:fs');
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

  it('says when a snapshot cannot be written', async () => {
    const { code, stderr } = await evenkeel([
      'run',
      '-c',
      BOOK,
      '--snapshot',
      '/missing/book.snap',
    ]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^evenkeel: IO: cannot write the snapshot/);
  });
});
