/** The tables of docs/options.md by expiry. */
import type { SmileWarning } from '../../src/models/index.js';
import type { ExpiryParity, VolatilityError } from './parity.js';
import type { ExpirySmile } from './smiles.js';
import { printed } from './table.js';

const POINTS_PER_UNIT = 100;
const DAYS = 365;

function warningText({ code, k, measured, bound }: SmileWarning): string {
  const at = Number.isNaN(k) ? '' : ` at k ${k.toFixed(2)}`;
  return `${code}${at}: ${printed(measured)} against ${printed(bound)}`;
}

function smileLine({ expiry, years, points, fit, warnings }: ExpirySmile): string {
  const days = (years * DAYS).toFixed(1);
  if (fit === null) return `| ${expiry} | ${days} | ${points.length} | | | | too few points |`;
  const sizes = fit.errors.map(Math.abs);
  const worst = Math.max(...sizes);
  const place = points[sizes.indexOf(worst)]?.k ?? Number.NaN;
  const [rms, most] = [fit.rms, worst].map((error) => printed(error * POINTS_PER_UNIT));
  const said = warnings.length === 0 ? 'none' : warnings.map(warningText).join('; ');
  return `| ${expiry} | ${days} | ${points.length} | ${rms} | ${most} | ${place.toFixed(2)} | ${said} |`;
}

/** SVI fits of a chain as Markdown. */
export function formatSmiles(title: string, smiles: readonly ExpirySmile[]): string {
  return [
    `**${title}**, raw SVI per expiry, errors in volatility points`,
    '',
    '| expiry | days | points | rms | worst | at k | warnings |',
    '|---|---:|---:|---:|---:|---:|---|',
    ...smiles.map(smileLine),
    '',
  ].join('\n');
}

const errorText = ({ rows, median }: VolatilityError): string =>
  rows === 0 ? '0' : `${rows}: ${printed(median)}`;

function parityLine({ expiry, spot, parity, atSpot, atForward }: ExpiryParity): string {
  if (parity === null) return `| ${expiry} | | none | | | ${errorText(atSpot)} | |`;
  const { forward, discountFactor, residuals, medianError } = parity;
  const share = (forward / spot).toFixed(4);
  const line = `${share} | ${discountFactor.toFixed(4)} | ${printed(medianError)}`;
  return `| ${expiry} | ${residuals.length} | ${line} | ${errorText(atSpot)} | ${errorText(atForward)} |`;
}

/** Forwards of a chain as Markdown. */
export function formatParity(title: string, expiries: readonly ExpiryParity[]): string {
  return [
    `**${title}**, forwards by put-call parity; volatility: rows that have one, median difference in points`,
    '',
    '| expiry | strikes | forward / spot | discount factor | median error | volatility at spot | at the forward |',
    '|---|---:|---:|---:|---:|---:|---:|',
    ...expiries.map(parityLine),
    '',
  ].join('\n');
}
