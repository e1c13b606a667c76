/** Frames about margin; part of the table in schema.ts. */
import * as op from '../../assembly/opcodes.js';
import { type FrameSchema, field, instrument } from './field.js';

/** In the order of the protocol page. */
export const MARGIN_FRAMES = [
  {
    name: 'setMargin',
    opcode: op.OP_SET_MARGIN,
    text: 'Margin rates of an instrument that is no option.',
    fields: [
      instrument,
      field('initial', 'ratio', 'fraction of notional', 'initial margin'),
      field('maintenance', 'ratio', 'fraction of notional', 'maintenance margin, at most initial'),
      field('deduction', 'nonNegative', 'settle asset', 'off the maintenance margin'),
    ],
  },
] as const satisfies readonly FrameSchema[];
