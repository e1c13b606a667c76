/** Columns of the tables that go in and come out, stated once: names, types, units, meaning. */

/** How a column is stored. `code` is a number inside and a text in files. */
export type ColumnType = 'text' | 'number' | 'integer' | 'code';

/** One column of a table. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly unit: string;
  readonly text: string;
  /** In: may be left out, or empty in a row. */
  readonly optional?: true;
}

function column<Name extends string>(
  name: Name,
  type: ColumnType,
  unit: string,
  text: string,
): Column & { readonly name: Name } {
  return { name, type, unit, text };
}

function optional<Name extends string>(
  name: Name,
  type: ColumnType,
  unit: string,
  text: string,
): Column & { readonly name: Name } {
  return { name, type, unit, text, optional: true };
}

/** A position per row. Portfolio and instrument together are the key. */
export const POSITION_COLUMNS = [
  optional('portfolio', 'text', '', 'name of the portfolio; without the column all are of one'),
  column('instrument', 'text', '', 'symbol of the market table'),
  column('position', 'number', 'base units or contracts', 'signed, a multiple of the lot size'),
  optional('average_entry', 'number', 'quote currency', 'average entry price; without it the mark'),
  optional('open_buy', 'number', 'base units or contracts', 'open buys, pending cancels included'),
  optional('open_sell', 'number', 'base units or contracts', 'open sells, likewise'),
  optional('booked', 'number', 'settle asset', 'realised PnL less fees plus funding'),
] as const satisfies readonly Column[];

/** Cash of portfolios. Portfolio and asset together are the key. */
export const CASH_COLUMNS = [
  optional('portfolio', 'text', '', 'name of the portfolio'),
  column('asset', 'text', '', 'asset'),
  column('amount', 'number', 'asset', 'balance, below 0 when owed'),
] as const satisfies readonly Column[];

/** An instrument per row. */
export const MARKET_COLUMNS = [
  column('instrument', 'text', '', 'symbol, the key'),
  optional(
    'contract',
    'text',
    '',
    'spot, linear, inverse, quanto, option, inverseOption; default linear',
  ),
  optional('underlying', 'text', '', 'what it is a contract on; default its own symbol'),
  optional(
    'settle',
    'text',
    '',
    'settle asset; default the reporting asset, of coin contracts the underlying',
  ),
  optional(
    'settle_rate',
    'number',
    'reporting currency per unit',
    'worth of the settle asset; default the index of the underlying of its name, else 1',
  ),
  column('tick_size', 'number', 'quote currency', 'above 0'),
  column('lot_size', 'number', 'base units or contracts', 'above 0'),
  optional('multiplier', 'number', 'as the contract says', 'default 1'),
  optional('bid', 'number', 'quote currency', 'best bid; with ask, or neither'),
  optional('ask', 'number', 'quote currency', 'best ask'),
  optional('bid_size', 'number', 'base units or contracts', 'size there; default 0'),
  optional('ask_size', 'number', 'base units or contracts', 'size there; default 0'),
  optional(
    'mark',
    'number',
    'quote currency',
    'valuation price; default the mid, of an option its model price',
  ),
  optional(
    'index',
    'number',
    'quote currency',
    'price of the underlying, on any row of it; default the mark of a linear instrument of it',
  ),
  optional('expiry', 'text', 'ISO 8601', 'when an option expires'),
  optional('strike', 'number', 'quote currency', 'of an option'),
  optional('right', 'text', '', 'call or put'),
  optional('implied_volatility', 'number', 'per sqrt(year)', 'of an option'),
  optional('forward', 'number', 'quote currency', 'forward price of the expiry; default the index'),
  optional(
    'interest_rate',
    'number',
    'per year',
    'of the expiry, continuously compounded; default 0',
  ),
  optional(
    'sigma',
    'number',
    'quote currency per sqrt(s)',
    'volatility that quoting models use; default that of the profile, else 0',
  ),
  optional('profile', 'text', '', 'quoting parameters by name, see --profiles; default "default"'),
  optional('max_position', 'number', 'base units or contracts', 'before that of the profile'),
  optional('target_position', 'number', 'base units or contracts', 'before that of the profile'),
  optional('quote_size', 'number', 'base units or contracts', 'before that of the profile'),
  optional(
    'factor_1',
    'number',
    '1/sqrt(day)',
    'loading of the return of the underlying on a factor of unit variance',
  ),
  optional('factor_2', 'number', '1/sqrt(day)', 'likewise'),
  optional('factor_3', 'number', '1/sqrt(day)', 'likewise'),
  optional('factor_4', 'number', '1/sqrt(day)', 'likewise'),
  optional('factor_5', 'number', '1/sqrt(day)', 'likewise'),
  optional('factor_6', 'number', '1/sqrt(day)', 'likewise'),
  optional('factor_7', 'number', '1/sqrt(day)', 'likewise'),
  optional('factor_8', 'number', '1/sqrt(day)', 'likewise'),
  optional(
    'specific_variance',
    'number',
    '1/day',
    'variance of the return that no factor explains',
  ),
] as const satisfies readonly Column[];

