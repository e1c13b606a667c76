/** The journals of a pool's books, as the host begins them; their workers go on with them. */
import { join } from 'node:path';
import { SLOT_NAME_BYTES } from '../../assembly/pool-layout.js';
import { EvenkeelError } from '../errors.js';
import {
  type ConfigurationSource,
  type JournaledState,
  journaledState,
} from '../journal/pools/index.js';

/** A book's journal and what it leads to. */
export type BegunJournal = JournaledState & { readonly name: string };

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** Journals by name, one book each. */
export class PoolJournals {
  readonly #dir: string;
  readonly #names = new Set<string>();

  constructor(dir: string) {
    this.#dir = dir;
  }

  /**
   * The state a book begins with.
   *
   * @throws EvenkeelError `USAGE` for a name that is none or is taken, a `JOURNAL_` code
   */
  begin(
    source: ConfigurationSource,
    id: number,
    options: { readonly name?: string; readonly snapshot?: Uint8Array },
  ): BegunJournal {
    if (options.snapshot !== undefined) {
      throw new EvenkeelError(
        'USAGE',
        'a journaled book begins as its journal says, not as a snapshot',
      );
    }
    const { name = `book-${id}` } = options;
    if (!NAME.test(name) || name.length > SLOT_NAME_BYTES) {
      const message = `a journal cannot be named ${JSON.stringify(name)}`;
      throw new EvenkeelError('USAGE', message, { name, most: SLOT_NAME_BYTES });
    }
    if (this.#names.has(name)) {
      throw new EvenkeelError('USAGE', `another book writes the journal ${name}`, { name });
    }
    const state = journaledState(join(this.#dir, name), source);
    this.#names.add(name);
    return { ...state, name };
  }

  /** The book is closed: another one may go on with its journal. */
  end({ name }: BegunJournal): void {
    this.#names.delete(name);
  }
}
