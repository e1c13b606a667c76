/** Frames about the pre-trade gate; part of the table in schema.ts. */
import * as op from '../../assembly/opcodes.js';
import { type FrameSchema, field, instrument } from './field.js';

const messagesPerSecond = field(
  'messagesPerSecond',
  'optionalNumber',
  '1/s',
  'new orders and amends, nil for no budget',
);
const messageBurst = field('messageBurst', 'lots', 'count', 'as many at once, 1 or more');
const cancelsPerSecond = field(
  'cancelsPerSecond',
  'optionalNumber',
  '1/s',
  'cancels, nil for no budget',
);
const cancelBurst = field('cancelBurst', 'lots', 'count', 'as many at once, 1 or more');

/** How it is set up. */
export const GATE_FRAMES = [
  {
    name: 'setGate',
    opcode: op.OP_SET_GATE,
    text: 'Message budgets of the whole book, which are full afterwards, and how long orders may stay unreported.',
    fields: [
      messagesPerSecond,
      messageBurst,
      cancelsPerSecond,
      cancelBurst,
      field('maxUnreportedSeconds', 'optionalNumber', 's', 'from an order to the next `working`'),
      field('countQuotes', 'enum', '0 no, 1 yes', 'published quotes draw from the message budgets'),
    ],
  },
  {
    name: 'setInstrumentGate',
    opcode: op.OP_SET_INSTRUMENT_GATE,
    text: 'What orders of an instrument may be; its budgets are full afterwards.',
    fields: [
      instrument,
      field('maxLots', 'optionalNumber', 'lots', 'largest order, nil for none'),
      field('maxValue', 'optionalNumber', 'quote currency', 'largest value of an order'),
      field('markCollarBps', 'optionalNumber', 'bps', 'largest distance from the mark'),
      field('touchCollarBps', 'optionalNumber', 'bps', 'largest distance through the touch'),
      messagesPerSecond,
      messageBurst,
      cancelsPerSecond,
      cancelBurst,
      field('repeats', 'lots', 'count', 'fills in a row that close their side, 0 for none'),
      field('pauseSeconds', 'nonNegative', 's', 'without a fill of the side: ends the row'),
      field('denyCross', 'enum', '0 no, 1 yes', 'no order may cross the own quote'),
    ],
  },
] as const satisfies readonly FrameSchema[];

/** Orders that the engine did not propose. */
export const ORDER_FRAMES = [
  {
    name: 'checkOrder',
    opcode: op.OP_CHECK_ORDER,
    text: 'May this order be sent? Answered by `orderVerdict`; an allowed order counts as open at once.',
    fields: [
      instrument,
      field('orderId', 'id', 'id', 'of the order manager; that of a new order is not reused soon'),
      field('action', 'enum', '0 new, 1 amend, 2 cancel', 'what is to be done'),
      field('side', 'enum', '0 buy, 1 sell', 'side of the order'),
      field('lots', 'lots', 'lots', 'open size wanted, 1 or more; 0 of a cancel'),
      field('priceTicks', 'lots', 'ticks', 'limit price, 0 for a market order'),
      field('reduceOnly', 'enum', '0 no, 1 yes', 'it may only close the position'),
      field('replacesLots', 'lots', 'lots', 'of an amend: what of the order is open already'),
    ],
  },
] as const satisfies readonly FrameSchema[];
