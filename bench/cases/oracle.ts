/** The oracle beside `inline/frames-1000`: the same contract in plain TypeScript with exact money. */
import {
  type BenchCase,
  configuration,
  quoteChecksum,
  START_US,
  throughput,
  tickFrames,
  tickOf,
} from '../../src/bench/index.js';
import { applyStream, oracleOf, send } from '../oracle-baseline.js';

const INSTRUMENTS = 16;
const STREAM_FRAMES = 1000;

/** One case. */
export function oracleCases(): readonly BenchCase[] {
  return [
    {
      name: 'oracle/frames-1000',
      title: 'msgpackr and the oracle, flat book',
      loop: 'batch',
      unit: 'frame',
      spinningThreads: 1,
      parameters: {},
      open() {
        const oracle = oracleOf(configuration(INSTRUMENTS));
        for (let index = 0; index < INSTRUMENTS; index++) {
          send(oracle, 'bookTicker', START_US, tickOf(index, INSTRUMENTS));
        }
        const stream = Buffer.concat(tickFrames(STREAM_FRAMES));
        applyStream(oracle, stream);
        return {
          checksum: quoteChecksum((index) => oracle.instrument(index).published, INSTRUMENTS),
          measure: ({ seconds, warmupSeconds }) => ({
            ...throughput(() => applyStream(oracle, stream), seconds, warmupSeconds),
            unitsPerSample: STREAM_FRAMES,
          }),
        };
      },
    },
  ];
}
