/** How a journal begins: the write may fail, the process may die behind it, the power may take it away. */
import { EvenkeelError } from '../../../src/errors.js';
import type { Origin } from '../../../src/journal/open.js';
import { IDENTITY_BYTES } from '../../../src/journal/sealed.js';
import { require } from '../auditor/violation.js';
import type { Coverage } from '../coverage.js';
import { START_NS } from '../desk.js';
import type { Draw } from '../draw.js';
import type { Disk } from './disk.js';
import type { VirtualStore } from './virtual-store.js';

/** What becomes of an attempt, besides that it may succeed. */
const FATES = ['before', 'after', 'taken', 'killed', 'power', 'fine', 'fine'] as const;

/** What would be random, from the seed. */
export function drawOrigin(draw: Draw): Origin {
  const identity = Uint8Array.from({ length: IDENTITY_BYTES }, () => draw.whole(0, 255));
  return { identity, createdNs: START_NS };
}

/** Opens until there is a book. */
export class Beginning {
  readonly #disk: Disk;
  readonly #draw: Draw;
  readonly #coverage: Coverage;

  constructor(disk: Disk, draw: Draw, coverage: Coverage) {
    this.#disk = disk;
    this.#draw = draw;
    this.#coverage = coverage;
  }

  /** Whether there is a journal. */
  get isThere(): boolean {
    return this.#disk.tables.words.size > 0;
  }

  readonly origin = (): Origin => drawOrigin(this.#draw);

  /**
   * The first book that lives on. An attempt that fails leaves a journal or none, and says so.
   *
   * @param open a new process: its store, and how it opens
   */
  until<Book>(open: () => { readonly store: VirtualStore; readonly begin: () => Book }): Book {
    for (;;) {
      const isNew = !this.isThere;
      const { store, begin } = open();
      const fate = isNew ? this.#draw.pick(FATES) : 'fine';
      if (fate === 'before' || fate === 'after' || fate === 'taken') store.armed = fate;
      const book = this.#attempt(store, begin);
      if (book !== null && this.#lives(fate)) return book;
    }
  }

  #attempt<Book>(store: VirtualStore, begin: () => Book): Book | null {
    try {
      return begin();
    } catch (cause) {
      const { struck } = store;
      if (struck === null) throw cause;
      const code = cause instanceof EvenkeelError ? cause.code : String(cause);
      require('a journal that cannot begin says so', code === 'IO', { code, struck });
      const isThere = this.isThere;
      require('a beginning is whole or nothing', isThere === (struck === 'after'), { isThere });
      this.#coverage.add('journal', `a beginning failed: ${struck}`);
      return null;
    }
  }

  #lives(fate: (typeof FATES)[number]): boolean {
    if (fate === 'power') this.#disk.losePower(this.#disk.unflushed);
    if (fate !== 'power' && fate !== 'killed') return true;
    this.#coverage.add('journal', `died at the beginning: ${this.isThere ? 'there' : 'lost'}`);
    return false;
  }
}
