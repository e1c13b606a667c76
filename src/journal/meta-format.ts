/** What a journal is, written once, and how far it goes, written with every group. */
import type { Build } from './build.js';
import { RecordFormat } from './record-format.js';
import { identityOf, seal, sealOf } from './sealed.js';

/** The body is the configuration. */
const META = new RecordFormat(0x4d4a4b45 /* 'EKJM' */, {
  createdNs: 'i64',
  build: 'build',
  configurationDigest: 'digest',
});

const HEAD = new RecordFormat(0x484a4b45 /* 'EKJH' */, {
  number: 'count',
  ordinal: 'count',
  digest: 'digest',
});

/** What a journal is. */
export interface Meta {
  /** 16 random bytes. */
  readonly identity: Uint8Array;
  readonly createdNs: bigint;
  /** That created it. */
  readonly build: Build;
  /** The configuration as JSON. */
  readonly configuration: string;
  /** SHA-256 of the configuration as validated. */
  readonly configurationDigest: Uint8Array;
}

/** How far a journal goes. */
export interface Head {
  /** Number of its last group, 0 before the first. */
  readonly number: number;
  /** Ordinal behind that group. */
  readonly ordinal: number;
  /** Digest of that group; of the meta record before the first. */
  readonly digest: Uint8Array;
}

/** The meta record. */
export function writeMeta({ identity, configuration, ...values }: Meta): Uint8Array {
  const text = new TextEncoder().encode(configuration);
  const record = META.begin(identity, values, text.length);
  META.bodyOf(record).set(text);
  seal(record);
  return record;
}

/** @throws EvenkeelError `JOURNAL_CORRUPT` or `JOURNAL_FUTURE_LAYOUT` */
export function readMeta(record: Uint8Array): Meta & { readonly digest: Uint8Array } {
  return {
    ...META.read(record, 'meta'),
    identity: identityOf(record).slice(),
    configuration: new TextDecoder('utf-8', { fatal: true }).decode(META.bodyOf(record)),
    digest: sealOf(record),
  };
}

/** The head record. */
export function writeHead(identity: Uint8Array, head: Head): Uint8Array {
  const record = HEAD.begin(identity, head);
  seal(record);
  return record;
}

/** @throws EvenkeelError `JOURNAL_CORRUPT`, `JOURNAL_FUTURE_LAYOUT` or `JOURNAL_FOREIGN` */
export function readHead(record: Uint8Array, identity: Uint8Array): Head {
  return HEAD.read(record, 'head', identity);
}
