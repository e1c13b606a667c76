/** The `chain` of a session: options that a file or a rule names instead of the configuration. */
import * as z from 'zod';
import { isoTime } from '../sources/index.js';
import { generatedChainSchema } from './generated-chain.js';
import { CHAIN_PRESETS, type ChainPreset } from './read-chain.js';

const presets = Object.keys(CHAIN_PRESETS) as [ChainPreset, ...ChainPreset[]];

export const chainSchema = z
  .strictObject({
    file: z.string().min(1).optional(),
    preset: z.enum(presets).optional(),
    generated: generatedChainSchema.optional(),
    /** What the options are on. */
    underlying: z.string().min(1),
    /** Time of the session at which expiries are as far away as they were in the chain. */
    takenAt: isoTime.optional(),
    /** Options that are nearer to their expiry are left out. */
    minDays: z.number().min(0).max(36_500).default(1),
    /** Options per expiry, the nearest to the money; null for all. */
    perExpiry: z.number().int().min(1).max(10_000).nullable().default(null),
    /** What the options have in common, as an instrument without symbol and terms. */
    instrument: z.record(z.string(), z.unknown()),
  })
  .superRefine(({ file, preset, generated }, context) => {
    if ((file === undefined) === (generated === undefined)) {
      context.addIssue({ code: 'custom', message: 'give either file or generated' });
    }
    if ((file === undefined) !== (preset === undefined)) {
      context.addIssue({ code: 'custom', path: ['preset'], message: 'belongs to a file' });
    }
  });

export type ChainSection = z.output<typeof chainSchema>;
