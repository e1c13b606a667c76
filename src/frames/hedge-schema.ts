/** Frames about hedging; part of the table in schema.ts. */
import * as op from '../../assembly/opcodes.js';
import { type FrameSchema, field, instrument } from './field.js';

/** How to hedge, and with what. */
export const HEDGE_FRAMES = [
  {
    name: 'setHedge',
    opcode: op.OP_SET_HEDGE,
    text: 'How an underlying is hedged. The parameters a to d are the half-width (band); risk aversion and discount factor (whalleyWilmott); psi, eta, permanent impact and inventory penalty (dealer); risk aversion, volatility and volatility of volatility over the horizon and their correlation (minimumVariance).',
    fields: [
      field('underlying', 'lots', 'index', 'which underlying'),
      field(
        'mode',
        'enum',
        '0 off, 1 band, 2 whalleyWilmott, 3 dealer, 4 minimumVariance',
        'what decides',
      ),
      field('a', 'nonNegative', 'by mode', 'see above'),
      field('b', 'nonNegative', 'by mode', 'see above'),
      field('c', 'nonNegative', 'by mode', 'see above'),
      field('d', 'number', 'by mode', '0 or more; a correlation -1..1'),
      field('targetDelta', 'number', 'base units', 'delta to hold'),
      field('targetGamma', 'number', 'base units per quote currency', 'gamma to hold'),
      field('targetVega', 'number', 'quote currency per 1.00', 'vega to hold'),
      field('aggressiveness', 'ratio', '0..1', '0 trades to the edge of the band, 1 to the target'),
      field('minIntervalSeconds', 'nonNegative', 's', 'shortest time between hedges'),
      field('maxDelta', 'optionalNumber', 'base units', 'most that is traded at once'),
    ],
  },
  {
    name: 'setHedgeInstrument',
    opcode: op.OP_SET_HEDGE_INSTRUMENT,
    text: 'Whether an instrument hedges its underlying, and at what cost. Sent again it ends a hedge that is unconfirmed: the position is taken as it stands.',
    fields: [
      instrument,
      field('enabled', 'enum', '0 no, 1 yes', 'whether new hedges may use it'),
      field('halfSpreadBps', 'optionalNumber', 'bps', 'nil takes half the spread of the touch'),
      field('impactBpsPerLot', 'nonNegative', 'bps per lot', 'how far a lot moves the price'),
      field('carryBps', 'number', 'bps', 'what a long position pays over the horizon'),
      field('maxLots', 'lots', 'lots', 'largest order, 1 or more'),
      field('settleSeconds', 'nonNegative', 's', 'how late reports of the venue may be'),
      field('confirmSeconds', 'nonNegative', 's', 'after which a hedge is unconfirmed'),
    ],
  },
] as const satisfies readonly FrameSchema[];

/** What becomes of hedges. */
export const HEDGE_EVENT_FRAMES = [
  {
    name: 'hedgeResult',
    opcode: op.OP_HEDGE_RESULT,
    text: 'The open hedge of an instrument has ended: nothing more of it will be filled.',
    fields: [
      instrument,
      field('hedgeId', 'lots', 'id', 'as in the hedge frame'),
      field('filledLots', 'lots', 'lots', 'how much of it was filled in all'),
      field('result', 'enum', '0 done, 1 cancelled, 2 rejected', 'how it ended'),
    ],
  },
] as const satisfies readonly FrameSchema[];

/** What the engine wants traded. */
export const HEDGE_OUTPUT_FRAMES = [
  {
    name: 'hedge',
    opcode: op.OP_HEDGE,
    text: 'Trade this now, with fills of purpose hedge, and say how it ended with hedgeResult. Until then its lots count as if they were filled.',
    fields: [
      field('hedgeId', 'lots', 'id', 'counts up from 1 in each book'),
      instrument,
      field('side', 'enum', '0 buy, 1 sell', 'which way'),
      field('sizeLots', 'lots', 'lots', 'how much'),
      field('priceTicks', 'lots', 'ticks', 'touch it would take, 0 when there is none'),
      field('cost', 'number', 'reporting currency', 'what it is expected to cost'),
      field('deltaBefore', 'number', 'base units', 'exposure of the underlying before'),
      field('deltaAfter', 'number', 'base units', 'exposure when it is filled'),
      field('reason', 'number', 'code', 'why it is sent'),
    ],
  },
] as const satisfies readonly FrameSchema[];
