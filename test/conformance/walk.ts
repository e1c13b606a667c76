/** Runs every case of a vectors folder through its model and sums up by model and function. */
import type { CaseOutput, Runner, Runners } from './case.js';
import { type Comparison, compare, type Difference } from './compare.js';
import { readVectors, type VectorCase, type VectorFile } from './vectors.js';

/** A case that did not pass. */
export interface Failure {
  readonly id: string;
  /** What differs; empty when `reason` says it. */
  readonly differences: readonly Difference[];
  /** What the model threw, or which band was missed. */
  readonly reason?: string;
}

/** All cases of one function. */
export interface FunctionResult {
  readonly model: string;
  readonly fn: string;
  /** False when nothing in the engine computes it. */
  readonly implemented: boolean;
  readonly cases: number;
  readonly passed: number;
  /** Largest error over tolerance; 1 is the limit. */
  readonly worst: number;
  /** Case and output of the largest; empty when nothing has a tolerance above 0. */
  readonly worstAt: string;
  readonly failures: readonly Failure[];
}

/**
 * Checks a file that holds no cases, for example bands for a simulation.
 *
 * @throws EvenkeelError `DATA` when the file is not what the checker reads
 */
export type Checker = (
  document: Readonly<Record<string, unknown>>,
) => Promise<readonly FunctionResult[]>;

/** End the name of a runner that takes the cases of a function another way as well. */
export const OTHER_WAYS = [' (kernel)', ' (batch)'] as const;

/** What the engine computes, by model. */
export interface Registry {
  readonly runners: Readonly<Record<string, Runners>>;
  /** By model too; a file without cases and without a checker is skipped. */
  readonly checkers: Readonly<Record<string, Checker>>;
}

/** Outcome of one file; `functions` is empty when it was skipped. */
export interface FileResult {
  readonly file: string;
  readonly skipped: boolean;
  readonly functions: readonly FunctionResult[];
}

/** What stands in a table under the first of the names that it knows. */
function lookUp<T>(table: Readonly<Record<string, T>>, names: readonly string[]): T | undefined {
  const name = names.find((candidate) => Object.hasOwn(table, candidate));
  return name === undefined ? undefined : table[name];
}

/** One case through its model; what the model throws is a failure of the case. */
function runCase(runner: Runner, vector: VectorCase): Comparison | { readonly reason: string } {
  let got: CaseOutput;
  try {
    got = runner(vector.in);
  } catch (cause) {
    return { reason: String(cause) };
  }
  return compare(got, vector.out, vector.tol);
}

function runFunction(
  model: string,
  fn: string,
  runner: Runner | undefined,
  cases: readonly VectorCase[],
): FunctionResult {
  const failures: Failure[] = [];
  let worst = 0;
  let worstAt = '';
  for (const vector of cases) {
    if (runner === undefined) break;
    const result = runCase(runner, vector);
    if ('reason' in result) {
      failures.push({ id: vector.id, differences: [], reason: result.reason });
      continue;
    }
    const { differences } = result;
    if (differences.length > 0) failures.push({ id: vector.id, differences });
    if (result.worstWhere !== '' && (result.worst > worst || worstAt === '')) {
      worst = result.worst;
      worstAt = `${vector.id} ${result.worstWhere}`;
    }
  }
  const implemented = runner !== undefined;
  const passed = implemented ? cases.length - failures.length : 0;
  return { model, fn, implemented, cases: cases.length, passed, worst, worstAt, failures };
}

function groupByFunction(cases: readonly VectorCase[]): ReadonlyMap<string, VectorCase[]> {
  const groups = new Map<string, VectorCase[]>();
  for (const vector of cases) {
    const group = groups.get(vector.fn);
    if (group === undefined) groups.set(vector.fn, [vector]);
    else group.push(vector);
  }
  return groups;
}

async function walkFile(
  { file, models, cases, document }: VectorFile,
  registry: Registry,
): Promise<FileResult> {
  if (cases === undefined) {
    const checker = lookUp(registry.checkers, models);
    const functions = (await checker?.(document)) ?? [];
    return { file, skipped: checker === undefined, functions };
  }
  const runners = lookUp(registry.runners, models) ?? {};
  const [model = file] = models;
  const functions = [...groupByFunction(cases)].flatMap(([fn, group]) => {
    const others = OTHER_WAYS.map((way) => `${fn}${way}`);
    const names = others.filter((name) => Object.hasOwn(runners, name));
    return [fn, ...names].map((name) => runFunction(model, name, lookUp(runners, [name]), group));
  });
  return { file, skipped: false, functions };
}

/**
 * Walks a folder file by file, so that results can be shown as they come. All files are read and
 * checked before the first is run.
 *
 * @throws EvenkeelError `USAGE`, `IO` or `DATA` when the folder cannot be used, see `readVectors`,
 *   or a checker cannot read its file
 */
export async function* walk(folder: string, registry: Registry): AsyncGenerator<FileResult> {
  for (const file of readVectors(folder)) yield await walkFile(file, registry);
}
