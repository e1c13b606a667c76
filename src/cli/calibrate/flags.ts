/** What the command line of `calibrate` may say. */
import type { SigmaChoice } from '../../calibrate/index.js';

/** The options as parsed. */
export interface Flags {
  readonly config?: string;
  readonly panel?: string;
  readonly data?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit?: number;
  readonly output?: string;
  readonly partial?: true;
  readonly sampleSeconds?: number;
  readonly covarianceSamples?: number;
  readonly factors?: number;
  readonly factorRiskAversion?: number;
  readonly factorHorizon?: number;
  readonly lagMs?: number;
  readonly depthBps?: number;
  readonly sigma?: SigmaChoice;
  readonly inventorySkewBps?: number;
  readonly inventoryHalfLife?: number;
  readonly targetUtilisation?: number;
  readonly minSamples?: number;
  readonly minOrders?: number;
  readonly minScore?: number;
  readonly minFit?: number;
  readonly maxSigmaError?: number;
  readonly json?: true;
  readonly quiet?: true;
}
