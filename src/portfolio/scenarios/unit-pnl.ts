/**
 * PnL of a lot of every instrument in every scenario, reporting currency, priced in full. A position's PnL
 * is its lots times this; what holds in coins gains besides when coins do (`movedRates`).
 */
import * as codes from '../../../assembly/codes.js';
import type { SharedMemory } from '../../kernel/index.js';
import { rowLength } from '../unit-rows.js';
import { movedPrice, movedRates, requirePrice } from './market-moves.js';
import { OptionBatch } from './option-batch.js';
import type { ScenarioSet } from './scenario-set.js';
import type { ScenarioTerms } from './terms.js';

const BYTES = Float64Array.BYTES_PER_ELEMENT;

/** Memory for the matrix, bytes. */
export function unitPnlBytes(instruments: number, scenarios: number): number {
  return instruments * rowLength(scenarios) * BYTES;
}

/** PnL of a unit in settle asset, of what is linear in its price or, inverse, in 1 / price. */
function contractRow(
  set: ScenarioSet,
  terms: ScenarioTerms,
  instrument: number,
  rates: Float64Array,
  row: Float64Array,
): void {
  const assets = terms.rates.length;
  const settle = terms.settle[instrument] ?? 0;
  const column = set.columnOf[terms.underlying[instrument] ?? 0] ?? 0;
  const unit = terms.unit[instrument] ?? 0;
  const mark = terms.mark[instrument] ?? 0;
  const isInverse = terms.contract[instrument] === codes.CONTRACT_INVERSE;
  for (let scenario = 0; scenario < set.count; scenario++) {
    const price = movedPrice(set, scenario * set.columns + column, mark);
    if (isInverse && !(price > 0)) requirePrice(price, set.names[scenario] ?? '');
    const pnl = isInverse ? (unit * (price - mark)) / mark / price : unit * (price - mark);
    row[scenario] = pnl * (rates[scenario * assets + settle] ?? 0);
  }
}

/** Scenarios whose results are put into rows together: a row takes a cache line at a time. */
const SCENARIOS_TOGETHER = 8;

function writeOptions(
  set: ScenarioSet,
  terms: ScenarioTerms,
  rates: Float64Array,
  units: Float64Array,
): void {
  const length = rowLength(set.count);
  const { options, settle, unit } = terms;
  const batch = new OptionBatch();
  const changes = new Float64Array(SCENARIOS_TOGETHER * batch.capacity);
  for (let first = 0; first < options.instrument.length; first += batch.capacity) {
    const count = batch.load(terms, first);
    for (let begin = 0; begin < set.count; begin += SCENARIOS_TOGETHER) {
      const together = Math.min(SCENARIOS_TOGETHER, set.count - begin);
      for (let k = 0; k < together; k++) batch.move(set, begin + k, changes, k * batch.capacity);
      for (let place = 0; place < count; place++) {
        const instrument = options.instrument[first + place] ?? 0;
        for (let k = 0; k < together; k++) {
          const asset = (begin + k) * terms.rates.length + (settle[instrument] ?? 0);
          const pnl = (unit[instrument] ?? 0) * (changes[k * batch.capacity + place] ?? 0);
          units[instrument * length + begin + k] = pnl * (rates[asset] ?? 0);
        }
      }
    }
  }
}

/**
 * Writes the matrix: a row of `rowLength` binary64 per instrument.
 *
 * @param address in `memory`, 64-byte aligned, `unitPnlBytes` long
 * @throws DomainError when a scenario takes a rate, the forward of an option or the price of an inverse
 *   contract to 0 or below
 */
export function writeUnitPnl(
  memory: SharedMemory,
  address: number,
  terms: ScenarioTerms,
  set: ScenarioSet,
): void {
  const length = rowLength(set.count);
  const begin = address / BYTES;
  const units = memory.floats.subarray(begin, begin + terms.count * length);
  const rates = movedRates(set, terms);
  for (let instrument = 0; instrument < terms.count; instrument++) {
    const row = units.subarray(instrument * length, (instrument + 1) * length);
    row.fill(0);
    if ((terms.contract[instrument] ?? 0) >= codes.CONTRACT_OPTION) continue;
    contractRow(set, terms, instrument, rates, row);
  }
  writeOptions(set, terms, rates, units);
}

/**
 * Change of what one unit of each asset is worth in every scenario, reporting currency: a row per
 * scenario. Times the equity in the asset it is what holding coins gains.
 */
export function unitRateChanges(terms: ScenarioTerms, set: ScenarioSet): Float64Array {
  const assets = terms.rates.length;
  return movedRates(set, terms).map((rate, place) => rate - (terms.rates[place % assets] ?? 0));
}
