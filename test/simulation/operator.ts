/** Frames of the operator: what is switched on at the begin, and changed on the way. */
import type { FieldValue, InputFrameName } from '../../src/frames/index.js';
import type { Desk, Listing } from './desk.js';
import type { Draw } from './draw.js';
import type { Message } from './message.js';
import type { Swarm } from './swarm.js';

function frame(name: InputFrameName, ...values: FieldValue[]): Message {
  return { name, values };
}

/** Everything that a run begins with. */
export function openingFrames(desk: Desk, swarm: Swarm, draw: Draw): Message[] {
  const { features } = swarm;
  const { listings } = desk;
  const each = (make: (listing: Listing) => Message[]): Message[] => listings.flatMap(make);
  return [
    ...(features.limits ? [bookLimits(draw)] : []),
    ...(features.maxAhead ? [maxAhead(swarm, draw)] : []),
    ...(features.gate
      ? [bookGate(swarm, draw), ...each((one) => [instrumentGate(swarm, draw, one)])]
      : []),
    ...(features.doubts
      ? [frame('setLadder', 2, 0.5, 1, 3, draw.log(20, 500), 2)]
      : [ladder(draw)]),
    ...(features.guards ? guards(desk, draw) : []),
    ...(features.margin ? each((one) => margins(draw, one)) : []),
    ...(features.margin ? [frame('setAccount', draw.whole(0, 1))] : []),
    ...(features.margin ? [frame('setCollateral', 1, draw.pick([0, 0.2]))] : []),
    ...(features.hedging ? hedging(desk, draw) : []),
    ...(features.factors ? each((one) => [loadings(draw, one)]) : []),
    ...(features.tables ? tables(desk, draw) : []),
    ...each((one) => (draw.chance(0.3) ? [estimators(draw, one)] : [])),
  ];
}

/** One change of what stands. */
export function reconfiguration(desk: Desk, swarm: Swarm, draw: Draw): Message[] {
  const { features } = swarm;
  const one = draw.pick(desk.listings as [Listing, ...Listing[]]);
  const { index } = one;
  const choices: Message[][] = [
    [inventory(draw, one)],
    [frame('setRisk', index, draw.pick([10, 1, null]), draw.pick([200, 30, null]))],
    [frame('setFees', index, draw.pick([0, 0.0002, -0.0001]), 0.0005)],
    [model(draw, one)],
    [frame('setVolatility', index, draw.log(1, 100), 0, one.kind.price * 1e-4, 0)],
    [estimators(draw, one)],
    [quoting(draw, one)],
    listing(),
    [frame('defineAsset', 3, draw.log(1, 10), draw.pick([null, null, 0]))],
    ...(features.limits ? [[bookLimits(draw)]] : []),
    ...(features.maxAhead ? [[maxAhead(swarm, draw)]] : []),
    ...(features.gate ? [[instrumentGate(swarm, draw, one)], [bookGate(swarm, draw)]] : []),
    ...(features.guards ? [guards(desk, draw).slice(0, 1)] : []),
    ...(features.hedging ? [hedging(desk, draw)] : []),
    ...(features.margin ? [margins(draw, one)] : []),
    ...(features.factors ? [[loadings(draw, one)]] : []),
    ...(features.tables ? [tables(desk, draw)] : []),
    ...(features.options ? [chainTerms(draw, desk)] : []),
  ];
  return choices[draw.whole(0, choices.length - 1)] ?? [];
}

/** An instrument that is listed while the book runs. */
function listing(): Message[] {
  const index = 9;
  return [
    frame('defineInstrument', index, 1, 1, 0, 0, 0.1, 0.01, 1, 1, 0, 0, 0),
    frame('setQuoting', index, 5, 0, 0, 1, 0, 500, 0, 500, 0.8, 5, 1, 0.1),
    frame('setLinear', index, 5, 0, 5),
    frame('setInventory', index, 0, 50, null),
  ];
}

