import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { stringify } from 'yaml';
import { replayCommand } from '../../src/cli/replay/index.js';
import { EXAMPLES, optionsDocument } from './options-session.js';
import { Recording } from './recording.js';
import { tinyBook } from './tiny-session.js';

const recording = new Recording();
afterAll(() => recording.remove());
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

/** Runs the command and returns what it printed on stdout. */
async function run(...args: string[]): Promise<string> {
  const printed: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
  const command = replayCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  try {
    await command.parseAsync(['--quiet', ...args], { from: 'user' });
  } finally {
    vi.restoreAllMocks();
  }
  return printed.join('');
}

describe('evenkeel replay', () => {
  it('without a session replays a generated market and prints tables', async () => {
    const text = await run('--duration', '30', '--seed', '5');
    expect(text).toContain('generated market: 2025-01-01T00:00:00.000000Z');
    for (const word of ['with control', 'without', 'BTCUSDT', 'ETHUSDT', 'BTCUSD', 'State hash']) {
      expect(text).toContain(word);
    }
    for (const line of text.split('\n')) expect(line.length).toBeLessThan(160);
    expect(process.exitCode).toBe(0);
  });

  it('--json prints one document', async () => {
    const report = JSON.parse(await run('--duration', '10', '--json', '--no-baseline'));
    expect(report).toMatchObject({ end: 'complete', uncontrolled: null });
  });

  it('plays a book of options that is hedged, and takes the file of a chain from --data', async () => {
    const example = `${EXAMPLES}/options-generated.yaml`;
    const text = await run('-c', example, '--duration', '30');
    for (const word of [
      'Derivatives, USD',
      'Time inside the band',
      'Takers of options',
      'Option',
    ]) {
      expect(text).toContain(word);
    }
    for (const line of text.split('\n')) expect(line.length).toBeLessThan(160);
    const report = JSON.parse(await run('-c', example, '--duration', '10', '--json'));
    expect(report.controlled.derivatives.underlyings[0].symbol).toBe('BTC');
    expect(report.assumptions.takers).toEqual({
      ...{ lambda: 0.005, alpha: -1, beta: 150, seed: 1, meanOrderSizes: 0.5 },
    });
    const { chain } = optionsDocument().session as { chain: Record<string, unknown> };
    const { generated: _, ...shared } = chain;
    const own = { ...shared, file: 'chain.json', preset: 'deribitSnapshot' };
    const config = recording.write('options.yaml', [stringify(optionsDocument({ chain: own }))]);
    const missing = run('-c', config, '--data', `${recording.dir}/nowhere`);
    await expect(missing).rejects.toMatchObject({ code: 'DATA' });
    await expect(missing).rejects.toThrow(/nowhere\/chain\.json/);
  });

  it('-c with --data reads where it is told', async () => {
    recording.write('elsewhere/q.csv', ['t,b,a', '1,99,101', '2,99,101']);
    const columns = { time: 't', timeUnit: 's', bid: 'b', ask: 'a' };
    const session = { sources: [{ instrument: 'X', file: 'q.csv', columns }] };
    const config = recording.write('session.yaml', [stringify({ ...tinyBook(), session })]);
    const text = await run('-c', config, '--data', `${recording.dir}/elsewhere`, '--json');
    expect(JSON.parse(text)).toMatchObject({ events: 2, durationSeconds: 1 });
    await expect(run('-c', config)).rejects.toMatchObject({ code: 'DATA' });
    const seed = run('-c', config, '--seed', '1');
    await expect(seed).rejects.toMatchObject({ code: 'USAGE' });
  });

  it.each([
    [['-c', 'nowhere.yaml'], 'IO'],
    [['--limit', '0'], 'commander.invalidArgument'],
    [['--seed', 'x'], 'commander.invalidArgument'],
  ])('%j fails with %s', async (args, code) => {
    await expect(run(...args)).rejects.toMatchObject({ code });
  });

  it('a second Ctrl-C would find a file that cannot be written before the replay begins', async () => {
    const nowhere = run('--duration', '80000', '--events', `${recording.dir}/no/such.csv`);
    await expect(nowhere).rejects.toMatchObject({ code: 'IO' });
  });

  it.each(['5', '2024-8-8', 'Aug 8 2024'])('--from %s is refused', async (from) => {
    recording.write('plain.csv', ['t,b,a', '1,99,101', '2,99,101']);
    const columns = { time: 't', timeUnit: 's', bid: 'b', ask: 'a' };
    const session = { sources: [{ instrument: 'X', file: 'plain.csv', columns }] };
    const config = recording.write('plain.yaml', [stringify({ ...tinyBook(), session })]);
    await expect(run('-c', config, '--from', from)).rejects.toMatchObject({ code: 'USAGE' });
    await expect(run('-c', config, '--to', from)).rejects.toMatchObject({ code: 'USAGE' });
  });

  describe('a generated market', () => {
    const generated = { prices: [100], volatilityBps: [1], intensityA: [1], intensityKPerBps: [1] };
    const write = (session: Record<string, unknown>): string =>
      recording.write('generated.yaml', [stringify({ ...tinyBook(), session })]);

    it.each(['--from', '--to', '--data'])('has no %s', async (flag) => {
      await expect(run(flag, '2024-01-01')).rejects.toMatchObject({ code: 'USAGE' });
      const config = write({ generated });
      await expect(run('-c', config, flag, '2024-01-01')).rejects.toMatchObject({ code: 'USAGE' });
      const inside = write({ generated, from: '2024-01-01' });
      await expect(run('-c', inside)).rejects.toThrow(/session\.from/);
    });

    it.each([
      ['--seed', '4294967296', 'seed'],
      ['--duration', '86401', 'durationSeconds'],
    ])('%s %s is out of range, with and without a file', async (flag, value, key) => {
      for (const config of [[], ['-c', write({ generated })]]) {
        await expect(run(...config, flag, value)).rejects.toThrow(`session.generated.${key}`);
      }
    });

    it('takes its seed from the command line', async () => {
      const args = ['-c', write({ generated }), '--duration', '5', '--json'];
      const [first, second] = [
        await run(...args, '--seed', '8'),
        await run(...args, '--seed', '9'),
      ];
      expect(JSON.parse(first)).toMatchObject({ durationSeconds: expect.closeTo(5, 0) });
      expect(first).not.toBe(second);
    });
  });

  it('a broken session file lists what is wrong', async () => {
    const config = recording.write('broken.yaml', ['a: 1', 'a: 2']);
    await expect(run('-c', config)).rejects.toMatchObject({ code: 'CONFIGURATION' });
    const empty = recording.write('empty.yaml', ['session: {}']);
    await expect(run('-c', empty)).rejects.toThrow(/instruments.*[\s\S]*session/);
  });

  it('Ctrl-C stops, prints the report and exits with 130', async () => {
    setImmediate(() => process.emit('SIGINT'));
    const text = await run('--duration', '40000');
    expect(text).toContain('INTERRUPTED');
    expect(process.exitCode).toBe(130);
    expect(process.listenerCount('SIGINT')).toBe(0);
  });
});
