/** Frames about margin; part of the table in schema.ts. */
import * as op from '../../assembly/opcodes.js';
import { type FrameSchema, field, instrument } from './field.js';

/** In the order of the protocol page. */
export const MARGIN_FRAMES = [
  {
    name: 'setAccount',
    opcode: op.OP_SET_ACCOUNT,
    text: 'Sets what stands behind cross margin.',
    fields: [field('mode', 'enum', '0 singleAsset, 1 multiAsset', 'by settle asset, or pooled')],
  },
  {
    name: 'setCollateral',
    opcode: op.OP_SET_COLLATERAL,
    text: 'Sets how much of an asset is collateral in a multiAsset account.',
    fields: [
      field('asset', 'asset', 'index', 'which asset'),
      field('haircut', 'ratio', '0..1', 'share of its balance that does not count'),
    ],
  },
  {
    name: 'setMargin',
    opcode: op.OP_SET_MARGIN,
    text: 'Margin rates of an instrument that is no option. Its slopes are 0 then, and it has one tier.',
    fields: [
      instrument,
      field('initial', 'ratio', 'fraction of notional', 'initial margin'),
      field('maintenance', 'ratio', 'fraction of notional', 'maintenance margin, at most initial'),
      field('deduction', 'nonNegative', 'settle asset', 'off the maintenance margin'),
    ],
  },
  {
    name: 'setMarginSlope',
    opcode: op.OP_SET_MARGIN_SLOPE,
    text: 'Rates that grow with the size of the position.',
    fields: [
      instrument,
      field('initial', 'nonNegative', '1/base unit', 'added to the initial rate per base unit'),
      field('maintenance', 'nonNegative', '1/base unit', 'to that of maintenance, at most initial'),
    ],
  },
  {
    name: 'setMarginTier',
    opcode: op.OP_SET_MARGIN_TIER,
    text: 'Rates of the notional above a bound. Tiers come in order; the last one said is the last.',
    fields: [
      instrument,
      field('tier', 'lots', 'number', '1 .. 8, at most one more than there are'),
      field('above', 'positive', 'settle asset', 'where it begins, above the tier before'),
      field('initial', 'ratio', 'fraction of notional', 'initial margin'),
      field('maintenance', 'ratio', 'fraction of notional', 'maintenance margin, at most initial'),
    ],
  },
  {
    name: 'setIsolated',
    opcode: op.OP_SET_ISOLATED,
    text: 'Gives a position collateral of its own, out of the balance of its settle asset.',
    fields: [
      instrument,
      field('collateral', 'optionalNumber', 'settle asset', 'above 0; nil gives it back: cross'),
    ],
  },
  {
    name: 'setOptionMargin',
    opcode: op.OP_SET_OPTION_MARGIN,
    text: 'Margin of short positions in an option, per coin.',
    fields: [
      instrument,
      field('initial', 'ratio', 'coins', 'initial margin at the money'),
      field('floor', 'ratio', 'coins', 'least initial margin, at most initial'),
      field('maintenance', 'ratio', 'coins', 'maintenance margin, at most floor'),
    ],
  },
] as const satisfies readonly FrameSchema[];
