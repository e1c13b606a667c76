/** A script that takes long: progress as it goes, one line at the end, and Ctrl-C ends it with what it has. */
const SAY_EVERY_MS = 5000;

type Facts = Readonly<Record<string, unknown>>;

export class LongRun {
  readonly #total: number;
  readonly #unit: string;
  readonly #isJson: boolean;
  readonly #begun = Date.now();
  #said = this.#begun;
  #isInterrupted = false;
  #done = 0;

  constructor(total: number, unit: string, isJson: boolean) {
    this.#total = total;
    this.#unit = unit;
    this.#isJson = isJson;
    process.once('SIGINT', () => {
      this.#isInterrupted = true;
    });
  }

  /** So much is done: says so at times, and lets signals in. False: end now. */
  async goesOn(done: number): Promise<boolean> {
    this.#done = done;
    await new Promise((turn) => setImmediate(turn));
    const now = Date.now();
    if (now - this.#said >= SAY_EVERY_MS && done < this.#total) {
      this.#said = now;
      const left = ((now - this.#begun) / 60_000) * (this.#total / Math.max(1, done) - 1);
      console.error(`${done} of ${this.#total} ${this.#unit}, ${left.toFixed(1)} minutes left`);
    }
    return !this.#isInterrupted && done < this.#total;
  }

  /** The result as one line. */
  end(facts: Facts): void {
    const seconds = (Date.now() - this.#begun) / 1000;
    say(
      {
        ...{ [this.#unit]: this.#done, ...facts },
        ...{
          seconds: Math.round(seconds),
          perSecond: Number((this.#done / seconds).toPrecision(3)),
        },
        ...(this.#isInterrupted ? { interrupted: true } : {}),
      },
      this.#isJson,
    );
  }
}

/** Facts as one line, for people or as JSON. */
export function say(facts: Facts, isJson: boolean): void {
  const text = (value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);
  if (isJson) console.log(JSON.stringify(facts, (_key, value: unknown) => text(value)));
  else console.log(lineOf(facts));
}

const lineOf = (facts: Facts): string =>
  Object.entries(facts)
    .map(([key, value]) => `${key} ${String(value)}`)
    .join('  ');

/** A count above 0, also as `1e8`. */
export function count(name: string, given: string): number {
  const value = Number(given);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new Error(`--${name} must be a whole number above 0, found ${given}`);
}
