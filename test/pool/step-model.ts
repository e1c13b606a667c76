/**
 * Walks all interleavings of a few processes over a small memory. A process is a generator that yields
 * before each of its accesses to memory; between two of them it is alone. Memory is sequentially
 * consistent: that is what atomic accesses give, and what a plain access gives that one of them orders.
 */

/** Before an access: its name, and whether the process can go on at all. */
export interface Turn {
  /** Tells it from every other turn of the process. */
  readonly label: string;
  readonly isReady?: () => boolean;
}

export type Local = Record<string, unknown>;

/**
 * What a process does. Everything it knows is in `local`: two courses that come to the same memory and
 * the same `local` at the same turn go on the same.
 */
export type Process<Memory> = (
  memory: Memory,
  local: Local,
  restart: (process: number) => void,
) => Generator<Turn, void, void>;

export interface Model<Memory> {
  readonly start: () => Memory;
  readonly processes: readonly Process<Memory>[];
  /** Judges a memory in which no process can go on. @param turns where each of them stands */
  readonly atEnd: (memory: Memory, turns: readonly (string | undefined)[]) => void;
}

/** Something happened that must not. */
export class Violation extends Error {}

/** What was walked. */
export interface Walk {
  readonly states: number;
  readonly ends: number;
  /** Why the walk ended early, with the course that led there; undefined when nothing was wrong. */
  readonly violation: string | undefined;
}

interface Running {
  local: Local;
  steps: Generator<Turn, void, void>;
  turn: Turn | undefined;
}

/** One course of events, as far as it has come. */
class Course<Memory> {
  readonly memory: Memory;
  readonly #model: Model<Memory>;
  readonly #running: Running[];

  constructor(model: Model<Memory>) {
    this.#model = model;
    this.memory = model.start();
    this.#running = model.processes.map((_, index) => this.#begin(index));
  }

  get turns(): readonly (string | undefined)[] {
    return this.#running.map(({ turn }) => turn?.label);
  }

  get ready(): readonly number[] {
    return this.#running.flatMap(({ turn }, index) =>
      turn !== undefined && (turn.isReady?.() ?? true) ? [index] : [],
    );
  }

  get key(): string {
    return JSON.stringify([this.memory, this.#running.map(({ local }) => local), this.turns]);
  }

  step(index: number): void {
    const one = this.#running[index];
    if (one !== undefined) one.turn = one.steps.next().value ?? undefined;
  }

  #begin(index: number): Running {
    const local: Local = {};
    const process = this.#model.processes[index];
    if (process === undefined) throw new Error(`no process ${index}`);
    const steps = process(this.memory, local, (other) => {
      this.#running[other] = this.#begin(other);
    });
    return { local, steps, turn: steps.next().value ?? undefined };
  }
}

/** Goes a known way again. */
function follow<Memory>(model: Model<Memory>, way: readonly number[]): Course<Memory> {
  const course = new Course(model);
  for (const index of way) course.step(index);
  return course;
}

/** Walks everything that can happen, each state once. */
export function walk<Memory>(model: Model<Memory>): Walk {
  const seen = new Set<string>();
  let ends = 0;
  const waiting: number[][] = [[]];
  for (let way = waiting.pop(); way !== undefined; way = waiting.pop()) {
    try {
      const course = follow(model, way);
      for (;;) {
        const { key } = course;
        if (seen.has(key)) break;
        seen.add(key);
        const [first, ...others] = course.ready;
        if (first === undefined) {
          ends += 1;
          model.atEnd(course.memory, course.turns);
          break;
        }
        for (const index of others) waiting.push([...way, index]);
        way.push(first);
        course.step(first);
      }
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      const violation = `${error.message} after ${way.length} steps`;
      return { states: seen.size, ends, violation };
    }
  }
  return { states: seen.size, ends, violation: undefined };
}
