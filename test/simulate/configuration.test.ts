import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDocument } from '../../src/config/index.js';
import { ConfigurationError } from '../../src/errors.js';
import { STRATEGY_MODELS, validateSimulation } from '../../src/simulate/index.js';
import { ROOT } from '../cli/evenkeel.js';

const strategies = [{ model: 'avellanedaStoikov', gamma: 0.1 }];

function violationsOf(input: unknown): string[] {
  try {
    validateSimulation(input);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.violations.map(({ path }) => path);
    throw error;
  }
  return [];
}

describe('a simulation', () => {
  it('has the market of the paper by default', () => {
    const { market, paths, seed } = validateSimulation({ strategies });
    expect({ paths, seed }).toEqual({ paths: 1000, seed: 1 });
    expect(market).toEqual({
      sigma: 2,
      intensityA: 140,
      intensityK: 1.5,
      horizon: 1,
      steps: 200,
      moves: 'binary',
      fills: 'linear',
      tradeSize: 1,
      positionLots: 0,
    });
  });

  it('names strategies by what was given', () => {
    const names = validateSimulation({
      strategies: [...strategies, { ...strategies[0], name: 'mine' }],
    }).strategies.map(({ name }) => name);
    expect(names).toEqual(['avellanedaStoikov gamma=0.1', 'mine']);
  });

  it('of examples/simulate.yaml is valid and shows every model', () => {
    const document = readDocument(join(ROOT, 'examples/simulate.yaml'), { merge: true });
    const models = validateSimulation(document).strategies.map(({ model }) => model);
    expect([...new Set(models)].sort()).toEqual([...STRATEGY_MODELS].sort());
  });

  it.each([
    [undefined, ['']],
    ['text', ['']],
    [{}, ['strategies']],
    [{ strategies: [] }, ['strategies']],
    [{ strategies: [{ model: 'x' }] }, ['strategies[0].model']],
    [{ strategies: [{ gamma: 1 }] }, ['strategies[0].model']],
    [{ strategies: [{ ...strategies[0], gama: 1 }] }, ['strategies[0].gama']],
    [{ strategies: [{ model: 'symmetric', gamma: Number.NaN }] }, ['strategies[0].gamma']],
    [{ strategies: [{ model: 'symmetric', gamma: -1 }] }, ['strategies[0].gamma']],
    [{ strategies: [{ model: 'symmetric', gamma: 1, centre: 'mid' }] }, ['strategies[0].centre']],
    [{ strategies: [{ model: 'linear', halfSpread: 0 }] }, ['strategies[0].halfSpread']],
    [{ strategies: [{ model: 'carteaJaimungal', phi: 1 }] }, ['strategies[0].maxLots']],
    [
      { strategies: [{ model: 'carteaJaimungal', phi: -1, maxLots: 501, time: 'end' }] },
      ['strategies[0].phi', 'strategies[0].maxLots', 'strategies[0].time'],
    ],
    [
      { strategies: [{ model: 'gueantLehalleFernandezTapiaExact', gamma: 1, maxLots: 0.5 }] },
      ['strategies[0].maxLots'],
    ],
    [{ strategies, paths: 1, seed: -1 }, ['paths', 'seed']],
    [{ strategies, paths: 2.5, seed: 4294967296 }, ['paths', 'seed']],
    [{ strategies, market: { steps: 0, moves: 'up' } }, ['market.steps', 'market.moves']],
    [{ strategies, market: { sigma: -1, horizon: 0 } }, ['market.sigma', 'market.horizon']],
    [
      { strategies, market: { positionLots: 0.5, fill: 1 } },
      ['market.positionLots', 'market.fill'],
    ],
    [{ strategies, speed: 1 }, ['speed']],
  ])('%j is refused', (input, paths) => {
    expect(violationsOf(input).sort()).toEqual([...paths].sort());
  });

  it('the page names every model and every setting of the market', () => {
    const page = readFileSync(join(ROOT, 'docs/simulate.md'), 'utf8');
    const { market } = validateSimulation({ strategies });
    for (const word of [...STRATEGY_MODELS, ...Object.keys(market)]) {
      expect(page).toContain(`\`${word}\``);
    }
  });
});
