/** Numbers as people read them. */
import type { PositionReversion } from '../../models/index.js';

/** Money and sizes: 2 decimals from 100 on, about 5 significant digits below. */
export function amount(value: number): string {
  if (value === 0) return '0';
  if (Number.isInteger(value)) return count(value);
  const size = Math.abs(value);
  if (size >= 100)
    return value.toLocaleString('en-US', { maximumFractionDigits: 2, minimumFractionDigits: 2 });
  return String(Number(value.toPrecision(5)));
}

/** Basis points; a dash for none. */
export const bps = (value: number | null): string => (value === null ? '-' : value.toFixed(2));

/** A share as a percentage. */
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** Seconds, minutes or hours; a dash for none. */
export function duration(seconds: number | null): string {
  if (seconds === null) return '-';
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  return seconds < 7200 ? `${(seconds / 60).toFixed(1)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

/** A share that may be missing; a dash for none. */
export const shareOf = (share: number | null): string => (share === null ? '-' : percent(share));

/** A multiple; a dash for none. */
export const times = (multiple: number | null): string =>
  multiple === null ? '-' : `${amount(multiple)} x`;

/** Half-life with its interval, or what is known without one. */
export function halfLife(reversion: PositionReversion): string {
  const { verdict, halfLifeSeconds, halfLifeSecondsMin, halfLifeSecondsMax } = reversion;
  if (verdict === 'noPersistence') return 'below 1 s';
  if (verdict === 'noReversion') {
    return halfLifeSecondsMin === null ? 'not reverting' : `above ${duration(halfLifeSecondsMin)}`;
  }
  if (halfLifeSeconds === null) return '-';
  const most = halfLifeSecondsMax === null ? ' or more' : ` to ${duration(halfLifeSecondsMax)}`;
  return `${duration(halfLifeSeconds)} (${duration(halfLifeSecondsMin)}${most})`;
}

/** A whole number with thousands separators. */
export const count = (value: number): string => value.toLocaleString('en-US');
