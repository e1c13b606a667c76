/** What a field and a frame of the protocol are made of. */

/** How a field is encoded and which range it has. */
export type FieldKind =
  | 'instrument'
  | 'asset'
  | 'ticks'
  | 'lots'
  | 'signedLots'
  | 'number'
  | 'nonNegative'
  | 'positive'
  | 'id'
  | 'enum'
  | 'optionalNumber'
  | 'optionalAsset'
  | 'optionalInstrument'
  | 'reason'
  | 'ratio';

/** One field of a frame, after opcode, sequence and time. */
export interface FieldSchema {
  readonly name: string;
  readonly kind: FieldKind;
  /** Unit, or the members of an enum as `0 buy, 1 sell`. */
  readonly unit: string;
  readonly text: string;
}

/** One frame of the protocol. */
export interface FrameSchema {
  readonly name: string;
  readonly opcode: number;
  readonly text: string;
  readonly fields: readonly FieldSchema[];
}

/** Name and kind stay literal types: the types of decoded frames are derived from them. */
export const field = <const Name extends string, const Kind extends FieldKind>(
  name: Name,
  kind: Kind,
  unit: string,
  text: string,
): { name: Name; kind: Kind; unit: string; text: string } => ({ name, kind, unit, text });

/** The first field of every frame about an instrument. */
export const instrument = field('instrument', 'instrument', 'index', 'which instrument');
