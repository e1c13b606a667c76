/** Columns of risk behind the results of positions: the worst scenario, parts of VaR and ES. */
import type { RiskPlan } from '../report/index.js';
import type { TileMemory } from '../tiles/tile-memory.js';
import { rowLength } from '../unit-rows.js';

/** What the columns are of; it can be cloned to a thread. */
export interface PositionRiskSetup {
  /** Of the scenarios of the document, which come first in a row of units; empty for none. */
  readonly weights: Float64Array;
  /** Numbers of a row of units. */
  readonly rowLength: number;
  /** Whether parts of VaR and ES follow. */
  readonly hasParts: boolean;
}

/** Columns of a plan. */
export function positionRiskSetup({ set, marginCount, history }: RiskPlan): PositionRiskSetup {
  return {
    weights: set.weights.slice(0, marginCount),
    rowLength: rowLength(set.count),
    hasParts: history !== null,
  };
}

/** What they are computed from, in the memory of a thread. */
export interface PositionRiskSources {
  /** PnL of a lot by instrument and scenario. */
  readonly units: Float64Array;
  /** Of the rows of a tile, as the reducer wrote them. */
  readonly varParts: Float64Array;
  readonly esParts: Float64Array;
}

/** Writes the columns of POSITION_RISK_COLUMNS that a run has. */
export class PositionRisk {
  readonly #setup: PositionRiskSetup;
  readonly #sources: PositionRiskSources;

  constructor(setup: PositionRiskSetup, sources: PositionRiskSources) {
    this.#setup = setup;
    this.#sources = sources;
  }

  /** The first `rows` of a tile. @param from where they begin in `columns` */
  write(tile: TileMemory, columns: readonly Float64Array[], from: number, rows: number): void {
    const { weights, hasParts } = this.#setup;
    const { varParts, esParts } = this.#sources;
    const hasWorst = weights.length > 0;
    const [scenarios, pnls] = columns;
    if (hasWorst && scenarios && pnls) this.#worst(tile, scenarios, pnls, from, rows);
    if (!hasParts) return;
    const [ofVar, ofTail] = columns.slice(hasWorst ? 2 : 0);
    // 0 makes 0 of -0, as for results.
    for (let row = 0; row < rows; row++) {
      if (ofVar) ofVar[from + row] = (varParts[row] ?? 0) + 0;
      if (ofTail) ofTail[from + row] = (esParts[row] ?? 0) + 0;
    }
  }

  #worst(
    { instrument, lots }: TileMemory,
    scenarios: Float64Array,
    pnls: Float64Array,
    from: number,
    rows: number,
  ): void {
    const { weights, rowLength: length } = this.#setup;
    const { units } = this.#sources;
    for (let row = 0; row < rows; row++) {
      const unit = (instrument[row] ?? 0) * length;
      let worst = 0;
      let least = Number.POSITIVE_INFINITY;
      for (let scenario = 0; scenario < weights.length; scenario++) {
        const pnl = (weights[scenario] ?? 0) * ((lots[row] ?? 0) * (units[unit + scenario] ?? 0));
        if (pnl >= least) continue;
        worst = scenario;
        least = pnl;
      }
      scenarios[from + row] = worst;
      pnls[from + row] = least + 0;
    }
  }
}
