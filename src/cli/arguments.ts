/** Kinds of command line arguments. */
import { InvalidArgumentError } from 'commander';

/** A whole number of `least` or more. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`must be a whole number of ${least} or more.`);
  };
}

/** A number from `least` to `most`. */
export function between(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && value >= least && value <= most) return value;
    const range = most === Number.MAX_VALUE ? 'above 0' : `from ${least} to ${most}`;
    throw new InvalidArgumentError(`must be a number ${range}.`);
  };
}

/** An option that may be given several times: all its values in order. */
export function repeated<T>(
  parse: (text: string) => T,
): (text: string, previous: readonly T[] | undefined) => readonly T[] {
  return (text, previous = []) => [...previous, parse(text)];
}
