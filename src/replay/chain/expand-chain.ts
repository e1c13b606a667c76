/** From the chain of a session to expiries and instruments of its configuration. */
import { resolve } from 'node:path';
import { BEGIN_MS } from '../generated/begin.js';
import { isoToUs } from '../sources/index.js';
import type { ChainRow, OptionChain } from './chain-row.js';
import type { ChainSection } from './chain-schema.js';
import { generateChain } from './generated-chain.js';
import { readChain } from './read-chain.js';

/** A document with the chain in it. */
export interface ExpandedChain {
  /** Sections of a book, before validation. */
  readonly document: Record<string, unknown>;
  /** Index price of the chain, quote currency. */
  readonly index: number;
  /** Place of the first option among the instruments. */
  readonly firstOption: number;
}

const DAY_MS = 86_400_000;

/**
 * Appends an expiry per expiry time and an instrument per option that was chosen; an underlying
 * without `initialIndex` gets the chain's.
 *
 * @param dataDir where a relative path of the file starts
 * @throws EvenkeelError `DATA` when the file is not what it is said to be
 */
export function expandChain(
  document: Record<string, unknown>,
  section: ChainSection,
  dataDir: string,
): ExpandedChain {
  const { index, rows } = load(section, dataDir);
  const chosen = choose(rows, section);
  const instruments = entries(document.instruments);
  const underlyings = entries(document.underlyings).map((entry) => {
    const isOwn = isMap(entry) && entry.symbol === section.underlying;
    return isOwn ? { initialIndex: index, ...entry } : entry;
  });
  const times = [...new Set(chosen.map(({ expiryMs }) => expiryMs))];
  const firsts = times.flatMap((time) => chosen.find(({ expiryMs }) => expiryMs === time) ?? []);
  const expiries = firsts.map((row) => ({
    symbol: expirySymbol(row, section),
    underlying: section.underlying,
    time: new Date(timeOf(row, section)).toISOString(),
    forward: row.forward,
  }));
  const options = chosen.map((row) => optionOf(row, section));
  return {
    document: {
      ...document,
      underlyings,
      expiries: [...entries(document.expiries), ...expiries],
      instruments: [...instruments, ...options],
    },
    index,
    firstOption: instruments.length,
  };
}

function load({ file, preset, generated, takenAt }: ChainSection, dataDir: string): OptionChain {
  if (file !== undefined && preset !== undefined) return readChain(resolve(dataDir, file), preset);
  const takenMs = takenAt === undefined ? BEGIN_MS : isoToUs(takenAt) / 1000;
  return generated === undefined
    ? { index: Number.NaN, rows: [] }
    : generateChain(generated, takenMs);
}

/** Far enough from expiry, with a volatility, nearest to the money; in the order of the chain. */
function choose(rows: readonly ChainRow[], { minDays, perExpiry }: ChainSection): ChainRow[] {
  const usable = rows.filter(
    ({ expiryMs, takenMs, volatility }) =>
      expiryMs - takenMs >= minDays * DAY_MS && expiryMs > takenMs && volatility > 0,
  );
  if (perExpiry === null) return usable;
  const distance = ({ strike, forward }: ChainRow): number => Math.abs(Math.log(strike / forward));
  return [...new Set(usable.map(({ expiryMs }) => expiryMs))].flatMap((expiry) =>
    usable
      .filter(({ expiryMs }) => expiryMs === expiry)
      .sort((a, b) => distance(a) - distance(b))
      .slice(0, perExpiry),
  );
}

/** When a row's option expires in the session, ms. */
function timeOf({ expiryMs, takenMs }: ChainRow, { takenAt }: ChainSection): number {
  return takenAt === undefined ? expiryMs : isoToUs(takenAt) / 1000 + (expiryMs - takenMs);
}

/** By the day it expired, or would have expired, where it was recorded. */
function expirySymbol({ expiryMs }: ChainRow, { underlying }: ChainSection): string {
  return `${underlying}-${new Date(expiryMs).toISOString().slice(0, 16)}`;
}

function optionOf(row: ChainRow, section: ChainSection): object {
  const { option, ...shared } = section.instrument;
  const { right, strike, volatility } = row;
  const terms = { expiry: expirySymbol(row, section), right, strike, volatility };
  return { ...shared, symbol: row.name, option: { ...(isMap(option) ? option : {}), ...terms } };
}

const entries = (section: unknown): readonly unknown[] => (Array.isArray(section) ? section : []);

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