/** Somebody looks at what has stopped, and may find that it stopped too early. */
export function release(swarm: Swarm, draw: Draw, halted: readonly (number | null)[]): Message[] {
  const some = halted as [number | null, ...(number | null)[]];
  const of = draw.chance(0.3) ? draw.pick(some) : null;
  const resume = { ...frame('tradingState', of, 0, 'looked at'), delay: draw.whole(5, 60) };
  return swarm.features.limits && draw.chance(0.5) ? [bookLimits(draw), resume] : [resume];
}

/** The position is taken as it stands. */
export function acknowledge(draw: Draw, desk: Desk, index: number): Message[] {
  const found = desk.listings[index];
  if (found === undefined) return [];
  return [{ ...hedgeInstrument(draw, found), delay: draw.whole(5, 60) }];
}

export function command(desk: Desk, draw: Draw): Message {
  const state = draw.pick([0, 0, 0, 1, 2]);
  const of = draw.chance(0.6) ? null : draw.whole(0, desk.listings.length - 1);
  return frame('tradingState', of, state, draw.pick(['routine', 'the venue is down', 'drill']));
}

function maxAhead({ stepSeconds }: Swarm, draw: Draw): Message {
  return frame('setMaxAhead', stepSeconds * draw.log(20, 1000));
}

/** Above what a run gains and loses by an order of magnitude at times, and well inside it at others. */
function bookLimits(draw: Draw): Message {
  const scale = draw.log(20, 500_000);
  const some = (value: number): number | null => (draw.chance(0.6) ? value : null);
  const limits = [some(scale), some(scale * 3), some(scale * 1.5), some(scale * 4)];
  const gross = some(draw.log(1e3, 1e6));
  return frame('setBookLimits', gross, ...limits, draw.pick([0.8, 0.5, 0]));
}

function ladder(draw: Draw): Message {
  return frame(
    'setLadder',
    draw.pick([1, 2]),
    0.5,
    draw.pick([0, 1, 10]),
    draw.pick([1, 3]),
    null,
    5,
  );
}

function guards(desk: Desk, draw: Draw): Message[] {
  const { listings } = desk;
  const made: Message[] = [];
  const add = (
    scope: number,
    index: number,
    measure: number,
    hard: number,
    floor = false,
  ): void => {
    const softRung = draw.pick([1, 2, 3]);
    const hardRung = draw.pick([2, 3, 4, 5].filter((rung) => rung >= softRung) as [number]);
    const soft = draw.chance(0.7) ? hard * (floor ? 2 : 0.6) : null;
    const numbers = [draw.pick([1, 1, 2, 5]), draw.pick([0.8, 0.5, 1]), draw.pick([1, 0.5])];
    const scopes = [made.length, scope, index, measure, soft, hard, softRung, hardRung];
    made.push(frame('setGuard', ...scopes, ...numbers, measure === 11 ? 2 : 0));
  };
  const listing = draw.pick(listings as [Listing, ...Listing[]]);
  add(3, listing.index, 1, Math.max(2, Math.round(listing.maxLots * draw.between(0.3, 1))));
  const more: (() => void)[] = [
    () => add(3, listing.index, 2, draw.log(100, 1e5)),
    () => add(2, 0, draw.pick([3, 4, 5, 6, 7, 8, 9]), draw.log(0.05, 1e6)),
    () => add(1, draw.whole(0, 2), 8, draw.log(0.1, 1e5)),
    () => add(0, 0, draw.pick([8, 10, 11]), draw.log(0.01, 1e5)),
    () => add(0, 0, draw.pick([12, 13]), draw.log(20, 2e4)),
    () => add(4, 0, 14, draw.log(1, 1e3)),
    () => add(0, 0, draw.pick([15, 16]), draw.log(0.001, 1)),
    () => add(draw.pick([0, 3]), 0, 17, draw.log(0.01, 0.5), true),
  ];
  for (const one of more) if (draw.chance(0.4)) one();
  return made;
}

/** Messages per second that some streams need and others exceed; null for any. */
function messageRate({ stepSeconds }: Swarm, draw: Draw): number | null {
  return draw.chance(0.5) ? draw.log(0.003, 3) / stepSeconds : null;
}

