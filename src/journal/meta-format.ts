/**
 * What a journal is, written once, and how far it goes, written with every group.
 *
 * meta: 24  i64 created, ns   32  build (24)   56  32 bytes digest of the configuration   88  JSON text
 * head: 24  u64 group         32  u64 ordinal  40  32 bytes digest of that group
 */
import { type Build, readBuild, writeBuild } from './build.js';
import { beginRecord, DIGEST_BYTES, identityOf, openRecord, seal, sealOf } from './sealed.js';

const META_MAGIC = 0x4d4a4b45; // 'EKJM'
const HEAD_MAGIC = 0x484a4b45; // 'EKJH'
const CREATED_NS = 24;
const BUILD = 32;
const CONFIGURATION_DIGEST = 56;
const CONFIGURATION = 88;
const GROUP = 24;
const ORDINAL = 32;
const GROUP_DIGEST = 40;
const HEAD_BYTES = 72;

/** What a journal is. */
export interface Meta {
  /** 16 random bytes. */
  readonly identity: Uint8Array;
  readonly createdNs: bigint;
  /** That created it. */
  readonly build: Build;
  /** The operator's configuration as JSON. */
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
export function writeMeta(meta: Meta): Uint8Array {
  const text = new TextEncoder().encode(meta.configuration);
  const record = new Uint8Array(CONFIGURATION + text.length + DIGEST_BYTES);
  const view = beginRecord(record, META_MAGIC, meta.identity);
  view.setBigInt64(CREATED_NS, meta.createdNs, true);
  writeBuild(view, BUILD, meta.build);
  record.set(meta.configurationDigest, CONFIGURATION_DIGEST);
  record.set(text, CONFIGURATION);
  seal(record);
  return record;
}

/** @throws EvenkeelError `JOURNAL_CORRUPT` or `JOURNAL_FUTURE_LAYOUT` */
export function readMeta(record: Uint8Array): Meta & { readonly digest: Uint8Array } {
  const view = openRecord(record, 'meta', META_MAGIC, CONFIGURATION);
  const text = record.subarray(CONFIGURATION, record.length - DIGEST_BYTES);
  return {
    identity: identityOf(record).slice(),
    createdNs: view.getBigInt64(CREATED_NS, true),
    build: readBuild(view, BUILD, 'meta'),
    configuration: new TextDecoder('utf-8', { fatal: true }).decode(text),
    configurationDigest: record.slice(CONFIGURATION_DIGEST, CONFIGURATION),
    digest: sealOf(record),
  };
}

/** The head record. */
export function writeHead(identity: Uint8Array, head: Head): Uint8Array {
  const record = new Uint8Array(HEAD_BYTES + DIGEST_BYTES);
  const view = beginRecord(record, HEAD_MAGIC, identity);
  view.setBigUint64(GROUP, BigInt(head.number), true);
  view.setBigUint64(ORDINAL, BigInt(head.ordinal), true);
  record.set(head.digest, GROUP_DIGEST);
  seal(record);
  return record;
}

/** @throws EvenkeelError `JOURNAL_CORRUPT`, `JOURNAL_FUTURE_LAYOUT` or `JOURNAL_FOREIGN` */
export function readHead(record: Uint8Array, identity: Uint8Array): Head {
  const view = openRecord(record, 'head', HEAD_MAGIC, HEAD_BYTES, identity);
  return {
    number: Number(view.getBigUint64(GROUP, true)),
    ordinal: Number(view.getBigUint64(ORDINAL, true)),
    digest: record.slice(GROUP_DIGEST, HEAD_BYTES),
  };
}
