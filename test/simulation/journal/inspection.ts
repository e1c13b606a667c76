/** What others see of a journal, whole and damaged. */
import { replayUntil } from '../../../src/journal/replay-until.js';
import { verifyJournal } from '../../../src/journal/verify.js';
import { require } from '../auditor/violation.js';
import type { Coverage } from '../coverage.js';
import type { Draw } from '../draw.js';
import { type Disk, DiskReader } from './disk.js';
import { isWhole } from './records.js';
import type { Input, Reference } from './reference.js';
import { DAMAGE_NAMES, tryDamage } from './trial.js';

export class Inspection {
  /** Damaged copies so far. */
  damages = 0;
  readonly #disk: Disk;
  readonly #document: unknown;
  readonly #reference: Reference;
  readonly #draw: Draw;
  readonly #coverage: Coverage;

  constructor(disk: Disk, document: unknown, reference: Reference, draw: Draw, coverage: Coverage) {
    this.#disk = disk;
    this.#document = document;
    this.#reference = reference;
    this.#draw = draw;
    this.#coverage = coverage;
  }

  /** Opens so many damaged copies. */
  some(count: number): void {
    for (let left = count; left > 0; left--) this.#damage(this.#draw.pick(DAMAGE_NAMES));
  }

  /**
   * Opens a copy with every damage, and looks at the journal itself: no more is wrong with it than what a write
   * has garbled, and it gives the book as of any moment.
   */
  all(): void {
    for (const name of DAMAGE_NAMES) this.#damage(name);
    const reader = new DiskReader(this.#disk);
    const { findings } = verifyJournal(reader, true);
    const garbled = [...this.#disk.tables.snapshots.values()].filter((one) => !isWhole(one)).length;
    const facts = { findings, garbled };
    require('verify finds nothing that was not done', findings.length === garbled, facts);
    const { inputs } = this.#reference;
    const { ordinal } = inputs[this.#draw.whole(0, inputs.length - 1)] as Input;
    const hash = replayUntil(reader, { ordinal }).stateHash();
    const expected = this.#reference.at(ordinal)?.stateHash;
    require('a book as of a moment is what it was', hash === expected, { ordinal, hash, expected });
  }

  #damage(name: string): void {
    const { ordinal } = this.#disk;
    const { stateHash } = this.#reference.at(ordinal) ?? this.#reference.now;
    const whole = { tables: this.#disk.tables, document: this.#document, stateHash, ordinal };
    const code = tryDamage(name, whole, this.#draw);
    if (code === null) return;
    this.damages += 1;
    this.#coverage.add('damage', name);
    this.#coverage.add('journal', code);
  }
}
