/** The table of models follows one rule for all, and docs/models.md shows what it prints. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { run } from '../../bench/models-table/command.js';
import { modelRuns } from '../../bench/models-table/runs.js';
import type { InstrumentConfiguration } from '../../src/config/index.js';
import { carteaJaimungalOperatorUnits, gueantOperatorUnits } from '../../src/models/index.js';
import { loadSession } from '../../src/replay/index.js';

const ROOT = resolve(import.meta.dirname, '../..');
const EXAMPLES = join(ROOT, 'examples');
const DATA = process.env.EVENKEEL_DATA ?? resolve(ROOT, '../shared/data');
const present = existsSync(DATA);
const title = present ? '' : ' (skipped: no recorded data; set EVENKEEL_DATA to its folder)';

/** As configured; of the exact models those of their closed form. */
function operatorUnitsOf(instrument: InstrumentConfiguration) {
  const { model, operatorUnits, contract, multiplier, quoting, inventory } = instrument;
  if (operatorUnits !== null || !('referencePrice' in model)) return operatorUnits;
  const referencePrice = model.referencePrice ?? Number.NaN;
  const basePerSize = multiplier / (contract === 'inverse' ? referencePrice : 1);
  if (model.type === 'carteaJaimungal') {
    const maxLots = inventory.maxPosition / quoting.size;
    const terms = { referencePrice, maxLots, marketOrderRate: model.buyOrderRate };
    return carteaJaimungalOperatorUnits(model, terms);
  }
  const closedForm = closedFormOf(model);
  if (closedForm === null) return null;
  return gueantOperatorUnits(closedForm, {
    referencePrice,
    sigma: closedForm.referenceSigma,
    maxPosition: inventory.maxPosition * basePerSize,
    tradeSize: quoting.size * basePerSize,
    intensityA: closedForm.intensityA,
  });
}

/** The closed form with the aversion and the decay of a table. */
function closedFormOf(model: InstrumentConfiguration['model']) {
  switch (model.type) {
    case 'gueantLehalleFernandezTapiaExact':
      return model;
    case 'avellanedaStoikovInfinite':
      return { ...model, xi: model.gamma, intensityA: 1, intensityK: model.k };
    case 'gueantLogistic':
      return { ...model, xi: model.gamma, intensityA: model.lambda / 2, intensityK: model.beta };
    default:
      return null;
  }
}

describe('the table of models', () => {
  const runs = modelRuns(EXAMPLES, DATA);

  it('has every session with every model', () => {
    const names = runs.map(({ session, model }) => `${session} ${model}`);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(runs.map(({ session }) => session)).size).toBe(3);
  });

  it.each(runs.map((run) => [run.session, run.model, run] as const))(
    '%s with %s has the operator units of its file and no other control',
    (session, model, { configuration }) => {
      const example = loadSession(join(EXAMPLES, `${session}.yaml`), DATA).book.instruments;
      const { instruments } = configuration.book;
      expect(instruments).toHaveLength(example.length);
      for (const [index, own] of instruments.entries()) {
        const units = example[index]?.operatorUnits;
        expect(own.model.type).toBe(model);
        const reached = operatorUnitsOf(own);
        expect(reached?.halfSpreadBps).toBeCloseTo(units?.halfSpreadBps ?? Number.NaN, 9);
        expect(reached?.inventorySkewBps).toBeCloseTo(units?.inventorySkewBps ?? Number.NaN, 9);
        expect(own.quoting).toMatchObject({ sizeSkew: 0, softWall: { skewBps: 0 } });
        expect(own.inventory).toEqual(example[index]?.inventory);
      }
    },
  );
});

describe('the command of the table', () => {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-models-'));

  async function command(...args: readonly string[]) {
    const printed: string[] = [];
    const complaints: string[] = [];
    const status = await run(args, EXAMPLES, {
      print: (line) => printed.push(line),
      complain: (line) => complaints.push(line),
    });
    return { status, printed, complaints };
  }

  afterAll(() => rmSync(folder, { recursive: true }));

  it('writes session files that replay reads', async () => {
    const { status, printed } = await command('--sessions', folder);
    expect(status).toBe(0);
    const runs = modelRuns(EXAMPLES);
    expect(printed).toHaveLength(runs.length);
    for (const [index, path] of printed.entries()) {
      expect(loadSession(path, EXAMPLES)).toEqual(runs[index]?.configuration);
    }
  });

  it('explains itself', async () => {
    const { status, printed } = await command('--help');
    expect(status).toBe(0);
    expect(printed.join('\n')).toContain('Usage: npm run models-table');
  });

  it.each([
    [['--dat', 'x'], 2, 'USAGE: Unknown option'],
    [['--data', folder, '--workers', '0'], 2, 'USAGE: workers is 0'],
    [['--data', folder], 1, 'DATA: no file matches'],
    [['--sessions', join(folder, 'nowhere')], 1, 'IO: cannot write the session'],
  ])('refuses %j', async (args, expected, complaint) => {
    const { status, printed, complaints } = await command(...args);
    expect({ status, printed }).toEqual({ status: expected, printed: [] });
    expect(complaints.join('\n')).toContain(`models-table: ${complaint}`);
  });

  it('refuses to go without data', async () => {
    vi.stubEnv('EVENKEEL_DATA', undefined);
    const { status, complaints } = await command();
    vi.unstubAllEnvs();
    expect({ status, complaints }).toEqual({
      status: 2,
      complaints: ['models-table: USAGE: --data DIR is missing'],
    });
  });
});

describe.skipIf(!present)(`the table of models on recorded data${title}`, () => {
  it('is the one in docs/models.md', async () => {
    const tables: string[] = [];
    const status = await run(['--data', DATA], EXAMPLES, {
      print: (text) => tables.push(text),
      complain: (line) => tables.push(line),
    });
    expect(status).toBe(0);
    expect(readFileSync(join(ROOT, 'docs/models.md'), 'utf8')).toContain(tables.join('\n'));
  });
});
