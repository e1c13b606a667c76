import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtInSession, loadSession, replay } from '../../src/replay/index.js';

const short = { seed: 7, durationSeconds: 120 };

describe('generated session', () => {
  it('the same seed gives the same report and state, another seed another', async () => {
    const first = await replay(builtInSession(short));
    const again = await replay(builtInSession(short));
    const other = await replay(builtInSession({ ...short, seed: 8 }));
    expect(JSON.stringify(again)).toBe(JSON.stringify(first));
    expect(other.controlled.stateHash).not.toBe(first.controlled.stateHash);
  });

  it('is the session of examples/generated.yaml', () => {
    const path = join(import.meta.dirname, '../../examples/generated.yaml');
    const { book, session } = loadSession(path);
    const builtIn = builtInSession();
    expect({ book, session }).toEqual({ book: builtIn.book, session: builtIn.session });
  });

  it('fills with control keep the inventory small and PnL adds up', async () => {
    const report = await replay(builtInSession());
    const { controlled, uncontrolled } = report;
    expect(controlled.fills).toBeGreaterThan(1000);
    for (const [index, own] of controlled.instruments.entries()) {
      const other = uncontrolled?.instruments[index];
      expect(own.meanAbsInventory).toBeLessThan((other?.meanAbsInventory ?? 0) / 3);
      expect(own.maxAbsInventory).toBeLessThan(other?.maxAbsInventory ?? 0);
      const sum = Object.values(own.attribution).reduce((total, part) => total + part, 0);
      expect(sum).toBeCloseTo(own.pnl, 9);
    }
    const sum = Object.values(controlled.attribution).reduce((total, part) => total + part, 0);
    expect(sum).toBeCloseTo(controlled.pnl, 6);
    expect(controlled.worstDrawdown).toBeLessThan(uncontrolled?.worstDrawdown ?? 0);
  });
});

it.each([0, 5, 500, 3000])('latency of %i ms never takes a position past its limit', async (ms) => {
  const { book, session, dataDir } = builtInSession({ seed: 11, durationSeconds: 300 });
  const instruments = book.instruments.map((instrument) => {
    const maxPosition = 1.5 * instrument.quoting.size;
    const lots = { ...instrument.lots, maxPosition: Math.floor(1.5 * instrument.lots.quote) };
    return { ...instrument, inventory: { ...instrument.inventory, maxPosition }, lots };
  });
  const report = await replay({
    book: { ...book, instruments },
    session: { ...session, orderLatencyMs: ms },
    dataDir,
  });
  for (const [index, own] of report.controlled.instruments.entries()) {
    expect(own.fills).toBeGreaterThan(10);
    const { inventory } = instruments[index] ?? { inventory: { maxPosition: 0 } };
    expect(own.maxAbsInventory).toBeLessThanOrEqual(inventory.maxPosition);
  }
});
