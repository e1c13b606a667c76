/** Frames that deliver quote tables and factor loadings; part of the table in schema.ts. */
import * as op from '../../assembly/opcodes.js';
import { type FrameSchema, field, instrument } from './field.js';

/** In the order of the protocol page. */
export const SKEW_FRAMES = [
  {
    name: 'setTableLevel',
    opcode: op.OP_SET_TABLE_LEVEL,
    text: 'Writes one level of a quote table into a row that no instrument quotes by.',
    fields: [
      field('row', 'lots', 'index', "0 .. the book's capacity of table levels - 1"),
      field('bidTicks', 'number', 'ticks', 'fair value - bid; may be below 0'),
      field('askTicks', 'number', 'ticks', 'ask - fair value; may be below 0'),
      field('sides', 'enum', '0 both, 1 bid, 2 ask', 'which sides are quoted at this level'),
    ],
  },
  {
    name: 'setTable',
    opcode: op.OP_SET_TABLE,
    text: 'Skew model by quote table: takes rows written by `setTableLevel`, gives back those of the last table.',
    fields: [
      instrument,
      field('firstRow', 'lots', 'index', 'row of the lowest level'),
      field('levels', 'lots', 'count', 'rows, 1 or more'),
      field('lowestLots', 'number', 'lots', 'deviation from the target at the lowest level'),
      field('lotsPerLevel', 'positive', 'lots', 'from one level to the next'),
    ],
  },
  {
    name: 'setFactorLoadings',
    opcode: op.OP_SET_FACTOR_LOADINGS,
    text: 'Whole-book skew: how the return of an instrument moves with the factors of the book.',
    fields: [
      instrument,
      field('coefficient', 'nonNegative', 's/reporting currency', 'skew per covariance and value'),
      field('maxSkewBps', 'nonNegative', 'bps', 'cap of the whole-book skew'),
      field('idiosyncratic', 'nonNegative', '1/s', 'variance that no factor explains'),
      field('loading1', 'number', '1/sqrt(s)', 'return per factor 1; 0 for none, as all below'),
      field('loading2', 'number', '1/sqrt(s)', 'factor 2'),
      field('loading3', 'number', '1/sqrt(s)', 'factor 3'),
      field('loading4', 'number', '1/sqrt(s)', 'factor 4'),
      field('loading5', 'number', '1/sqrt(s)', 'factor 5'),
      field('loading6', 'number', '1/sqrt(s)', 'factor 6'),
      field('loading7', 'number', '1/sqrt(s)', 'factor 7'),
      field('loading8', 'number', '1/sqrt(s)', 'factor 8'),
    ],
  },
] as const satisfies readonly FrameSchema[];
