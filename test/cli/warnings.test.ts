/** Warnings of a configuration on standard error. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { BOOK, evenkeel, scratch } from './evenkeel.js';

const folder = scratch();
afterAll(() => folder.remove());

/** Sections with a smile that has a butterfly below 0, and an expiry below it. */
const SECTIONS = `underlyings: [{ symbol: BTC-INDEX }]
expiries:
  - symbol: JUN
    underlying: BTC-INDEX
    time: 2026-06-26T08:00:00Z
    smile: { a: -0.041, b: 0.1331, rho: 0.306, m: 0.3586, sigma: 0.4153 }
  - symbol: SEP
    underlying: BTC-INDEX
    time: 2026-09-25T08:00:00Z
    smile: { a: 0.005, b: 0.01, rho: 0, m: 0, sigma: 0.1 }
`;
const WARNED = folder.path('warned.yaml');
writeFileSync(WARNED, `${readFileSync(BOOK, 'utf8')}\n${SECTIONS}`);
const JUN = 'evenkeel: warning: expiries[0].smile of JUN: BUTTERFLY: density is -';
const SEP = 'evenkeel: warning: expiries[1].smile of SEP: CALENDAR: total variance is ';

describe('warnings of a configuration', () => {
  it('are lines on standard error of run, which runs', async () => {
    const { code, stderr } = await evenkeel(['run', '-c', WARNED]);
    expect(code).toBe(0);
    expect(stderr).toContain(JUN);
    expect(stderr).toContain(SEP);
    expect(stderr).toContain('of JUN that expires sooner');
  });

  it('are none without smiles and with --quiet', async () => {
    expect((await evenkeel(['run', '-c', BOOK])).stderr).not.toContain('warning');
    expect((await evenkeel(['run', '-c', WARNED, '-q'])).stderr).toBe('');
  });

  it('name the file when there are several books', async () => {
    const { code, stderr } = await evenkeel(['run', '-c', WARNED, '--workers', '1']);
    expect(code).toBe(0);
    expect(stderr).toContain(`evenkeel: warning: ${WARNED}: expiries[0].smile of JUN: BUTTERFLY`);
  });

  it('are said once by the replay of a session', async () => {
    const session = folder.path('session.yaml');
    writeFileSync(
      session,
      `${SECTIONS}book: { reportingAsset: USDT }
instruments:
  - { symbol: A, contract: linear, base: A, settle: USDT, tickSize: 0.1, lotSize: 0.001,
      quoting: { size: 0.01 }, inventory: { maxPosition: 1 },
      model: { type: linear, halfSpreadBps: 2, inventorySkewBps: 2 } }
session:
  generated: { durationSeconds: 60, seed: 1, prices: [60000], volatilityBps: [0.5], intensityA: [1], intensityKPerBps: [1] }
`,
    );
    const args = ['replay', '-c', session, '--limit', '50', '--no-baseline'];
    const { code, stderr } = await evenkeel(args);
    expect(stderr.split('BUTTERFLY')).toHaveLength(2);
    expect(stderr).toContain(`${session}: expiries[0].smile of JUN`);
    expect(code).toBe(0);
    expect((await evenkeel([...args, '--quiet'])).stderr).toBe('');
  });
});
