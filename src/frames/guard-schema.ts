/** Frames about guards and the ladder; part of the table in schema.ts. */
import * as op from '../../assembly/opcodes.js';
import { type FrameSchema, field } from './field.js';

const RUNGS = '0 normal, 1 widen, 2 reduceOnly, 3 stopNew, 4 cancelAll, 5 flatten';
const SCOPES = '0 book, 1 asset, 2 underlying, 3 instrument, 4 factor';

/** In the order of the protocol page. */
export const GUARD_FRAMES = [
  {
    name: 'setGuard',
    opcode: op.OP_SET_GUARD,
    text: 'Watches one measure of one scope. A guard stays with its scope; both limits nil switch it off.',
    fields: [
      field('guard', 'lots', 'index', 'which guard'),
      field('scope', 'enum', SCOPES, 'what it is about'),
      field(
        'index',
        'lots',
        'index',
        'which asset, underlying, instrument or factor; 0 for the book',
      ),
      field('measure', 'lots', 'number', 'what it watches, see Measures'),
      field('soft', 'optionalNumber', 'as the measure', 'soft limit; nil for none'),
      field('hard', 'optionalNumber', 'as the measure', 'hard limit; nil for none'),
      field('softRung', 'enum', RUNGS, 'rung beyond the soft limit'),
      field('hardRung', 'enum', RUNGS, 'rung beyond the hard limit'),
      field('confirmations', 'lots', 'count', 'evaluations in a row that a rung takes, 1 or more'),
      field('recover', 'ratio', '0..1', 'share of a limit below which its rung is left'),
      field('leanStart', 'ratio', '0..1', 'utilisation at which the skew leans; 1 for never'),
      field(
        'parameter',
        'nonNegative',
        'by measure',
        'value at risk: quantile x sqrt(horizon in s)',
      ),
    ],
  },
  {
    name: 'setLadder',
    opcode: op.OP_SET_LADDER,
    text: 'Sets what rungs do, and how much a price may jump without being confirmed.',
    fields: [
      field('widen', 'positive', 'times', 'half-spread on widen and above, 1 or more'),
      field('shrink', 'ratio', '0..1', 'size on widen and above'),
      field('holdSeconds', 'nonNegative', 's', 'shortest time on a rung of the book'),
      field('maxLean', 'positive', 'times', 'skew at full utilisation, 1 or more'),
      field('jumpBps', 'optionalNumber', 'bps', 'move that must be confirmed; nil for none'),
      field('jumpSeconds', 'nonNegative', 's', 'after which an unconfirmed price is believed'),
    ],
  },
] as const satisfies readonly FrameSchema[];

/** What the engine says of them. */
export const LADDER_FRAME = {
  name: 'ladder',
  opcode: op.OP_LADDER,
  text: 'A guard moved to another rung. After flatten positions are to be closed.',
  fields: [
    field('scope', 'enum', SCOPES, 'what the guard is about'),
    field(
      'index',
      'lots',
      'index',
      'which asset, underlying, instrument or factor; 0 for the book',
    ),
    field('previous', 'enum', RUNGS, 'rung before'),
    field('rung', 'enum', RUNGS, 'rung now'),
    field('guard', 'lots', 'index', 'which guard'),
    field('measure', 'number', 'as the measure', 'what was measured'),
    field('limit', 'number', 'as the measure', 'limit that was passed, or come back under'),
  ],
} as const satisfies FrameSchema;
