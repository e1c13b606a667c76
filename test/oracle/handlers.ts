/** One handler per opcode: check everything, `commit`, then write. */

import type { Handler } from './handler.js';
import { ACCOUNT_HANDLERS } from './handlers-account.js';
import { CONFIGURATION_HANDLERS } from './handlers-configuration.js';
import { DEFINITION_HANDLERS } from './handlers-definition.js';
import { GATE_HANDLERS } from './handlers-gate.js';
import { GUARD_HANDLERS } from './handlers-guards.js';
import { HEDGE_HANDLERS } from './handlers-hedging.js';
import { MARKET_HANDLERS } from './handlers-market.js';
import { SKEW_HANDLERS } from './handlers-skew.js';
import { UNDERLYING_HANDLERS } from './handlers-underlyings.js';

export const HANDLERS: readonly (Handler | undefined)[] = collect();

function collect(): (Handler | undefined)[] {
  const table: (Handler | undefined)[] = [];
  const groups = [
    DEFINITION_HANDLERS,
    CONFIGURATION_HANDLERS,
    SKEW_HANDLERS,
    MARKET_HANDLERS,
    ACCOUNT_HANDLERS,
    GATE_HANDLERS,
    GUARD_HANDLERS,
    HEDGE_HANDLERS,
    UNDERLYING_HANDLERS,
  ];
  for (const group of groups) {
    for (const [opcode, handler] of group) table[opcode] = handler;
  }
  return table;
}
