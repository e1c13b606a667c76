/** Figures as text. */

/** Three digits and the unit that fits: `72.4 ns`, `1.83 us`, `12.0 ms`. */
export function formatNs(ns: number): string {
  if (ns < 1000) return `${threeDigits(ns)} ns`;
  if (ns < 1e6) return `${threeDigits(ns / 1e3)} us`;
  if (ns < 1e9) return `${threeDigits(ns / 1e6)} ms`;
  return `${threeDigits(ns / 1e9)} s`;
}

/** Events per second: `13.5 M/s`, `99.8 k/s`, `512 /s`. */
export function formatRate(perSecond: number): string {
  if (perSecond >= 1e6) return `${threeDigits(perSecond / 1e6)} M/s`;
  if (perSecond >= 1e3) return `${threeDigits(perSecond / 1e3)} k/s`;
  return `${threeDigits(perSecond)} /s`;
}

/** A share as a percentage of one digit. */
export function formatShare(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** A change as a signed percentage. @param ratio after / before */
export function formatChange(ratio: number): string {
  const percent = (ratio - 1) * 100;
  return `${percent >= 0 ? '+' : ''}${percent.toFixed(1)} %`;
}

function threeDigits(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
