/** Learns of every event of a session after it was applied. */
export interface EngineObserver {
  quote(instrument: number, time: number, bidTicks: number, askTicks: number): void;
  trade(
    instrument: number,
    time: number,
    priceTicks: number,
    lots: number,
    aggressor: number,
  ): void;
  fill(instrument: number, time: number, priceTicks: number, signedLots: number): void;
  funding(instrument: number, time: number, rate: number): void;
}
