/** Hostile bytes: random, mutated from a corpus, and grown from the grammar of the protocol. */
import { Packr } from 'msgpackr';
import { type FieldKind, INPUT_FRAMES } from '../../../src/frames/index.js';
import type { Draw } from '../draw.js';

const packr = new Packr({ useRecords: false });
const START_NS = 1_700_000_000_000_000_000n;

/** Values at and around the bounds of the protocol, and of the number formats. */
const EDGES: readonly [unknown, ...unknown[]] = [
  ...[0, 1, -1, -0, 127, 128, 255, 256, 65_535, 65_536, 2 ** 31, 2 ** 32, 2 ** 40, 2 ** 50],
  ...[2 ** 40 + 1, 2 ** 50 + 2, 2 ** 53, -(2 ** 50), 0.5, 1e15, 1e16, 1e-15, 1e-16, 5e-324],
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1.7976931348623157e308],
  ...[1n << 62n, (1n << 63n) - 1n, -(1n << 63n), null, true, false, '', 'text'],
  ...['x'.repeat(64), 'x'.repeat(65), new Uint8Array(3), [], [1, 2, 3], { key: 1 }],
] as [unknown, ...unknown[]];

/** A value that a field of the kind takes. */
function sound(kind: FieldKind, draw: Draw): unknown {
  switch (kind) {
    case 'instrument':
    case 'optionalInstrument':
      return draw.whole(0, 7);
    case 'asset':
    case 'optionalAsset':
      return draw.whole(0, 3);
    case 'enum':
      return draw.whole(0, 3);
    case 'lots':
    case 'id':
      return draw.whole(0, 60);
    case 'ticks':
      return draw.whole(1, 200_000);
    case 'signedLots':
      return draw.whole(-60, 60);
    case 'ratio':
      return draw.unit();
    case 'reason':
      return 'because';
    case 'number':
      return draw.between(-1, 1) * draw.log(1e-3, 1e5);
    default:
      return draw.log(1e-6, 1e6);
  }
}

/** A frame that the grammar allows, with some of its values off at times. */
export function grown(draw: Draw): Uint8Array {
  const schema = draw.pick(INPUT_FRAMES as unknown as [(typeof INPUT_FRAMES)[number]]);
  const rate = draw.pick([0, 0.05, 0.3]);
  const fields = schema.fields.map(({ kind }) => {
    if (draw.chance(rate)) return draw.pick(EDGES);
    return kind.startsWith('optional') && draw.chance(0.3) ? null : sound(kind, draw);
  });
  if (draw.chance(rate / 4)) fields.push(draw.pick(EDGES));
  if (draw.chance(rate / 4)) fields.pop();
  const header = [draw.chance(rate / 8) ? draw.pick(EDGES) : schema.opcode, 0, START_NS];
  return packr.pack([...header, ...fields]);
}

export function random(draw: Draw): Uint8Array {
  return Uint8Array.from({ length: draw.whole(1, 48) }, () => draw.whole(0, 255));
}

/** Bytes changed, cut out, repeated, or spliced with those of another. */
export function mutated(corpus: readonly Uint8Array[], draw: Draw): Uint8Array {
  const pick = (): Uint8Array => corpus[draw.whole(0, corpus.length - 1)] ?? new Uint8Array(1);
  const bytes = [...pick()];
  for (let edits = draw.whole(1, 4); edits > 0; edits--) {
    const at = draw.whole(0, bytes.length);
    const action = draw.whole(0, 3);
    if (action === 0 && at < bytes.length) bytes[at] = draw.whole(0, 255);
    else if (action === 1) bytes.splice(at, draw.whole(1, 4));
    else if (action === 2) bytes.splice(at, 0, ...bytes.slice(at, at + draw.whole(1, 8)));
    else bytes.splice(at, bytes.length, ...pick().subarray(draw.whole(0, 20)));
  }
  return Uint8Array.from(bytes.length === 0 ? [0xc1] : bytes);
}
