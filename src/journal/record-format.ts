/** What a kind of record holds between what every record begins with and its body: fields in order, no gaps. */
import { type Build, readBuild, writeBuild } from './build.js';
import { refusal } from './refusal.js';
import { beginRecord, DIGEST_BYTES, openRecord, RECORD_HEADER_BYTES } from './sealed.js';

/** A value in a record, by the kind of its field. */
interface Values {
  /** u64 below 2^53. */
  count: number;
  u32: number;
  u64: bigint;
  i64: bigint;
  f64: number;
  build: Build;
  digest: Uint8Array;
}
type Kind = keyof Values;

interface KindRule<Value> {
  readonly bytes: number;
  write(view: DataView, offset: number, value: Value): void;
  read(view: DataView, offset: number, place: string): Value;
}

const RULES: { readonly [Each in Kind]: KindRule<Values[Each]> } = {
  count: {
    bytes: 8,
    write: (view, offset, value) => view.setBigUint64(offset, BigInt(value), true),
    read: (view, offset) => Number(view.getBigUint64(offset, true)),
  },
  u32: {
    bytes: 4,
    write: (view, offset, value) => view.setUint32(offset, value, true),
    read: (view, offset) => view.getUint32(offset, true),
  },
  u64: {
    bytes: 8,
    write: (view, offset, value) => view.setBigUint64(offset, value, true),
    read: (view, offset) => view.getBigUint64(offset, true),
  },
  i64: {
    bytes: 8,
    write: (view, offset, value) => view.setBigInt64(offset, value, true),
    read: (view, offset) => view.getBigInt64(offset, true),
  },
  f64: {
    bytes: 8,
    write: (view, offset, value) => view.setFloat64(offset, value, true),
    read: (view, offset) => view.getFloat64(offset, true),
  },
  build: { bytes: 24, write: writeBuild, read: readBuild },
  digest: {
    bytes: DIGEST_BYTES,
    write: (view, offset, value) =>
      new Uint8Array(view.buffer, view.byteOffset + offset, DIGEST_BYTES).set(value),
    read: (view, offset) =>
      new Uint8Array(view.buffer, view.byteOffset + offset, DIGEST_BYTES).slice(),
  },
};

/** Kinds of fields by name. */
type Fields = Readonly<Record<string, Kind>>;
/** Values by name. */
export type ValuesOf<Names extends Fields> = {
  readonly [Name in keyof Names]: Values[Names[Name]];
};

/** A kind of record. */
export class RecordFormat<Names extends Fields> {
  /** Where the body begins. */
  readonly headerBytes: number;
  readonly #magic: number;
  readonly #fields: readonly {
    readonly name: string;
    readonly kind: Kind;
    readonly offset: number;
  }[];

  /** @param fields in the order in which they lie */
  constructor(magic: number, fields: Names) {
    this.#magic = magic;
    let offset = RECORD_HEADER_BYTES;
    this.#fields = Object.entries(fields).map(([name, kind]) => {
      const field = { name, kind, offset };
      offset += RULES[kind].bytes;
      return field;
    });
    this.headerBytes = offset;
  }

  /** Writes everything before the body; what is left is to seal the record. */
  write(record: Uint8Array, identity: Uint8Array, values: ValuesOf<Names>): void {
    const view = beginRecord(record, this.#magic, identity);
    for (const { name, kind, offset } of this.#fields) {
      (RULES[kind] as KindRule<unknown>).write(view, offset, values[name]);
    }
  }

  /** A record with a body, to be sealed. */
  begin(identity: Uint8Array, values: ValuesOf<Names>, bodyBytes = 0): Uint8Array {
    const record = new Uint8Array(this.headerBytes + bodyBytes + DIGEST_BYTES);
    this.write(record, identity, values);
    return record;
  }

  /**
   * Reads a record that is whole and belongs to a journal.
   *
   * @param identity any journal's without it
   * @throws EvenkeelError `JOURNAL_CORRUPT`, `JOURNAL_FUTURE_LAYOUT` or `JOURNAL_FOREIGN`
   */
  read(record: Uint8Array, place: string, identity?: Uint8Array): ValuesOf<Names> {
    const view = openRecord(record, place, this.#magic, this.headerBytes, identity);
    const entries = this.#fields.map(({ name, kind, offset }) => [
      name,
      RULES[kind].read(view, offset, place),
    ]);
    return Object.fromEntries(entries) as ValuesOf<Names>;
  }

  /** A view of what lies between fields and digest. */
  bodyOf(record: Uint8Array): Uint8Array {
    return record.subarray(this.headerBytes, record.length - DIGEST_BYTES);
  }
}

/** @throws EvenkeelError `JOURNAL_REORDERED` when a record lies under the number of another */
export function requireNumber(place: string, inside: number, expected: number): void {
  if (inside === expected) return;
  throw refusal('JOURNAL_REORDERED', place, 'number inside', inside, expected);
}
