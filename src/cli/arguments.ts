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

/** An option that may be given several times: all its values in order. */
export function repeated<T>(
  parse: (text: string) => T,
): (text: string, previous: readonly T[] | undefined) => readonly T[] {
  return (text, previous = []) => [...previous, parse(text)];
}
