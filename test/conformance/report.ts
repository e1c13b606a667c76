/** The outcome as lines for people or as one document for scripts. */
import type { Difference } from './compare.js';
import type { Failure, FileResult, FunctionResult } from './walk.js';

/** Failing cases shown per function; `--json` has them all. */
const SHOWN = 3;

/** Sums over all functions. */
export interface Total {
  readonly functions: number;
  readonly cases: number;
  readonly passed: number;
  readonly failed: number;
  /** Functions that nothing in the engine computes, as `model/fn`. */
  readonly notImplemented: readonly string[];
  /** Files without cases and without a checker. */
  readonly skipped: readonly string[];
}

export function total(files: readonly FileResult[]): Total {
  const functions = files.flatMap((result) => result.functions);
  const sum = (of: (result: FunctionResult) => number): number =>
    functions.reduce((before, result) => before + of(result), 0);
  return {
    functions: functions.length,
    cases: sum(({ cases }) => cases),
    passed: sum(({ passed }) => passed),
    failed: sum(({ failures }) => failures.length),
    notImplemented: functions
      .filter(({ implemented }) => !implemented)
      .map(({ model, fn }) => `${model}/${fn}`),
    skipped: files.filter(({ skipped }) => skipped).map(({ file }) => file),
  };
}

/** True when every case of every function passed. */
export function isConformant({ failed, notImplemented }: Total): boolean {
  return failed === 0 && notImplemented.length === 0;
}

// JSON has no word for NaN and the infinities; a reader of failures needs to see them.
const show = (value: unknown): string =>
  typeof value === 'number' || value === undefined ? String(value) : JSON.stringify(value);

function describeDifference({ where, got, expected, tolerance }: Difference): string {
  const allowed = tolerance === undefined ? 'must be equal' : `tolerance ${tolerance}`;
  return `${where} is ${show(got)} instead of ${show(expected)} (${allowed})`;
}

/** Everything that is wrong with a case, one entry per output. */
export function describeFailure({ differences, reason }: Failure): string[] {
  return reason === undefined ? differences.map(describeDifference) : [reason];
}

function functionLine(result: FunctionResult): string {
  const { model, fn, cases, passed, failures, implemented, worst } = result;
  const name = `${model}/${fn}`.padEnd(40);
  if (!implemented) return `${name} ${String(cases).padStart(4)} cases  NOT IMPLEMENTED`;
  const counts = `${String(passed).padStart(4)} passed ${String(failures.length).padStart(4)} failed`;
  return `${name} ${counts}  worst error/tolerance ${worst.toPrecision(2)}`;
}

/** Lines for one file: one per function, followed by its first failing cases. */
export function fileLines({ file, skipped, functions }: FileResult): string[] {
  if (skipped) return [`${file}: no cases, skipped`];
  return functions.flatMap((result) => {
    const shown = result.failures.slice(0, SHOWN);
    const more = result.failures.length - shown.length;
    return [
      functionLine(result),
      ...shown.flatMap((failure) =>
        describeFailure(failure).map((reason) => `  ${failure.id}: ${reason}`),
      ),
      ...(more > 0 ? [`  and ${more} more failed cases`] : []),
    ];
  });
}

export function totalLines(sums: Total): string[] {
  const { functions, cases, passed, failed, notImplemented } = sums;
  return [
    `total: ${functions} functions, ${cases} cases, ${passed} passed, ${failed} failed`,
    ...(notImplemented.length > 0 ? [`not implemented: ${notImplemented.join(', ')}`] : []),
  ];
}

/** Everything as plain data: `ok`, `total` and one entry per function with all its failures. */
export function document(folder: string, files: readonly FileResult[]): object {
  const sums = total(files);
  return {
    folder,
    ok: isConformant(sums),
    total: sums,
    functions: files.flatMap(({ file, functions }) =>
      functions.map(({ failures, ...result }) => ({
        file,
        ...result,
        failed: failures.length,
        failures: failures.map((failure) => ({
          id: failure.id,
          reasons: describeFailure(failure),
        })),
      })),
    ),
  };
}
