/** Replays a session through a book, and through a second one without inventory control. */
import { Book, type InstrumentTerms } from '../book/index.js';
import type { BookConfiguration } from '../config/index.js';
import { JournaledBook, type JournalPolicy, openJournaled } from '../journal/index.js';
import { Derivatives } from './derivatives/index.js';
import { derivativesSetup } from './derivatives-setup.js';
import { type OpeningPosition, SessionEngine } from './engine/index.js';
import { EventFile } from './event-file.js';
import { readMarket } from './read-market.js';
import { type ReplayReport, reportPass } from './report/index.js';
import type { SessionConfiguration } from './session/index.js';
import { uncontrolledChanges, withoutControl } from './session/without-control.js';
import { usToIso } from './sources/index.js';

/** How a replay is run. */
export interface ReplayOptions {
  /** Whether to run the same session without inventory control beside it; default true. */
  readonly baseline?: boolean | undefined;
  /** ISO 8601; goes before the session's own. Not for generated markets. */
  readonly from?: string | undefined;
  /** ISO 8601; goes before the session's own. Not for generated markets. */
  readonly to?: string | undefined;
  /** Most events to replay. */
  readonly limit?: number | undefined;
  /** Ends the replay early; the report then covers what was done. */
  readonly signal?: AbortSignal | undefined;
  /** `.parquet` or `.csv`: every event with quote, position and equity after it, as far as it went. */
  readonly eventsPath?: string | undefined;
  /** Everything the controlled book is fed goes to a new journal; default policy `acknowledgeBeforeSync`. */
  readonly journal?: { readonly dir: string; readonly policy?: JournalPolicy } | undefined;
  /** Called now and then with the number of events so far. */
  readonly progress?: ((events: number) => void) | undefined;
}

/** Replays `configuration` (of `loadSession` or `validateSession`). */
export async function replay(
  configuration: SessionConfiguration,
  options: ReplayOptions = {},
): Promise<ReplayReport> {
  const book = await controlledBook(configuration.book, options);
  try {
    return await replayThrough(book, configuration, options);
  } finally {
    if (book instanceof JournaledBook) await book.close();
  }
}

async function controlledBook(
  validated: BookConfiguration,
  { journal }: ReplayOptions,
): Promise<Book> {
  if (journal === undefined) return Book.fromConfiguration(validated, { output: 'discard' });
  const settings = {
    policy: 'acknowledgeBeforeSync',
    ...journal,
    isNew: true,
    inline: true,
  } as const;
  return openJournaled({ validated, output: 'discard', journal: settings });
}

async function replayThrough(
  book: Book,
  configuration: SessionConfiguration,
  options: ReplayOptions,
): Promise<ReplayReport> {
  const controlled = createEngine(configuration, configuration.book, book);
  const uncontrolled = options.baseline === false ? null : uncontrolledEngine(configuration);
  const terms = controlled.book.instruments;
  const events = options.eventsPath ? await EventFile.create(options.eventsPath, controlled) : null;
  controlled.observer = events;
  try {
    const engines = uncontrolled ? [controlled, uncontrolled] : [controlled];
    const read = await readMarket(configuration, terms, engines, options);
    const { firstTime, lastTime, sources, ...outcome } = read;
    const { flattenAtEnd, marginRate } = configuration.session;
    for (const engine of engines) engine.finish(lastTime, flattenAtEnd);
    await events?.finish();
    if (book instanceof JournaledBook) await book.checkpoint();
    const report = (engine: SessionEngine) =>
      reportPass(engine, configuration.book, lastTime, marginRate);
    return {
      ...describe(configuration, firstTime, lastTime),
      ...outcome,
      controlled: report(controlled),
      uncontrolled: uncontrolled && report(uncontrolled),
      uncontrolledChanges: uncontrolledChanges(configuration.book),
      sources,
    };
  } finally {
    events?.discard();
  }
}

function uncontrolledEngine(configuration: SessionConfiguration): SessionEngine {
  const validated = withoutControl(configuration.book);
  const book = Book.fromConfiguration(validated, { output: 'discard' });
  return createEngine(configuration, validated, book);
}

function createEngine(
  configuration: SessionConfiguration,
  bookConfiguration: BookConfiguration,
  book: Book,
): SessionEngine {
  const { session, book: validated } = configuration;
  const limits = validated.instruments.map(({ lots, inventory }) => ({
    maxLots: lots.maxPosition,
    maxNotional: inventory.maxNotional,
    minLots: lots.min,
  }));
  const queueAheadLots = book.instruments.map(({ lotSize }) =>
    session.queueAheadDefault === null
      ? Number.POSITIVE_INFINITY
      : Math.ceil(session.queueAheadDefault / lotSize - 1e-9),
  );
  const assumptions = {
    latencyUs: Math.round(session.orderLatencyMs * 1000),
    queueAheadLots,
    fillOnCross: session.fillOnCross,
    ignoreBeyond: (session.ignoreTradesBeyondBps ?? Number.POSITIVE_INFINITY) * 1e-4,
  };
  const setup = derivativesSetup(configuration, bookConfiguration);
  const derivatives = setup && new Derivatives(book, setup);
  const opening = openings(configuration, book.instruments);
  return new SessionEngine(book, assumptions, limits, opening, derivatives);
}

function openings(
  { session }: SessionConfiguration,
  instruments: readonly InstrumentTerms[],
): OpeningPosition[] {
  return session.positions.flatMap(({ instrument, position, price }) => {
    const terms = instruments.find(({ symbol }) => symbol === instrument);
    if (terms === undefined) return [];
    return {
      instrument: terms.index,
      // Validated to be whole.
      lots: Math.round(position / terms.lotSize),
      priceTicks: Math.round(price / terms.tickSize),
    };
  });
}

type Described = Pick<
  ReplayReport,
  'title' | 'reportingAsset' | 'firstTime' | 'lastTime' | 'durationSeconds' | 'assumptions'
>;

function describe(
  { session, book }: SessionConfiguration,
  firstTime: number,
  lastTime: number,
): Described {
  const seconds = (lastTime - firstTime) / 1e6;
  const { takers, optionFee, rebase } = session;
  return {
    title: session.title ?? 'replay',
    reportingAsset: book.reportingAsset,
    firstTime: usToIso(firstTime),
    lastTime: usToIso(lastTime),
    durationSeconds: Number.isNaN(seconds) ? 0 : seconds,
    assumptions: {
      orderLatencyMs: session.orderLatencyMs,
      queueAheadDefault: session.queueAheadDefault,
      fillOnCross: session.fillOnCross,
      ignoreTradesBeyondBps: session.ignoreTradesBeyondBps,
      flattenAtEnd: session.flattenAtEnd,
      marginRate: session.marginRate,
      ...(takers && { takers }),
      ...(optionFee && { optionFee }),
      ...(rebase && { rebase }),
    },
  };
}
