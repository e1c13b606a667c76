/** What is run on portfolios besides their totals: scenarios to price, memory for them, what comes of it. */
import { EvenkeelError } from '../../errors.js';
import { type ReductionShape, reducerBytes } from '../reduce/index.js';
import {
  joinSets,
  resolveScenarios,
  type ScenarioSet,
  type ScenariosDocument,
  type ScenarioTerms,
  scenarioTerms,
  type UnderlyingFactors,
  underlyingFactors,
  unitPnlBytes,
  unitRateChanges,
  writeUnitPnl,
} from '../scenarios/index.js';
import type { Market } from '../types.js';
import { rowLength } from '../unit-rows.js';
import {
  type History,
  historicalScenarios,
  type PanelPrices,
  type PartWeights,
  type ResolvedVarOptions,
  resolveVarOptions,
  type VarOptions,
} from '../var/index.js';

/** What to run; without any of it portfolios have totals only. */
export interface RiskRequest {
  readonly scenarios?: ScenariosDocument;
  readonly valueAtRisk?: VarOptions;
  /** Of historical VaR. */
  readonly panel?: PanelPrices;
  /** Days that VaR is told from in a backtest; none without it. */
  readonly backtestDays?: number;
  /** Underlyings that are held: others may be missing in the panel. All without it. */
  readonly held?: ReadonlySet<string>;
}

/** Where what all workers share lies. */
export interface RiskPlaces {
  readonly units: number;
  readonly underlyings: number;
  readonly settles: number;
  readonly weights: number;
}

const WORD = Float64Array.BYTES_PER_ELEMENT;
const aligned = (bytes: number): number => Math.ceil(bytes / 64) * 64;

/** Scenarios of one run over one market. */
export class RiskPlan {
  readonly terms: ScenarioTerms;
  readonly factors: UnderlyingFactors;
  /** All of them: those of the document, then days. */
  readonly set: ScenarioSet;
  /** How many are of the document. */
  readonly marginCount: number;
  readonly history: History | null;
  readonly valueAtRisk: ResolvedVarOptions | null;
  readonly backtestDays: number | null;
  readonly shape: ReductionShape;
  /** By asset and scenario, of `set`. */
  readonly rateChanges: Float64Array;
  readonly #market: Market;

  /**
   * @throws ConfigurationError, EvenkeelError `USAGE` or `DATA` when the request does not fit the market
   * @throws DomainError when a scenario takes a rate to 0 or below
   */
  constructor(market: Market, portfolios: number, request: RiskRequest) {
    this.#market = market;
    this.terms = scenarioTerms(market);
    this.factors = underlyingFactors(market);
    const { valueAtRisk } = request;
    this.valueAtRisk = valueAtRisk === undefined ? null : resolveVarOptions(valueAtRisk);
    this.history = historyOf(market, this.valueAtRisk, request);
    const margin =
      request.scenarios &&
      resolveScenarios(request.scenarios, {
        underlyings: market.underlyings,
        loadings: this.factors.loadings,
      });
    this.marginCount = margin?.count ?? 0;
    this.set = joined(market, margin, this.history?.set);
    this.backtestDays = request.backtestDays ?? null;
    requireBacktest(this.backtestDays, this.valueAtRisk);
    this.rateChanges = unitRateChanges(this.terms, this.set);
    const method = this.valueAtRisk?.method;
    this.shape = {
      portfolios,
      assets: market.assets.length,
      scenarios: this.set.count,
      hasCells: method === 'parametric' || method === 'monteCarlo',
    };
  }

  /** Memory that all workers share, bytes; weights are of contributions. */
  get sharedBytes(): number {
    const { weights } = this.#places(0);
    return weights + this.shape.portfolios * 2 * rowLength(this.shape.scenarios) * WORD;
  }

  /** Memory of each worker's sums, bytes. */
  get reducerBytes(): number {
    return reducerBytes(this.shape);
  }

  #places(address: number): RiskPlaces {
    const underlyings = aligned(address + unitPnlBytes(this.terms.count, this.shape.scenarios));
    const settles = aligned(underlyings + this.terms.count * Int32Array.BYTES_PER_ELEMENT);
    const weights = aligned(settles + this.terms.count * Int32Array.BYTES_PER_ELEMENT);
    return { units: address, underlyings, settles, weights };
  }

  /**
   * Prices every instrument in every scenario.
   *
   * @param address in the market's memory, 64-byte aligned, `sharedBytes` long
   * @throws DomainError when a scenario takes a price to 0 or below
   */
  write(address: number): RiskPlaces {
    const { memory } = this.#market;
    const places = this.#places(address);
    writeUnitPnl(memory, places.units, this.terms, this.set);
    memory.integers.set(this.terms.underlying, places.underlyings / Int32Array.BYTES_PER_ELEMENT);
    memory.integers.set(this.terms.settle, places.settles / Int32Array.BYTES_PER_ELEMENT);
    return places;
  }

  /** Puts weights of historical scenarios of every portfolio where contributions are told from. */
  writeWeights({ weights }: RiskPlaces, parts: readonly PartWeights[]): void {
    const { floats } = this.#market.memory;
    const length = rowLength(this.shape.scenarios);
    parts.forEach(({ valueAtRisk, expectedShortfall }, portfolio) => {
      const begin = weights / WORD + 2 * portfolio * length;
      floats.fill(0, begin, begin + 2 * length);
      floats.set(valueAtRisk, begin + this.marginCount);
      floats.set(expectedShortfall, begin + length + this.marginCount);
    });
  }
}

function historyOf(
  { underlyings }: Market,
  valueAtRisk: ResolvedVarOptions | null,
  { panel, held }: RiskRequest,
): History | null {
  if (valueAtRisk?.method !== 'historical') return null;
  if (panel === undefined) {
    throw new EvenkeelError('USAGE', 'historical VaR needs a panel of prices', {});
  }
  const { horizonDays, missing } = valueAtRisk;
  const options = { horizonDays, missing };
  return historicalScenarios(panel, underlyings, held ? { ...options, held } : options);
}

const NO_SCENARIOS: ScenariosDocument = { custom: [] };

function joined(
  { underlyings }: Market,
  margin: ScenarioSet | undefined,
  days: ScenarioSet | undefined,
): ScenarioSet {
  if (margin !== undefined && days !== undefined) return joinSets(margin, days);
  return (
    margin ?? days ?? resolveScenarios(NO_SCENARIOS, { underlyings, loadings: new Float64Array() })
  );
}

function requireBacktest(days: number | null, valueAtRisk: ResolvedVarOptions | null): void {
  if (days === null) return;
  const { method, horizonDays, decay } = valueAtRisk ?? {};
  if (method === 'historical' && horizonDays === 1 && decay === 1) return;
  const message = 'a backtest is of historical VaR over 1 day with decay 1';
  throw new EvenkeelError('USAGE', message, { method, horizonDays, decay });
}
