/** The table of `npm run evaluate-bench`. */
import type { MeasuredRun } from './measured-run.js';
import type { PlainRun } from './plain-run.js';

/** Runs with 1 and with 2 workers, and the baseline. */
export interface Comparison {
  readonly wholes: readonly MeasuredRun[];
  readonly stages: readonly MeasuredRun[];
  readonly plain: PlainRun;
}

const SCENARIOS = 15;

const whole = (value: number): string => Math.round(value).toLocaleString('en-US');
const tenths = (value: number): string => value.toFixed(1);

/** Lines of a Markdown table, then what the comparison of results found. */
export function comparisonTable({ wholes, stages, plain }: Comparison): string {
  const [one, two] = wholes as [MeasuredRun, MeasuredRun];
  const [oneStage, twoStages] = stages as [MeasuredRun, MeasuredRun];
  const row = (
    name: string,
    show: (value: number) => string,
    values: readonly [number, number],
    last = '',
  ): string => `| ${name} | ${values.map(show).join(' | ')} | ${last} |`;
  const ratio = (values: readonly [number, number]): string =>
    `${(values[0] / values[1]).toFixed(2)}x`;
  const ends = [one.seconds, two.seconds] as const;
  const evaluations = [oneStage.evaluationSeconds ?? 0, twoStages.evaluationSeconds ?? 0] as const;
  const later = [one.seconds - one.readSeconds, two.seconds - two.readSeconds] as const;
  const rates = evaluations.map((seconds) => one.rows / seconds) as [number, number];
  const plainRate = plain.rows / plain.positionSeconds;
  return [
    `${whole(one.rows)} positions, ${whole(plain.instruments)} instruments, ${SCENARIOS} scenarios`,
    '',
    '| | 1 worker | 2 workers | 1 / 2 |',
    '|---|---|---|---|',
    row('end to end, s', tenths, ends, ratio(ends)),
    row('of it reading, s', tenths, [one.readSeconds, two.readSeconds]),
    row('of it scenarios, positions and writing, s', tenths, later, ratio(later)),
    row('positions alone, s', tenths, evaluations, ratio(evaluations)),
    row('positions/s, end to end', whole, [one.rows / one.seconds, two.rows / two.seconds]),
    row('positions/s, alone', whole, rates),
    row('scenario cells/s, alone', whole, [rates[0] * SCENARIOS, rates[1] * SCENARIOS]),
    row('peak memory, MiB', whole, [one.peakMiB, two.peakMiB]),
    '',
    `plain TypeScript, one thread: ${whole(plainRate)} positions/s of ${whole(plain.rows)}, market ` +
      `${tenths(plain.marketSeconds)} s besides; largest relative difference ` +
      `${plain.worst.toExponential(1)} (${plain.worstColumn}), ${plain.ties} rows with a price or size a ` +
      'step apart',
  ].join('\n');
}
