/**
 * The protocol as a table: every frame, its fields, units and meaning. Encoders, decoders and
 * docs/protocol.md derive from it; the kinds are checked against what the kernel was built with.
 */
import * as op from '../../assembly/opcodes.js';
import { type FrameSchema, field, instrument } from './field.js';
import { GATE_FRAMES, ORDER_FRAMES } from './gate-schema.js';
import { GUARD_FRAMES } from './guard-schema.js';
import { HEDGE_EVENT_FRAMES, HEDGE_FRAMES } from './hedge-schema.js';
import { MARGIN_FRAMES } from './margin-schema.js';
import { SKEW_FRAMES } from './skew-schema.js';
import { UNDERLYING_EVENT_FRAMES, UNDERLYING_FRAMES } from './underlying-schema.js';

export type { FieldKind, FieldSchema, FrameSchema } from './field.js';
export { OUTPUT_FRAMES, type OutputFrameName } from './output-schema.js';

const asset = field('asset', 'asset', 'index', 'which asset');
const reason = field('reason', 'reason', 'text', 'why, kept in the state and in the journal');

/** Frames a producer sends. */
export const INPUT_FRAMES = [
  {
    name: 'defineAsset',
    opcode: op.OP_DEFINE_ASSET,
    text: 'Defines an asset, or changes its rate.',
    fields: [
      asset,
      field('rate', 'positive', 'reporting currency per unit', 'value of one unit'),
      field(
        'rateInstrument',
        'optionalInstrument',
        'index',
        'the rate follows the mark of this instrument',
      ),
    ],
  },
  {
    name: 'defineInstrument',
    opcode: op.OP_DEFINE_INSTRUMENT,
    text: 'Defines an instrument, once.',
    fields: [
      instrument,
      field(
        'contract',
        'enum',
        '0 spot, 1 linear, 2 inverse, 3 quanto, 4 option, 5 inverseOption',
        'contract kind',
      ),
      field('baseAsset', 'asset', 'index', 'what is bought and sold'),
      field('settleAsset', 'asset', 'index', 'what PnL is paid in; quote currency of spot'),
      field('feeAsset', 'asset', 'index', 'what fees are paid in unless a fill says otherwise'),
      field('tickSize', 'positive', 'quote currency', 'price increment, of quotes and of fills'),
      field('lotSize', 'positive', 'base units or contracts', 'size increment'),
      field(
        'multiplier',
        'positive',
        'base, quote or settle units per contract',
        'contract multiplier',
      ),
      field('minLots', 'lots', 'lots', 'smallest order'),
      field('minNotional', 'nonNegative', 'quote currency', 'smallest order value'),
      field('makerFee', 'number', 'fraction of notional', 'above 0 costs, below 0 is a rebate'),
      field('takerFee', 'number', 'fraction of notional', 'above 0 costs'),
    ],
  },
  {
    name: 'setFees',
    opcode: op.OP_SET_FEES,
    text: 'Changes the fee rates.',
    fields: [
      instrument,
      field('makerFee', 'number', 'fraction of notional', 'above 0 costs, below 0 is a rebate'),
      field('takerFee', 'number', 'fraction of notional', 'above 0 costs'),
    ],
  },
  {
    name: 'setQuoting',
    opcode: op.OP_SET_QUOTING,
    text: 'Sets what surrounds the model: sizes, floors, caps, soft wall, requote gate.',
    fields: [
      instrument,
      field('quoteLots', 'lots', 'lots', 'size of one side at target inventory'),
      field(
        'sizeSkew',
        'ratio',
        '0..1',
        'share of the size that inventory moves to the other side',
      ),
      field('microWeight', 'ratio', '0..1', '0 fair value is the mid, 1 the microprice'),
      field('postOnly', 'enum', '0 no, 1 yes', 'keep quotes one tick away from the opposite touch'),
      field('minHalfSpreadBps', 'nonNegative', 'bps', 'floor of the half-spread'),
      field('maxHalfSpreadBps', 'positive', 'bps', 'cap of the half-spread'),
      field('minEdgeBps', 'number', 'bps', 'the half-spread covers maker fee plus this'),
      field('maxSkewBps', 'nonNegative', 'bps', 'cap of the inventory skew'),
      field(
        'wallStart',
        'ratio',
        '0..1',
        'normalised inventory at which the soft wall begins, below 1',
      ),
      field('wallSkewBps', 'nonNegative', 'bps', 'extra skew at full inventory'),
      field('requoteThresholdBps', 'nonNegative', 'bps', 'smallest price change worth a new quote'),
      field(
        'requoteSizeRatio',
        'nonNegative',
        'ratio',
        'smallest growth of size worth a new quote',
      ),
    ],
  },
  {
    name: 'setLinear',
    opcode: op.OP_SET_LINEAR,
    text: 'Skew model `linear`.',
    fields: [
      instrument,
      field('halfSpreadBps', 'nonNegative', 'bps', 'half-spread'),
      field('volatilityMultiplier', 'nonNegative', 'sqrt(s)', 'half-spread per unit of volatility'),
      field('inventorySkewBps', 'nonNegative', 'bps', 'skew at full inventory'),
    ],
  },
  {
    name: 'setAvellanedaStoikov',
    opcode: op.OP_SET_AVELLANEDA_STOIKOV,
    text: 'Skew model `avellanedaStoikov`.',
    fields: [
      instrument,
      field('gamma', 'nonNegative', '1/quote currency', 'risk aversion'),
      field('k', 'positive', '1/price', 'decay of the fill intensity'),
      field('horizonSeconds', 'nonNegative', 's', 'time to the end of the session, at most'),
      field('tradeSize', 'positive', 'base units', 'size of one fill'),
      field(
        'referencePrice',
        'optionalNumber',
        'quote currency',
        'turns inverse contracts into base units; required for them',
      ),
      field(
        'endTimeSeconds',
        'optionalNumber',
        's since the epoch',
        'end of the session; nil rolls for ever',
      ),
    ],
  },
  {
    name: 'setGueant',
    opcode: op.OP_SET_GUEANT,
    text: 'Skew model `gueantLehalleFernandezTapia` (closed form, general xi and trade size).',
    fields: [
      instrument,
      field('gamma', 'nonNegative', '1/quote currency', 'risk aversion'),
      field('xi', 'nonNegative', '1/quote currency', 'risk aversion to non-execution; gamma or 0'),
      field('A', 'positive', '1/s', 'fill intensity at the fair value'),
      field('k', 'positive', '1/price', 'decay of the fill intensity'),
      field('tradeSize', 'positive', 'base units', 'size of one fill'),
      field(
        'referencePrice',
        'optionalNumber',
        'quote currency',
        'turns inverse contracts into base units; required for them',
      ),
    ],
  },
  {
    name: 'setVolatility',
    opcode: op.OP_SET_VOLATILITY,
    text: 'Sets the irregular-time EWMA.',
    fields: [
      instrument,
      field('halfLifeSeconds', 'positive', 's', 'half-life of the average'),
      field('sampleSeconds', 'nonNegative', 's', 'shortest time between two samples'),
      field('initialSigma', 'nonNegative', 'price/sqrt(s)', 'volatility before the first sample'),
      field('floorSigma', 'nonNegative', 'price/sqrt(s)', 'smallest volatility used in quotes'),
    ],
  },
  {
    name: 'setInventory',
    opcode: op.OP_SET_INVENTORY,
    text: 'Sets target and hard limit of the position.',
    fields: [
      instrument,
      field(
        'targetLots',
        'signedLots',
        'lots',
        'position that quotes pull towards; inside maxPosition',
      ),
      field('maxPositionLots', 'lots', 'lots', 'hard limit on either side'),
      field('maxNotional', 'optionalNumber', 'quote currency', 'hard limit on value; nil for none'),
    ],
  },
  {
    name: 'setRisk',
    opcode: op.OP_SET_RISK,
    text: 'Sets staleness and price collar.',
    fields: [
      instrument,
      field(
        'maxAgeSeconds',
        'optionalNumber',
        's',
        'oldest market data that is quoted on; nil for none',
      ),
      field(
        'collarBps',
        'optionalNumber',
        'bps',
        'largest distance of a quote from the mark; nil for none',
      ),
    ],
  },
  {
    name: 'setEstimators',
    opcode: op.OP_SET_ESTIMATORS,
    text: 'Sets how volatility and fill intensity are estimated; the intensity begins anew.',
    fields: [
      instrument,
      field(
        'robust',
        'enum',
        '0 squares, 1 bipower',
        'samples of the volatility: jumps hardly enter bipower',
      ),
      field(
        'intensityHalfLifeSeconds',
        'positive',
        's',
        'half-life of the intensity of market orders',
      ),
      field(
        'minOrders',
        'positive',
        'orders',
        'effective orders without which there is no estimate',
      ),
      field('fromTicks', 'nonNegative', 'ticks', 'depth beyond the mid from which orders count'),
    ],
  },
  {
    name: 'setBookLimits',
    opcode: op.OP_SET_BOOK_LIMITS,
    text: 'Sets the limits of the whole book. nil for none.',
    fields: [
      field('maxGrossNotional', 'optionalNumber', 'reporting currency', 'above: REDUCING'),
      field(
        'lossReduce',
        'optionalNumber',
        'reporting currency',
        'loss since the UTC day began; above: REDUCING',
      ),
      field(
        'lossHalt',
        'optionalNumber',
        'reporting currency',
        'loss since the UTC day began; above: HALTED',
      ),
      field(
        'drawdownReduce',
        'optionalNumber',
        'reporting currency',
        'drawdown from peak; above: REDUCING',
      ),
      field(
        'drawdownHalt',
        'optionalNumber',
        'reporting currency',
        'drawdown from peak; above: HALTED',
      ),
      field(
        'recoverRatio',
        'ratio',
        '0..1',
        'share of a soft limit below which the book is ACTIVE again',
      ),
    ],
  },
  {
    name: 'setMaxAhead',
    opcode: op.OP_SET_MAX_AHEAD,
    text: 'Sets how far ahead of the last accepted frame others than clock and tradingState may be. nil for any distance.',
    fields: [field('seconds', 'optionalNumber', 's', 'above 0; frames further ahead are refused')],
  },
  ...SKEW_FRAMES,
  ...UNDERLYING_FRAMES,
  ...GUARD_FRAMES,
  ...MARGIN_FRAMES,
  ...HEDGE_FRAMES,
  {
    name: 'bookTicker',
    opcode: op.OP_BOOK_TICKER,
    text: 'Best bid and ask. The bid must be below the ask.',
    fields: [
      instrument,
      field('bidTicks', 'ticks', 'ticks', 'best bid'),
      field('askTicks', 'ticks', 'ticks', 'best ask'),
      field('bidLots', 'lots', 'lots', 'size at the best bid; 0 when unknown'),
      field('askLots', 'lots', 'lots', 'size at the best ask; 0 when unknown'),
    ],
  },
  {
    name: 'trade',
    opcode: op.OP_TRADE,
    text: 'A public trade.',
    fields: [
      instrument,
      field('priceTicks', 'ticks', 'ticks', 'price'),
      field('sizeLots', 'lots', 'lots', 'size'),
      field('aggressor', 'enum', '0 buy, 1 sell', 'side of the taker'),
    ],
  },
  {
    name: 'mark',
    opcode: op.OP_MARK,
    text: 'Valuation price; from the first one on the mid no longer marks the instrument.',
    fields: [instrument, field('price', 'positive', 'quote currency', 'mark price')],
  },
  {
    name: 'assetRate',
    opcode: op.OP_ASSET_RATE,
    text: 'Value of an asset.',
    fields: [asset, field('rate', 'positive', 'reporting currency per unit', 'value of one unit')],
  },
  {
    name: 'fill',
    opcode: op.OP_FILL,
    text: 'An own execution. Applied once by id.',
    fields: [
      instrument,
      field('fillId', 'id', '', 'unique within the book'),
      field('side', 'enum', '0 buy, 1 sell', 'own side'),
      field('priceTicks', 'ticks', 'ticks', 'price'),
      field('sizeLots', 'lots', 'lots', 'size, above 0'),
      field('liquidity', 'enum', '0 maker, 1 taker', 'which fee rate applies'),
      field('purpose', 'enum', '0 quote, 1 hedge', 'which PnL bucket the edge belongs to'),
      field('fee', 'optionalNumber', 'fee asset', 'fee paid, below 0 a rebate; nil uses the rate'),
      field(
        'feeAsset',
        'optionalAsset',
        'index',
        'what the fee was paid in; nil uses the instrument',
      ),
    ],
  },
  {
    name: 'working',
    opcode: op.OP_WORKING,
    text: 'Own open orders, as absolute totals. resting is the part that the next quote replaces in place.',
    fields: [
      instrument,
      field('openBuyLots', 'lots', 'lots', 'all open buys, pending cancels included'),
      field('openSellLots', 'lots', 'lots', 'all open sells, pending cancels included'),
      field('restingBidLots', 'lots', 'lots', 'of the buys, quotes that the next quote amends'),
      field('restingAskLots', 'lots', 'lots', 'of the sells, quotes that the next quote amends'),
    ],
  },
  {
    name: 'position',
    opcode: op.OP_POSITION,
    text: 'Reconciliation: the position is now this; the difference goes to the adjustment bucket.',
    fields: [
      instrument,
      field('positionLots', 'signedLots', 'lots', 'position to have'),
      field('priceTicks', 'ticks', 'ticks', 'price of the difference'),
    ],
  },
  {
    name: 'cash',
    opcode: op.OP_CASH,
    text: 'Cash in or out.',
    fields: [
      asset,
      field('amount', 'number', 'asset', 'above 0 comes in'),
      field('purpose', 'enum', '0 capital, 1 adjustment', 'capital is not PnL; adjustment is'),
    ],
  },
  {
    name: 'funding',
    opcode: op.OP_FUNDING,
    text: 'Funding of a perpetual: a long position pays rate x notional when the rate is above 0.',
    fields: [
      instrument,
      field('rate', 'number', 'fraction of notional', 'funding rate of the period'),
      field('markPrice', 'positive', 'quote currency', 'price that values the position'),
    ],
  },
  {
    name: 'settle',
    opcode: op.OP_SETTLE,
    text: 'Expiry: the position closes at this price.',
    fields: [
      instrument,
      field('price', 'nonNegative', 'quote currency', 'settlement price or payoff'),
    ],
  },
  {
    name: 'alpha',
    opcode: op.OP_ALPHA,
    text: 'External signal: shifts the fair value.',
    fields: [instrument, field('alphaBps', 'number', 'bps', 'shift, -10000 .. 10000')],
  },
  {
    name: 'clock',
    opcode: op.OP_CLOCK,
    text: 'Time passes; every instrument is judged again.',
    fields: [],
  },
  {
    name: 'tradingState',
    opcode: op.OP_TRADING_STATE,
    text: 'Operator command: ACTIVE releases a halt, with a reason.',
    fields: [
      field('instrument', 'optionalInstrument', 'index', 'nil for the whole book'),
      field('state', 'enum', '0 ACTIVE, 1 REDUCING, 2 HALTED', 'state to be in'),
      reason,
    ],
  },
  ...UNDERLYING_EVENT_FRAMES,
  ...HEDGE_EVENT_FRAMES,
  ...GATE_FRAMES,
  ...ORDER_FRAMES,
] as const satisfies readonly FrameSchema[];