function bookGate(swarm: Swarm, draw: Draw): Message {
  const perSecond = messageRate(swarm, draw);
  const burst = draw.whole(1, 50);
  const unreported = draw.pick([null, 0.5, 5]);
  const cancels = perSecond === null ? null : perSecond * 2;
  return frame('setGate', perSecond, burst, cancels, burst * 2, unreported, draw.pick([0, 1]));
}

function instrumentGate(swarm: Swarm, draw: Draw, listing: Listing): Message {
  const { index, maxLots, kind } = listing;
  const perSecond = messageRate(swarm, draw);
  const burst = draw.whole(1, 20);
  const value = maxLots * kind.lotSize * kind.multiplier * kind.price;
  return frame(
    'setInstrumentGate',
    index,
    draw.chance(0.5) ? maxLots : null,
    draw.chance(0.3) ? value * 0.3 : null,
    draw.chance(0.6) ? 500 : null,
    draw.chance(0.6) ? 100 : null,
    perSecond,
    burst,
    perSecond,
    burst,
    draw.pick([0, 2, 5]),
    draw.pick([0.5, 5]),
    draw.whole(0, 1),
  );
}

function margins(draw: Draw, { index, kind, maxLots }: Listing): Message[] {
  if (kind.isOption) return [frame('setOptionMargin', index, 0.15, 0.1, 0.075)];
  const value = maxLots * kind.lotSize * kind.multiplier * kind.price;
  const frames = [frame('setMargin', index, draw.pick([0.1, 0.5, 1]), 0.05, 0)];
  if (draw.chance(0.3)) frames.push(frame('setMarginSlope', index, 0.001, 0.0005));
  if (draw.chance(0.3)) frames.push(frame('setMarginTier', index, 1, value / 2, 1, 0.1));
  if (draw.chance(0.2)) frames.push(frame('setIsolated', index, draw.pick([null, 100])));
  return frames;
}

function hedging(desk: Desk, draw: Draw): Message[] {
  const width = draw.log(0.001, 0.5);
  const interval = draw.pick([0, 1]);
  const common = [draw.pick([0, 0, 0.1]), 0, 0, draw.pick([0, 1]), interval];
  const maxDelta = draw.pick([null, 0.05, 1]);
  const modes = [
    frame('setHedge', 0, 1, width, 0, 0, 0, ...common, maxDelta),
    frame('setHedge', 0, 2, draw.log(1e-6, 1), 1, 0, 0, ...common, maxDelta),
    frame('setHedge', 0, 3, width, draw.pick([0, 1]), 0.1, 1, ...common, maxDelta),
    frame('setHedge', 0, 4, draw.log(1e-9, 1e-3), 0.01, 0.1, -0.5, ...common, maxDelta),
    frame('setHedge', 0, 0, 0, 0, 0, 0, ...common, maxDelta),
  ] as const;
  const mode = draw.pick([modes[0], modes[0], modes[0], ...modes]);
  const own = desk.listings.filter(({ underlying }) => underlying === 0);
  return [
    ...own.flatMap((listing) => (draw.chance(0.7) ? [hedgeInstrument(draw, listing)] : [])),
    mode,
  ];
}

function hedgeInstrument(draw: Draw, { index, maxLots }: Listing): Message {
  return frame(
    'setHedgeInstrument',
    index,
    draw.chance(0.9) ? 1 : 0,
    draw.pick([null, 1]),
    draw.pick([0, 0.01]),
    draw.pick([0, -1, 1]),
    draw.whole(1, maxLots),
    draw.pick([0, 0.5, 2]),
    draw.pick([1, 10]),
  );
}

function loadings(draw: Draw, { index }: Listing): Message {
  const some = Array.from({ length: 8 }, (_, row) => (row < 2 ? draw.between(-1e-4, 1e-4) : 0));
  return frame('setFactorLoadings', index, draw.log(1e-3, 1), 50, 1e-10, ...some);
}

