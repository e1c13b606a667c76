/** Files of option chains. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { EvenkeelError } from '../../errors.js';
import type { OptionChain } from './chain-row.js';
import { deribitOrderBooks } from './deribit-order-books.js';
import { deribitSnapshot } from './deribit-snapshot.js';
import { deribitSummary } from './deribit-summary.js';

/** What a file may be, by the name of its preset. */
export const CHAIN_PRESETS = { deribitSnapshot, deribitSummary, deribitOrderBooks } as const;

export type ChainPreset = keyof typeof CHAIN_PRESETS;

/**
 * Reads a chain; a name that ends in `.gz` is decompressed.
 *
 * @throws EvenkeelError `DATA` when the file cannot be read or is not what the preset says
 */
export function readChain(path: string, preset: ChainPreset): OptionChain {
  let chain: OptionChain;
  try {
    const bytes = readFileSync(path);
    chain = CHAIN_PRESETS[preset]((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString());
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EvenkeelError('DATA', `${path}: ${reason}`, { file: path, preset }, { cause });
  }
  const wrong = chain.rows.find((row) => !isSound(row));
  if (chain.rows.length === 0 || !(chain.index > 0) || wrong !== undefined) {
    const what = wrong === undefined ? 'no options or no index' : `${wrong.name} lacks a number`;
    throw new EvenkeelError('DATA', `${path}: ${what}`, { file: path, preset });
  }
  return chain;
}

function isSound({ strike, forward, expiryMs, takenMs }: OptionChain['rows'][number]): boolean {
  return [strike, forward, expiryMs, takenMs].every((value) => value > 0 && value < 1e15);
}
