/** The market of a session: its streams, wherever they come from. */
import type { InstrumentTerms } from '../book/index.js';
import { EvenkeelError } from '../errors.js';
import { type Database, openDatabase } from '../tables/index.js';
import { generateMarket } from './generated/index.js';
import type { SourceLabel } from './report/index.js';
import type { SessionConfiguration } from './session/index.js';
import {
  type EventStream,
  FileStream,
  findFiles,
  isoTime,
  isoToUs,
  rebaseStreams,
  type SourceConfiguration,
  settleSource,
  type TimeRange,
} from './sources/index.js';

/** Streams in declared order with what reports call them. */
export interface Market {
  readonly streams: readonly EventStream[];
  readonly labels: readonly SourceLabel[];
  /** Resolves when nothing is being read any more. */
  close(): Promise<void>;
}

/** Times that go before a session's own, ISO 8601. */
export interface GivenRange {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/**
 * What is replayed of a session's market.
 *
 * @throws EvenkeelError `USAGE` when a given time is none, or does not belong to such a market
 */
export function rangeOf(
  { session }: SessionConfiguration,
  { from = session.from, to = session.to }: GivenRange,
): TimeRange {
  if (session.generated && (from !== undefined || to !== undefined)) {
    throw new EvenkeelError('USAGE', 'from and to belong to recorded markets');
  }
  return {
    fromUs: boundary(from, Number.NEGATIVE_INFINITY),
    toUs: boundary(to, Number.POSITIVE_INFINITY),
  };
}

/** Opens the market of a session. */
export async function openMarket(
  configuration: SessionConfiguration,
  terms: readonly InstrumentTerms[],
  given: GivenRange,
): Promise<Market> {
  const { session } = configuration;
  const range = rangeOf(configuration, given);
  if (session.generated) {
    return generateMarket(session.generated, configuration.book.instruments);
  }
  const database = await openDatabase();
  const streams: FileStream[] = [];
  const labels: SourceLabel[] = [];
  const close = async (): Promise<void> => {
    // A thread that ends while the database still works for it takes the process with it.
    await Promise.all(streams.map((stream) => stream.settle()));
    database.close();
  };
  try {
    for (const source of session.sources ?? []) {
      const opened = await openSource(database, configuration.dataDir, source, terms, range);
      streams.push(opened.stream);
      labels.push(opened.label);
    }
    const { rebase } = session;
    if (rebase === undefined) return { streams, labels, close };
    const { index, tickSize } = termsOf(terms, rebase.instrument);
    const ticks = (rebase.price ?? Number.NaN) / tickSize;
    return { streams: await rebaseStreams(streams, index, ticks), labels, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openSource(
  database: Database,
  dataDir: string,
  configuration: SourceConfiguration,
  terms: readonly InstrumentTerms[],
  range: TimeRange,
): Promise<{ stream: FileStream; label: SourceLabel }> {
  const own = termsOf(terms, configuration.instrument);
  const connection = await database.connect();
  const patterns = [configuration.file].flat();
  const files = await findFiles(connection, dataDir, patterns);
  const source = settleSource(configuration, own, files, range);
  const stream = new FileStream(source, connection);
  await stream.open();
  const { name, preset } = source;
  return { stream, label: { name, instrument: own.symbol, kind: preset.kind, files: patterns } };
}

function termsOf(terms: readonly InstrumentTerms[], name: string): InstrumentTerms {
  const own = terms.find(({ symbol }) => symbol === name);
  if (own !== undefined) return own;
  throw new EvenkeelError('UNKNOWN_INSTRUMENT', `no instrument ${name}`);
}

function boundary(iso: string | undefined, otherwise: number): number {
  if (iso === undefined) return otherwise;
  if (!isoTime.safeParse(iso).success) {
    throw new EvenkeelError(
      'USAGE',
      `"${iso}" is not an ISO 8601 time such as 2024-08-08T23:55:00Z`,
    );
  }
  return isoToUs(iso);
}
