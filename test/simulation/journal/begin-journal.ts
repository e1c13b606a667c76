/** An empty journal whose bits follow from the seed. */
import { ownBuild } from '../../../src/journal/build.js';
import { configurationDigest, configurationText } from '../../../src/journal/configuration.js';
import { readMeta, writeHead, writeMeta } from '../../../src/journal/meta-format.js';
import { IDENTITY_BYTES } from '../../../src/journal/sealed.js';
import { type Desk, START_NS } from '../desk.js';
import type { Draw } from '../draw.js';
import { Disk } from './disk.js';

/** @param ordinal frames accepted by a new book */
export function beginJournal(desk: Desk, ordinal: number, draw: Draw): Disk {
  const identity = Uint8Array.from({ length: IDENTITY_BYTES }, () => draw.whole(0, 255));
  const meta = writeMeta({
    identity,
    createdNs: START_NS,
    build: ownBuild(),
    configuration: configurationText({ document: desk.document }),
    configurationDigest: configurationDigest(desk.configuration),
  });
  const head = writeHead(identity, { number: 0, ordinal, digest: readMeta(meta).digest });
  const disk = new Disk();
  disk.write([
    { table: 'words', key: 'meta', value: meta },
    { table: 'words', key: 'head', value: head },
  ]);
  disk.flush();
  return disk;
}