const book = field('book', 'lots', 'id', 'which book');

/** Frames of a stream of many books, in and out: whose the frames behind them are. */
export const STREAM_FRAMES = [
  {
    name: 'book',
    opcode: op.OP_BOOK,
    text: 'What follows is for (in) or from (out) this book, until the next such frame.',
    fields: [book],
  },
  {
    name: 'openBook',
    opcode: op.OP_OPEN_BOOK,
    text: 'Opens an empty book with room for so much, and what follows is for it.',
    fields: [
      book,
      field('instruments', 'lots', 'count', '1 .. 1,048,576'),
      field('assets', 'lots', 'count', '1 .. 65,536'),
      field('fillIds', 'lots', 'count', 'a power of two, 8 .. 16,777,216'),
      field('tableLevels', 'lots', 'count', '0 .. 16,777,216'),
      field('underlyings', 'lots', 'count', '0 .. 131,072'),
      field('expiries', 'lots', 'count', '0 .. 65,536'),
      field('options', 'lots', 'count', '0 .. 1,048,576'),
      field('guards', 'lots', 'count', '0 .. 65,536'),
    ],
  },
] as const satisfies readonly FrameSchema[];

/** Name of a frame a producer sends. */
export type InputFrameName = (typeof INPUT_FRAMES)[number]['name'];