/** What a position comes to, in the order of the output file, after `row`, `portfolio`, `instrument`. */
export const RESULT_COLUMNS = [
  column('position', 'number', 'base units or contracts', 'as it came in'),
  column('mark', 'number', 'quote currency', 'valuation price'),
  column('unrealised', 'number', 'settle asset', 'PnL against the average entry'),
  column('pnl', 'number', 'reporting currency', 'unrealised plus booked'),
  column('notional', 'number', 'reporting currency', 'signed value of the position'),
  column('delta', 'number', 'base units', 'of the underlying'),
  column('dollar_delta', 'number', 'quote currency', 'delta times index'),
  column('dollar_gamma', 'number', 'quote currency', 'change of dollar_delta for a move of 1 %'),
  column('vega', 'number', 'quote currency per 1.00', 'of volatility'),
  column('theta', 'number', 'quote currency per year', 'decay'),
  column('utilisation', 'number', '-1 .. 1', 'inventory between the limits, 0 at the target'),
  column('fair', 'number', 'quote currency', 'fair value'),
  column('reservation', 'number', 'quote currency', 'fair value less inventory skew'),
  column('bid', 'number', 'quote currency', 'what would be quoted; empty when nothing'),
  column('bid_size', 'number', 'base units or contracts', ''),
  column('bid_reason', 'code', '', 'why there is no bid'),
  column('ask', 'number', 'quote currency', 'likewise'),
  column('ask_size', 'number', 'base units or contracts', ''),
  column('ask_reason', 'code', '', 'why there is no ask'),
  column(
    'limits',
    'integer',
    'bits',
    '1 position, 2 worst case with open orders, 4 notional over its limit',
  ),
  column('initial_margin', 'number', 'settle asset', 'with the worse side of open orders filled'),
  column('maintenance_margin', 'number', 'settle asset', 'of the position'),
] as const satisfies readonly Column[];

/** Behind the results when risk of positions is asked for: the first two with scenarios, the others with historical VaR. */
export const POSITION_RISK_COLUMNS = [
  column('worst_scenario', 'code', '', 'name of the scenario in which the position loses most'),
  column('worst_pnl', 'number', 'reporting currency', 'weighted PnL in it, coins held apart'),
  column(
    'value_at_risk',
    'number',
    'reporting currency',
    "part of the portfolio's, which those of its positions and of cash add up to",
  ),
  column('expected_shortfall', 'number', 'reporting currency', 'likewise'),
] as const satisfies readonly Column[];

/** A portfolio per row, in the order of their names' indexes. Empty where there is no such number. */
export const PORTFOLIO_COLUMNS = [
  column('portfolio', 'text', '', 'name'),
  column('positions', 'integer', 'rows', 'that were valued'),
  column('equity', 'number', 'reporting currency', 'cash plus PnL, each asset at its rate'),
  column('cash', 'number', 'reporting currency', 'of the cash table'),
  column('pnl', 'number', 'reporting currency', 'unrealised plus booked'),
  column('unrealised', 'number', 'reporting currency', 'against average entries'),
  column('gross_notional', 'number', 'reporting currency', 'sizes of positions at their marks'),
  column('net_notional', 'number', 'reporting currency', 'signed'),
  column('long_notional', 'number', 'reporting currency', 'of long positions'),
  column('short_notional', 'number', 'reporting currency', 'of short positions, above 0'),
  column('leverage', 'number', '', 'gross notional / equity; empty without equity'),
  column('dollar_delta', 'number', 'quote currency', 'sum over underlyings'),
  column('dollar_gamma', 'number', 'quote currency', 'change of it when every index moves 1 %'),
  column('vega', 'number', 'quote currency per 1.00', 'of volatility'),
  column('theta', 'number', 'quote currency per year', 'decay'),
  column('initial_margin', 'number', 'reporting currency', 'with the worse side of open orders'),
  column('maintenance_margin', 'number', 'reporting currency', 'of positions'),
  column('margin_utilisation', 'number', '', 'initial margin / equity; empty without equity'),
  column(
    'verdict',
    'text',
    '',
    'SOLVENT, MARGIN_CALL, LIQUIDATABLE, INSOLVENT: the worst of the whole and of its assets',
  ),
  column('limits_broken', 'integer', 'rows', 'positions beyond one of their limits'),
  column('sides_withheld', 'integer', '', 'bids and asks that would not be quoted'),
  column('worst_scenario', 'text', '', 'name of the scenario that loses most'),
  column('worst_pnl', 'number', 'reporting currency', 'PnL in it, coins held included'),
  column('scenario_margin', 'number', 'reporting currency', 'what it loses, 0 or more'),
  column('value_at_risk', 'number', 'reporting currency', 'loss at the first confidence'),
  column('expected_shortfall', 'number', 'reporting currency', 'mean loss beyond it'),
] as const satisfies readonly Column[];

/** A portfolio and scenario per row. */
export const SCENARIO_COLUMNS = [
  column('portfolio', 'text', '', 'name'),
  column('scenario', 'text', '', 'name'),
  column('weight', 'number', '', 'share of the PnL that counts'),
  column('pnl', 'number', 'reporting currency', 'weighted, coins held included'),
] as const satisfies readonly Column[];

/** A portfolio and confidence per row. */
export const RISK_COLUMNS = [
  column('portfolio', 'text', '', 'name'),
  column('method', 'text', '', 'historical, parametric, monteCarlo'),
  column('confidence', 'number', '', 'above 0, below 1'),
  column('value_at_risk', 'number', 'reporting currency', 'loss'),
  column('expected_shortfall', 'number', 'reporting currency', 'mean loss beyond it'),
  column('exceptions', 'integer', 'days', 'losses above the VaR told before them; of a backtest'),
  column('expected_exceptions', 'number', 'days', 'that the confidence promised'),
  column('kupiec_p', 'number', '', 'chance of a count as far off when the VaR is right'),
] as const satisfies readonly Column[];

/** A part of a portfolio's VaR per row. Parts of one kind add up, with those of kinds named beside them. */
export const CONTRIBUTION_COLUMNS = [
  column('portfolio', 'text', '', 'name'),
  column('kind', 'text', '', 'underlying with cash; factor with specific'),
  column('name', 'text', '', 'underlying, asset or factor'),
  column('value_at_risk', 'number', 'reporting currency', 'at the first confidence'),
  column('expected_shortfall', 'number', 'reporting currency', 'likewise'),
] as const satisfies readonly Column[];
