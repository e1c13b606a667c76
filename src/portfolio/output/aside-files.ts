/** Files that appear under their names together, when all are complete, or not at all. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { EvenkeelError } from '../../errors.js';

/** What is not finished is removed, also when the process exits. */
export class AsideFiles {
  /** Name to the one that is written to. */
  readonly #asides = new Map<string, string>();
  readonly #temporary: string[] = [];
  readonly #onExit = (): void => this.discard();

  constructor() {
    process.once('exit', this.#onExit);
  }

  /**
   * The name to write to instead.
   *
   * @throws EvenkeelError `IO` when no file can be made there
   */
  for(path: string): string {
    const aside = `${path}.${process.pid}.partial`;
    try {
      if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
        throw new Error('it is a folder');
      closeSync(openSync(aside, 'w'));
    } catch (cause) {
      throw writingError(path, cause);
    }
    this.#asides.set(path, aside);
    return aside;
  }

  /** A file or folder beside `path` that is removed at the end in any case. */
  temporary(path: string, what: string): string {
    const name = `${path}.${process.pid}.${what}`;
    this.#temporary.push(name);
    return name;
  }

  /** The file will not appear after all. */
  drop(path: string): void {
    const aside = this.#asides.get(path);
    if (aside !== undefined) rmSync(aside, { force: true });
    this.#asides.delete(path);
  }

  /** Gives all their names. @throws EvenkeelError `IO` */
  finish(): void {
    for (const [path, aside] of this.#asides) {
      try {
        sync(aside);
        renameSync(aside, path);
      } catch (cause) {
        throw writingError(path, cause);
      }
      this.#asides.delete(path);
    }
  }

  /** Removes what has not got its name, and what is temporary. */
  discard(): void {
    process.off('exit', this.#onExit);
    for (const path of [...this.#asides.values(), ...this.#temporary]) {
      rmSync(path, { force: true, recursive: true });
    }
    this.#asides.clear();
  }
}

function sync(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function writingError(path: string, cause: unknown): EvenkeelError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new EvenkeelError('IO', `cannot write ${path}: ${reason}`, { path }, { cause });
}
