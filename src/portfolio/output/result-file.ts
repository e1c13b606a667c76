/** Columns of the output file. */
import { CODES } from '../../frames/index.js';
import { POSITION_RISK_COLUMNS, RESULT_COLUMNS } from '../columns.js';
import type { RiskPlan } from '../report/index.js';
import type { OutputColumn } from './output-columns.js';

/** Names of reasons by code, '' for 0: it is quoted. */
function reasonNames(): readonly string[] {
  const largest = Math.max(...CODES.map(({ code }) => code));
  const names = new Map(
    CODES.map(({ code, family, name }) => [code, family === 'drop' ? name : null]),
  );
  return Array.from({ length: largest + 1 }, (_, code) =>
    code === 0 ? '' : (names.get(code) ?? `CODE_${code}`),
  );
}

/** Number and names of a position, then what it comes to. */
export function resultColumns(
  portfolios: readonly string[],
  instruments: readonly string[],
): readonly OutputColumn[] {
  const reasons = reasonNames();
  return [
    { name: 'row', kind: 'integer' },
    { name: 'portfolio', kind: 'name', names: portfolios },
    { name: 'instrument', kind: 'name', names: instruments },
    ...RESULT_COLUMNS.map(({ name, type }): OutputColumn => {
      if (type === 'code') return { name, kind: 'name', names: reasons };
      return { name, kind: type === 'integer' ? 'integer' : 'number' };
    }),
  ];
}

/** Those of POSITION_RISK_COLUMNS that a plan has. */
export function positionRiskColumns({
  set,
  marginCount,
  history,
}: RiskPlan): readonly OutputColumn[] {
  const [scenario, ...numbers] = POSITION_RISK_COLUMNS.map(({ name }) => name);
  const [pnl, ...parts] = numbers.map((name): OutputColumn => ({ name, kind: 'number' }));
  const names = set.names.slice(0, marginCount);
  return [
    ...(marginCount > 0 && scenario && pnl
      ? [{ name: scenario, kind: 'name', names } as const, pnl]
      : []),
    ...(history === null ? [] : parts),
  ];
}
