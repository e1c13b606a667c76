/**
 * Guards of the models: arguments outside their domain and results that overflow are refused. They
 * run with every evaluation, so they walk the members in place and make no lists of them.
 */
import { DomainError } from '../errors.js';

type Arguments = Readonly<Record<string, number>>;

function requireEach(values: Arguments, allowed: string, test: (value: number) => boolean): void {
  for (const name in values) {
    const value = values[name] ?? Number.NaN;
    if (!(Number.isFinite(value) && test(value))) {
      throw new DomainError(`${name} is ${value}; allowed: ${allowed}`, { name, value, allowed });
    }
  }
}

/** @throws DomainError when a value is not a finite number */
export function requireFinite(values: Arguments): void {
  requireEach(values, 'a finite number', () => true);
}

/** @throws DomainError when a value is not a finite number of 0 or more */
export function requireNonNegative(values: Arguments): void {
  requireEach(values, 'a finite number of 0 or more', (value) => value >= 0);
}

/** @throws DomainError when a value is not a finite number above 0 */
export function requirePositive(values: Arguments): void {
  requireEach(values, 'a finite number above 0', (value) => value > 0);
}

/** @throws DomainError when a value is not between the bounds; both may be attained */
export function requireBetween(values: Arguments, low: number, high: number): void {
  requireEach(values, `${low} to ${high}`, (value) => value >= low && value <= high);
}

/** @throws DomainError when a value is not between the bounds; neither may be attained */
export function requireInside(values: Arguments, low: number, high: number): void {
  requireEach(values, `above ${low}, below ${high}`, (value) => value > low && value < high);
}

/** @throws DomainError when a value is not a whole number between the bounds, which may be attained */
export function requireWhole(values: Arguments, low: number, high = Number.MAX_SAFE_INTEGER): void {
  const test = (value: number) => Number.isInteger(value) && value >= low && value <= high;
  requireEach(values, `a whole number from ${low} to ${high}`, test);
}

function overflows(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  return Array.isArray(value) && value.some(overflows);
}

/**
 * Passes a result on when each of its numbers is finite, in lists too; null stands for "no value".
 * @throws DomainError when the arguments, each valid, overflow together
 */
export function finiteResult<T extends object>(model: string, result: T): T {
  for (const name in result) {
    if (overflows(result[name])) {
      throw new DomainError(`${model}: ${name} overflows with these arguments`, { model, name });
    }
  }
  return result;
}
