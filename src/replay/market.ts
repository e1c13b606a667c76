/** The market of a session: its streams, wherever they come from. */
import type { InstrumentTerms } from '../book/index.js';
import { EvenkeelError } from '../errors.js';
import { type Database, openDatabase } from './duckdb.js';
import { generateMarket } from './generated/index.js';
import type { SourceLabel } from './report/index.js';
import type { SessionConfiguration } from './session/index.js';
import {
  type EventStream,
  FileStream,
  findFiles,
  isoTime,
  isoToUs,
  type SourceConfiguration,
  settleSource,
  type TimeRange,
} from './sources/index.js';

/** Streams in declared order with what reports call them. */
export interface Market {
  readonly streams: readonly EventStream[];
  readonly labels: readonly SourceLabel[];
  close(): void;
}

/** Times that go before a session's own, ISO 8601. */
export interface GivenRange {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Opens the market of a session. */
export async function openMarket(
  configuration: SessionConfiguration,
  terms: readonly InstrumentTerms[],
  { from, to }: GivenRange,
): Promise<Market> {
  const { session } = configuration;
  if (session.generated) {
    if (from !== undefined || to !== undefined) {
      throw new EvenkeelError('USAGE', 'from and to belong to recorded markets');
    }
    return generateMarket(session.generated, configuration.book.instruments);
  }
  const range: TimeRange = {
    fromUs: boundary(from ?? session.from, Number.NEGATIVE_INFINITY),
    toUs: boundary(to ?? session.to, Number.POSITIVE_INFINITY),
  };
  const database = await openDatabase();
  try {
    const streams: FileStream[] = [];
    const labels: SourceLabel[] = [];
    for (const source of session.sources ?? []) {
      const opened = await openSource(database, configuration.dataDir, source, terms, range);
      streams.push(opened.stream);
      labels.push(opened.label);
    }
    return { streams, labels, close: () => database.close() };
  } catch (error) {
    database.close();
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
  const own = terms.find(({ symbol }) => symbol === configuration.instrument);
  if (own === undefined) {
    throw new EvenkeelError('UNKNOWN_INSTRUMENT', `no instrument ${configuration.instrument}`);
  }
  const connection = await database.connect();
  const patterns = [configuration.file].flat();
  const files = await findFiles(connection, dataDir, patterns);
  const source = settleSource(configuration, own, files, range);
  const stream = new FileStream(source, connection);
  await stream.open();
  const { name, preset } = source;
  return { stream, label: { name, instrument: own.symbol, kind: preset.kind, files: patterns } };
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
