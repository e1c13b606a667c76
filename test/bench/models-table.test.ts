/** The table of models follows one rule for all, and docs/models.md shows what it prints. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelRuns } from '../../bench/models-table/runs.js';
import { formatModels } from '../../bench/models-table/table.js';
import { loadSession, replayAll } from '../../src/replay/index.js';

const ROOT = resolve(import.meta.dirname, '../..');
const EXAMPLES = join(ROOT, 'examples');
const DATA = process.env.EVENKEEL_DATA ?? resolve(ROOT, '../shared/data');
const present = existsSync(DATA);
const title = present ? '' : ' (skipped: no recorded data; set EVENKEEL_DATA to its folder)';

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
        expect(own.operatorUnits?.halfSpreadBps).toBe(units?.halfSpreadBps);
        expect(own.operatorUnits?.inventorySkewBps).toBe(units?.inventorySkewBps);
        expect(own.quoting).toMatchObject({ sizeSkew: 0, softWall: { skewBps: 0 } });
        expect(own.inventory).toEqual(example[index]?.inventory);
      }
    },
  );
});

describe.skipIf(!present)(`the table of models on recorded data${title}`, () => {
  it('is the one in docs/models.md', async () => {
    const runs = modelRuns(EXAMPLES, DATA);
    const outcomes = await replayAll(runs.map(({ configuration }) => configuration));
    const reports = runs.map((run, index) => {
      const outcome = outcomes[index];
      if (outcome?.status !== 'done') throw new Error(`${run.session} is ${outcome?.status}`);
      return { run, report: outcome.result };
    });
    expect(readFileSync(join(ROOT, 'docs/models.md'), 'utf8')).toContain(formatModels(reports));
  });
});
