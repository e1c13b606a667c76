/**
 * The tables of Avellaneda and Stoikov, High-frequency trading in a limit order book, Quantitative
 * Finance 8(3) 2008, section 3.3: what was printed, and the same simulation run here.
 */
import { type Simulation, validateSimulation } from './configuration.js';
import type { SimulationReport, StrategyFigures } from './report.js';

/** Paths behind each printed number. */
const PAPER_PATHS = 1000;

/** A row of a printed table. Profit in money, positions in fills. */
export interface PaperRow {
  readonly gamma: number;
  readonly strategy: 'inventory' | 'symmetric';
  readonly averageSpread: number;
  readonly profit: number;
  readonly stdProfit: number;
  readonly finalQ: number;
  readonly stdFinalQ: number;
}

function row(
  gamma: number,
  strategy: PaperRow['strategy'],
  averageSpread: number,
  profit: number,
  stdProfit: number,
  finalQ: number,
  stdFinalQ: number,
): PaperRow {
  return { gamma, strategy, averageSpread, profit, stdProfit, finalQ, stdFinalQ };
}

/** Tables 1 to 3 as published. (The draft of October 2006 prints others, which do not reproduce.) */
export const PAPER_ROWS: readonly PaperRow[] = [
  row(0.1, 'inventory', 1.49, 65.0, 6.6, 0.08, 2.9),
  row(0.1, 'symmetric', 1.49, 68.4, 12.7, 0.26, 8.4),
  row(0.01, 'inventory', 1.35, 68.6, 8.7, 0.12, 5.1),
  row(0.01, 'symmetric', 1.35, 68.8, 12.8, 0.09, 8.7),
  row(1, 'inventory', 3.02, 31.4, 5.0, 0.02, 1.7),
  row(1, 'symmetric', 3.02, 44.0, 11.0, 0.0, 5.1),
];

const MODELS = { inventory: 'avellanedaStoikov', symmetric: 'symmetric' } as const;

/** The simulation of the paper: its market is the default one. */
export function paperSimulation(choices: {
  readonly paths?: number | undefined;
  readonly seed?: number | undefined;
}): Simulation {
  return validateSimulation({
    ...choices,
    strategies: PAPER_ROWS.map(({ gamma, strategy }) => ({
      model: MODELS[strategy],
      name: `${strategy} gamma=${gamma}`,
      gamma,
    })),
  });
}

/** A printed number beside ours. */
export interface PaperFigure {
  readonly printed: number;
  readonly value: number;
  /** Monte Carlo standard error of ours; 0 where chance has no part. */
  readonly error: number;
  /** Printed - ours, in standard errors of the difference of two such runs; null without error. */
  readonly deviations: number | null;
}

/** A row of the paper beside ours; null when too few paths were simulated. */
export interface PaperComparison {
  readonly gamma: number;
  readonly strategy: PaperRow['strategy'];
  readonly figures: Readonly<Record<PaperStatistic, PaperFigure>> | null;
}

/** The columns of the tables. */
export type PaperStatistic = Exclude<keyof PaperRow, 'gamma' | 'strategy'>;

/** Compares a report of {@link paperSimulation} with the printed tables. */
export function comparePaper(report: SimulationReport): PaperComparison[] {
  return PAPER_ROWS.map((printed, index) => {
    const own = report.strategies[index];
    const figures = own?.figures ? compareRow(printed, own.figures, own.paths) : null;
    return { gamma: printed.gamma, strategy: printed.strategy, figures };
  });
}

function compareRow(
  printed: PaperRow,
  figures: StrategyFigures,
  paths: number,
): Record<PaperStatistic, PaperFigure> {
  const compared = (statistic: PaperStatistic): PaperFigure => {
    const { value, error } = statisticsOf(figures)[statistic];
    const both = error * Math.sqrt(1 + paths / PAPER_PATHS);
    const deviations = both === 0 ? null : (printed[statistic] - value) / both;
    return { printed: printed[statistic], value, error, deviations };
  };
  return {
    averageSpread: compared('averageSpread'),
    profit: compared('profit'),
    stdProfit: compared('stdProfit'),
    finalQ: compared('finalQ'),
    stdFinalQ: compared('stdFinalQ'),
  };
}

/** The figures under the names of the paper, with their standard errors. */
export function statisticsOf({
  averageSpread,
  pnl,
  finalPosition,
}: StrategyFigures): Record<PaperStatistic, { readonly value: number; readonly error: number }> {
  return {
    // Of these strategies the spread depends on time alone.
    averageSpread: { value: averageSpread ?? Number.NaN, error: 0 },
    profit: { value: pnl.mean, error: pnl.meanError },
    stdProfit: { value: pnl.std, error: pnl.stdError },
    finalQ: { value: finalPosition.mean, error: finalPosition.meanError },
    stdFinalQ: { value: finalPosition.std, error: finalPosition.stdError },
  };
}
