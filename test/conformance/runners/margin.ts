/** Margin, liquidation and solvency: `margin.json`. */
import {
  accountMargin,
  crossInverseLongLiquidation,
  inverseLiquidation,
  type LiquidationPrices,
  linearLiquidation,
  liquidationDistance,
  shortOptionMargin,
  sizeScaledMargin,
  tieredMaintenance,
} from '../../../src/models/index.js';
import { type CaseInput, type CaseOutput, number, numbers, oneOf, records } from '../case.js';
import { kernelRunners } from './margin-kernel.js';

const prices = ({ liquidation: liq, bankruptcy }: LiquidationPrices) => ({ liq, bankruptcy });

const position = (input: CaseInput) => ({
  entry: number(input, 'entry'),
  collateral: number(input, 'collateral'),
  maintenanceRate: number(input, 'mmr'),
});

const basis = (input: CaseInput) => ({ basis: oneOf(input, 'basis', ['mark', 'entry']) });

function runTiers(input: CaseInput): CaseOutput {
  const tiers = records(input, 'tiers').map((tier) => ({
    notionalMax: number(tier, 'cap'),
    maintenanceRate: number(tier, 'mmr'),
  }));
  const got = tieredMaintenance(number(input, 'notional'), tiers);
  return { mm: got.maintenanceMargin, tier: got.tierIndex, deduction: got.deduction };
}

function runAccount(input: CaseInput): CaseOutput {
  const { isLiquidatable, isSolvent, ...rest } = accountMargin({
    collateral: records(input, 'collateral').map((balance) => ({
      amount: number(balance, 'amount'),
      price: number(balance, 'price'),
      haircut: number(balance, 'haircut'),
    })),
    unrealised: number(input, 'unrealized'),
    notionals: numbers(input, 'notionals'),
    initialMargin: number(input, 'im'),
    maintenanceMargin: number(input, 'mm'),
  });
  return { ...rest, liquidatable: isLiquidatable, solvent: isSolvent };
}

function runShortOption(input: CaseInput): CaseOutput {
  const { initialMargin: im, maintenanceMargin: mm } = shortOptionMargin({
    type: oneOf(input, 'type', ['call', 'put']),
    spot: number(input, 'S'),
    strike: number(input, 'K'),
    markCoin: number(input, 'mark'),
    initialRate: number(input, 'imRate'),
    initialFloor: number(input, 'imFloor'),
    maintenanceRate: number(input, 'mmRate'),
  });
  return { im, mm };
}

function runDistance(input: CaseInput): CaseOutput {
  const got = liquidationDistance({
    price: number(input, 'price'),
    liquidation: number(input, 'liq'),
    volatility: number(input, 'sigma'),
    horizonYears: number(input, 'horizon'),
  });
  return { sigmas: got.sigmas, probTouch: got.touchProbability, probEnd: got.endProbability };
}

function runSizeScaled(input: CaseInput): CaseOutput {
  const got = sizeScaledMargin({
    baseRate: number(input, 'base'),
    ratePerCoin: number(input, 'slope'),
    sizeCoin: number(input, 'size'),
    price: number(input, 'price'),
  });
  return { rate: got.rate, margin: got.marginCoin, marginQuote: got.marginQuote };
}

export const runners: Record<string, (input: CaseInput) => CaseOutput> = {
  sizeScaledMargin: runSizeScaled,
  tieredMaintenance: runTiers,
  liqLinear: (input) =>
    prices(
      linearLiquidation({
        ...position(input),
        ...basis(input),
        position: number(input, 'side') * number(input, 'qty'),
        deduction: number(input, 'deduction'),
      }),
    ),
  liqInverse: (input) =>
    prices(
      inverseLiquidation({
        ...position(input),
        ...basis(input),
        notional: number(input, 'side') * number(input, 'notional'),
      }),
    ),
  bybitCrossInverse: (input) =>
    prices(
      crossInverseLongLiquidation({
        ...position(input),
        notional: number(input, 'notional'),
        feeRate: number(input, 'fee'),
      }),
    ),
  account: runAccount,
  shortOption: runShortOption,
  distance: runDistance,
  ...kernelRunners,
};
