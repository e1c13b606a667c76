/** Which build wrote a record: what a state's bytes mean, and what computed them. */
import { buildProof, LAYOUT_VERSION } from '../kernel/index.js';
import { refusal } from './refusal.js';

/** The build of a record. Two that agree compute the same bytes from the same frames. */
export interface Build {
  /** Counts up with the layout of the state. */
  readonly layoutVersion: number;
  /** Fingerprint of layout, codes and opcodes. */
  readonly layout: bigint;
  /** First 64 bits of the SHA-256 of the kernel. */
  readonly kernel: bigint;
}

let own: Build | undefined;

/** The build of this process. */
export function ownBuild(): Build {
  own ??= { layoutVersion: LAYOUT_VERSION, ...buildProof() };
  return own;
}

export function writeBuild(view: DataView, offset: number, build: Build): void {
  view.setUint32(offset, build.layoutVersion, true);
  view.setBigUint64(offset + 8, build.layout, true);
  view.setBigUint64(offset + 16, build.kernel, true);
}

/** @throws EvenkeelError `JOURNAL_FUTURE_LAYOUT` for one that a later version wrote */
export function readBuild(view: DataView, offset: number, place: string): Build {
  const layoutVersion = view.getUint32(offset, true);
  if (layoutVersion > LAYOUT_VERSION) {
    const most = `${LAYOUT_VERSION} or less`;
    throw refusal('JOURNAL_FUTURE_LAYOUT', place, 'layout version', layoutVersion, most);
  }
  return {
    layoutVersion,
    layout: view.getBigUint64(offset + 8, true),
    kernel: view.getBigUint64(offset + 16, true),
  };
}

/** Whether both compute the same from the same bytes. */
export function isSameBuild(one: Build, other: Build): boolean {
  return one.layout === other.layout && one.kernel === other.kernel;
}
