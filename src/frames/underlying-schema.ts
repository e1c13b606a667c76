/** Frames about underlyings, expiries and options; part of the table in schema.ts. */
import * as op from '../../assembly/opcodes.js';
import { type FrameSchema, field, instrument } from './field.js';

const underlying = field('underlying', 'lots', 'index', 'which underlying');
const expiry = field('expiry', 'lots', 'index', 'which expiry');

const PARAMETERS = [
  field('parameter1', 'number', 'by model', 'see above'),
  field('parameter2', 'number', 'by model', 'see above'),
  field('parameter3', 'number', 'by model', 'see above'),
  field('parameter4', 'number', 'by model', 'see above'),
  field('parameter5', 'number', 'by model', 'see above'),
  field('parameter6', 'number', 'by model', 'see above'),
  field('parameter7', 'number', 'by model', 'see above'),
  field('parameter8', 'number', 'by model', 'see above'),
] as const;

/** What they are. */
export const UNDERLYING_FRAMES = [
  {
    name: 'defineUnderlying',
    opcode: op.OP_DEFINE_UNDERLYING,
    text: 'Defines an underlying, or changes how it is followed.',
    fields: [
      underlying,
      field('collateral', 'optionalAsset', 'index', 'coin account whose equity is delta'),
      field('follows', 'optionalInstrument', 'index', 'the index follows the mark of this'),
      field('remarkBps', 'optionalNumber', 'bps', 'index move that prices the options again'),
      field('remarkSeconds', 'optionalNumber', 's', 'time after which a clock frame does'),
    ],
  },
  {
    name: 'setUnderlying',
    opcode: op.OP_SET_UNDERLYING,
    text: 'Says what a contract other than an option is a contract on, once.',
    fields: [instrument, underlying],
  },
  {
    name: 'defineExpiry',
    opcode: op.OP_DEFINE_EXPIRY,
    text: 'Defines an expiry of an underlying, or changes its time and rate.',
    fields: [
      expiry,
      underlying,
      field('expiryTimeNs', 'id', 'ns since 1970', 'when its options expire'),
      field('rate', 'number', '1/year', 'discount rate, continuously compounded'),
    ],
  },
  {
    name: 'defineOption',
    opcode: op.OP_DEFINE_OPTION,
    text: 'The terms of an option. One that is neither held nor ordered may get new terms.',
    fields: [
      instrument,
      expiry,
      field('right', 'enum', '0 call, 1 put', 'what the option gives'),
      field('strike', 'positive', 'quote currency', 'strike price of the underlying'),
      field('volatility', 'optionalNumber', '1/sqrt(year)', "nil takes the expiry's smile"),
      field('mark', 'enum', '0 market, 1 model', 'whether a re-mark sets the mark'),
      field('fair', 'enum', '0 market, 1 model', 'what the fair value of quotes is'),
    ],
  },
  {
    name: 'setSmile',
    opcode: op.OP_SET_SMILE,
    text: 'Raw SVI smile of an expiry: a + b (rho (k - m) + sqrt((k - m)^2 + sigma^2)), total variance at k = ln(strike/forward).',
    fields: [
      expiry,
      field('a', 'number', 'variance', 'level'),
      field('b', 'nonNegative', 'variance', 'slope of the wings'),
      field('rho', 'number', '-1..1', 'tilt'),
      field('m', 'number', 'ln(strike/forward)', 'shift'),
      field('sigma', 'positive', 'ln(strike/forward)', 'rounding of the vertex'),
    ],
  },
  {
    name: 'setOptionModel',
    opcode: op.OP_SET_OPTION_MODEL,
    text: 'How an option is quoted; parameters by model, unused ones 0. greeks: half-spread, vega skew (volatility) and the vega at which it is full, delta skew (fraction of the index) and the delta at which it is full. hedged: C, D of fills C - D x distance per unit of time; unhedged: these, gamma, volatility, horizon in years; residual: these and volatility of volatility. vega: lambda, alpha, beta of fills lambda / (1 + e^(alpha + beta x distance)), trade size in base units.',
    fields: [
      instrument,
      field(
        'model',
        'enum',
        '0 none, 1 greeks, 2 hedged, 3 unhedged, 4 residual, 5 vega',
        'none takes back what was set',
      ),
      field('unit', 'enum', '0 price, 1 volatility', 'what distances are measured in'),
      ...PARAMETERS,
    ],
  },
  {
    name: 'setVegaRisk',
    opcode: op.OP_SET_VEGA_RISK,
    text: 'What the vega model says about an underlying.',
    fields: [
      underlying,
      field('gamma', 'nonNegative', '1/quote currency', 'risk aversion'),
      field('volOfVariance', 'nonNegative', '1/sqrt(year)', 'volatility of the variance'),
      field('maxVega', 'optionalNumber', 'per 1.00', 'largest vega of the book; nil for none'),
    ],
  },
] as const satisfies readonly FrameSchema[];

/** What their market says. */
export const UNDERLYING_EVENT_FRAMES = [
  {
    name: 'index',
    opcode: op.OP_INDEX,
    text: 'Index price of an underlying.',
    fields: [underlying, field('price', 'positive', 'quote currency', 'index price')],
  },
  {
    name: 'forward',
    opcode: op.OP_FORWARD,
    text: 'Forward price of an expiry, which moves with the index from then on.',
    fields: [expiry, field('price', 'positive', 'quote currency', 'forward price')],
  },
  {
    name: 'impliedVol',
    opcode: op.OP_IMPLIED_VOL,
    text: 'Volatility of an option; it takes the smile no longer.',
    fields: [instrument, field('volatility', 'positive', '1/sqrt(year)', 'implied volatility')],
  },
  {
    name: 'remark',
    opcode: op.OP_REMARK,
    text: 'Prices all options of an underlying now, with the volatilities and forwards of now.',
    fields: [underlying],
  },
] as const satisfies readonly FrameSchema[];