/** Levels in the upper or the lower half of the rows: one half may be in use. */
function tables(desk: Desk, draw: Draw): Message[] {
  const { index, kind } = draw.pick(desk.listings as [Listing, ...Listing[]]);
  const levels = draw.whole(2, 8);
  const first = draw.pick([0, 8, 16, 24]);
  const half = Math.max(1, (kind.price / kind.tickSize) * 2e-4);
  const rows = Array.from({ length: levels }, (_, level) => {
    const lean = half * (level / levels - 0.5);
    const sides = level === 0 ? 1 : level === levels - 1 ? 2 : 0;
    return frame('setTableLevel', first + level, half - lean, half + lean, sides);
  });
  const step = draw.log(0.5, 20);
  return [...rows, frame('setTable', index, first, levels, (-step * levels) / 2, step)];
}

function estimators(draw: Draw, { index }: Listing): Message {
  return frame('setEstimators', index, draw.whole(0, 1), draw.log(1, 300), draw.log(1, 30), 0);
}

function inventory(draw: Draw, { index, maxLots, kind }: Listing): Message {
  const most = Math.max(2, Math.round(maxLots * draw.between(0.3, 1.5)));
  const value =
    most * kind.lotSize * kind.multiplier * (kind.contract === 'inverse' ? 1 : kind.price);
  const limit = draw.chance(0.3) ? value * draw.between(0.3, 1) : null;
  return frame('setInventory', index, draw.pick([0, 0, 1, -1]), most, limit);
}

function model(draw: Draw, { index, kind, maxLots }: Listing): Message {
  if (kind.isOption) return optionModel(draw, index);
  const size = Math.max(1, maxLots / 4) * kind.lotSize * kind.multiplier;
  const reference = kind.contract === 'inverse' ? kind.price : null;
  const k = 1 / (kind.price * 2e-4);
  return draw.pick([
    frame('setLinear', index, draw.log(0.5, 20), draw.pick([0, 1]), 5),
    frame('setAvellanedaStoikov', index, 1e-6, k, 60, size, reference, null),
    frame('setGueant', index, 1e-6, 1e-6, 1, k, size, reference),
  ]);
}

function optionModel(draw: Draw, index: number): Message {
  return draw.pick([
    frame('setOptionModel', index, 1, 1, 0.02, 0.01, 1e4, 0.001, 1, 0, 0, 0),
    frame('setOptionModel', index, 2, 0, 50, 1, 0, 0, 0, 0, 0, 0),
    frame('setOptionModel', index, 5, 1, 1000, 0.5, 150, 1, 0, 0, 0, 0),
    frame('setOptionModel', index, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
  ]);
}

function quoting(draw: Draw, { index, quoteLots }: Listing): Message {
  const skew = draw.pick([0, 0.5, 1]);
  const rest = [0, draw.whole(0, 1), 0, 5000, 0, 500, 0.8, 5, draw.pick([0, 1]), 0.1];
  return frame('setQuoting', index, Math.max(2, quoteLots), skew, ...rest);
}

function chainTerms(draw: Draw, desk: Desk): Message[] {
  const option = desk.listings.find(({ kind }) => kind.isOption);
  const terms: Message[] = [
    frame('setSmile', 0, 0.02, draw.log(0.01, 0.2), draw.between(-0.5, 0.5), 0, 0.2),
    frame('defineExpiry', 0, 0, 1_711_699_200_000_000_000n, draw.pick([0, 0.03])),
    frame('defineUnderlying', 0, draw.pick([null, 1]), draw.pick([null, 0]), 5, 10),
    frame('setVegaRisk', 0, draw.log(1e-6, 1e-3), 2, draw.pick([null, 1e4])),
    frame('defineUnderlying', 2, null, null, null, null),
    frame('setUnderlying', 0, 0),
  ];
  if (option !== undefined) {
    const { index } = option;
    terms.push(frame('defineOption', index, 0, draw.whole(0, 1), draw.log(4e4, 9e4), null, 1, 1));
  }
  return [draw.pick(terms as [Message, ...Message[]])];
}
