/** Compares what a model gave with what a vector expects, by the rules of the vectors' format. */

/** Absolute: a number for every element, or a list in the shape of the output; null is none. */
export type Tolerance = number | null | readonly Tolerance[];

/** One number, text, flag or null that is not what it should be. */
export interface Difference {
  /** Output and place in it, for example `deltaBid[3]`. */
  readonly where: string;
  readonly got: unknown;
  readonly expected: unknown;
  /** Absent where the value must be equal. */
  readonly tolerance?: number;
}

/** Result of {@link compare}. */
export interface Comparison {
  readonly differences: readonly Difference[];
  /** Largest error over tolerance among the numbers that have a tolerance above 0. */
  readonly worst: number;
  /** Where the largest was found; empty when nothing was compared so. */
  readonly worstWhere: string;
}

interface Findings {
  readonly differences: Difference[];
  worst: number;
  worstWhere: string;
}

// Array.isArray does not narrow a readonly list.
const isList = (tolerance: Tolerance | undefined): tolerance is readonly Tolerance[] =>
  Array.isArray(tolerance);

/** Tolerance of one element: a list has one per element, a number is for all. */
function elementTolerance(tolerance: Tolerance | undefined, index: number): Tolerance | undefined {
  return isList(tolerance) ? tolerance[index] : tolerance;
}

/** |got - expected| <= tolerance; no tolerance and a tolerance of 0 ask for the same number. */
function compareNumber(
  found: Findings,
  where: string,
  [got, expected]: readonly [number, number],
  tolerance: number,
): void {
  const error = Math.abs(got - expected);
  if (!(error <= tolerance)) found.differences.push({ where, got, expected, tolerance });
  if (tolerance > 0 && (error / tolerance > found.worst || found.worstWhere === '')) {
    found.worst = error / tolerance;
    found.worstWhere = where;
  }
}

function compareValue(
  found: Findings,
  where: string,
  [got, expected]: readonly [unknown, unknown],
  tolerance: Tolerance | undefined,
): void {
  if (Array.isArray(expected)) {
    if (!Array.isArray(got) || got.length !== expected.length) {
      found.differences.push({ where, got, expected });
      return;
    }
    expected.forEach((value, index) => {
      const place = `${where}[${index}]`;
      compareValue(found, place, [got[index], value], elementTolerance(tolerance, index));
    });
    return;
  }
  if (typeof got === 'number' && typeof expected === 'number' && typeof tolerance === 'number') {
    compareNumber(found, where, [got, expected], tolerance);
  } else if (got !== expected) found.differences.push({ where, got, expected });
}

/**
 * Every output of the vector against what the model gave; further outputs of the model are ignored.
 *
 * @param got outputs of the model
 * @param expected outputs of the vector
 * @param tolerances by output; outputs without one must be equal
 */
export function compare(
  got: Readonly<Record<string, unknown>>,
  expected: Readonly<Record<string, unknown>>,
  tolerances: Readonly<Record<string, Tolerance>>,
): Comparison {
  const found: Findings = { differences: [], worst: 0, worstWhere: '' };
  for (const [name, value] of Object.entries(expected)) {
    compareValue(found, name, [got[name], value], tolerances[name]);
  }
  return found;
}
