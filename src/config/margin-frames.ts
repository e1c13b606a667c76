/** Margin of a configuration as frames. */

import type { ConfigurationFrame } from './configuration-frames.js';
import { ACCOUNT_MODES } from './margin-schema.js';
import { isOptionContract } from './option-contract.js';
import type { BookConfiguration, InstrumentConfiguration } from './types.js';

/** What stands behind cross margin; none for the account that a new book has. */
export function accountFrames({
  account,
  assets,
}: BookConfiguration): readonly ConfigurationFrame[] {
  const mode = ACCOUNT_MODES.indexOf(account.mode);
  const haircuts = assets.flatMap(({ haircut }, index): ConfigurationFrame[] =>
    haircut === 0 ? [] : [{ name: 'setCollateral', values: [index, haircut] }],
  );
  return mode === 0 ? haircuts : [{ name: 'setAccount', values: [mode] }, ...haircuts];
}

/** Rates of an instrument and its isolated collateral. */
export function marginFrames(
  { margin, contract }: Pick<InstrumentConfiguration, 'margin' | 'contract'>,
  index: number,
): readonly ConfigurationFrame[] {
  if (margin === undefined) return [];
  const { initial, maintenance, deduction, floor } = margin;
  if (isOptionContract(contract)) {
    return [{ name: 'setOptionMargin', values: [index, initial, floor ?? 0, maintenance] }];
  }
  const { initialSlope, maintenanceSlope, tiers, isolatedCollateral } = margin;
  return [
    { name: 'setMargin', values: [index, initial, maintenance, deduction] },
    ...(initialSlope === 0
      ? []
      : [{ name: 'setMarginSlope' as const, values: [index, initialSlope, maintenanceSlope] }]),
    ...tiers.map((tier, place) => ({
      name: 'setMarginTier' as const,
      values: [index, place + 1, tier.above, tier.initial, tier.maintenance],
    })),
    ...(isolatedCollateral === undefined
      ? []
      : [{ name: 'setIsolated' as const, values: [index, isolatedCollateral] }]),
  ];
}
