/** The protocol as a table, continued: what the engine answers. */
import * as op from '../../assembly/opcodes.js';
import { type FrameSchema, field, instrument } from './field.js';
import { LADDER_FRAME } from './guard-schema.js';
import { HEDGE_OUTPUT_FRAMES } from './hedge-schema.js';

/** Frames the engine sends. */
export const OUTPUT_FRAMES = [
  {
    name: 'quote',
    opcode: op.OP_QUOTE,
    text: 'The quote of an instrument, both sides. A side with 0 lots is withdrawn for the stated reason.',
    fields: [
      instrument,
      field('bidTicks', 'lots', 'ticks', 'bid price, 0 when not quoted'),
      field('bidLots', 'lots', 'lots', 'bid size'),
      field('askTicks', 'lots', 'ticks', 'ask price, 0 when not quoted'),
      field('askLots', 'lots', 'lots', 'ask size'),
      field('bidReason', 'number', 'code', 'why the bid is not quoted, 0 when it is'),
      field('askReason', 'number', 'code', 'why the ask is not quoted, 0 when it is'),
    ],
  },
  ...HEDGE_OUTPUT_FRAMES,
  {
    name: 'riskState',
    opcode: op.OP_RISK_STATE,
    text: 'A trading state changed.',
    fields: [
      field('instrument', 'optionalInstrument', 'index', 'nil for the whole book'),
      field('previous', 'enum', '0 ACTIVE, 1 REDUCING, 2 HALTED', 'state before'),
      field('state', 'enum', '0 ACTIVE, 1 REDUCING, 2 HALTED', 'state now'),
      field('limit', 'number', 'code', 'what moved it'),
      field('measure', 'number', 'as the limit', 'what was measured'),
      field('bound', 'number', 'as the limit', 'what was allowed'),
    ],
  },
  {
    name: 'limitEvent',
    opcode: op.OP_LIMIT_EVENT,
    text: 'A limit is exceeded by facts; nothing was refused.',
    fields: [
      instrument,
      field('limit', 'number', 'code', 'which limit'),
      field('measure', 'number', 'as the limit', 'what was measured'),
      field('bound', 'number', 'as the limit', 'what is allowed'),
    ],
  },
  {
    name: 'reject',
    opcode: op.OP_REJECT,
    text: 'Input that was not applied and changed nothing.',
    fields: [
      field('rejectedOpcode', 'number', 'opcode', '0 when it could not be read'),
      field('code', 'number', 'code', 'why'),
      field('field', 'number', 'index', 'which field, from 0 after the time; -1 when none'),
      field('measure', 'number', 'as the field', 'what was received'),
      field('bound', 'number', 'as the field', 'what is allowed'),
      field('bytes', 'number', 'bytes', 'how many bytes of input were passed over'),
    ],
  },
  LADDER_FRAME,
  {
    name: 'orderVerdict',
    opcode: op.OP_ORDER_VERDICT,
    text: 'Whether an order may be sent, and how much of it.',
    fields: [
      field('orderId', 'id', 'id', 'as in `checkOrder`'),
      instrument,
      field('verdict', 'enum', '0 allow, 1 resize, 2 deny', 'what the order manager is to do'),
      field('allowedLots', 'lots', 'lots', 'open size that may be sent; 0 of a cancel'),
      field('cause', 'number', 'code', 'why it is not allowed as it is, 0 when it is'),
      field('measure', 'number', 'as the cause', 'what was measured'),
      field('bound', 'number', 'as the cause', 'what is allowed'),
    ],
  },
] as const satisfies readonly FrameSchema[];

/** Name of a frame the engine sends. */
export type OutputFrameName = (typeof OUTPUT_FRAMES)[number]['name'];
