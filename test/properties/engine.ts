/** One face for the engine and for the oracle, so that a property can be asked of both. */
import { Packr } from 'msgpackr';
import { RUNGS } from '../../src/config/guard-schema.js';
import { type OutputFrame as NamedFrame, OUTPUT_FRAMES } from '../../src/frames/index.js';
import { Book, type OptionReport, type PositionReport, type RiskReport } from '../../src/index.js';
import { priceNow } from '../oracle/chain.js';
import {
  type Exposure,
  type Frame,
  OracleBook,
  type OracleResult,
  type OutputFrame,
} from '../oracle/index.js';
import type { LadderFacts } from './compare-guards.js';
import { oraclePosition, oracleRisk } from './oracle-reports.js';
import { CAPACITY, type Setup } from './setup.js';
import { toConfiguration, toFrames } from './setup-frames.js';

export type PositionFacts = Omit<PositionReport, 'instrument' | 'symbol' | 'position'>;
export type RiskFacts = Omit<RiskReport, 'limit' | 'leverage' | 'headroom'>;

export type OptionFacts = Pick<OptionReport, 'price' | 'priceNow' | 'volatility' | 'delta'>;

export interface Engine {
  apply(frame: Frame): OracleResult;
  position(instrument: number): PositionFacts;
  risk(): RiskFacts;
  exposure(underlying: number): Exposure;
  /** 0 where there is none. */
  stateHash(): bigint;
}

const packr = new Packr({ useRecords: false });

export class BookEngine implements Engine {
  readonly book: Book;

  constructor(setup: Setup) {
    this.book = Book.create(toConfiguration(setup));
    this.book.discardOutput();
  }

  apply(frame: Frame): OracleResult {
    this.book.apply(packr.pack(frame));
    const outputs = this.book.drainFrames();
    let code = 0;
    for (const output of outputs) if (output.name === 'reject') code = output.code;
    return { code, outputs: outputs.map(toRow) };
  }

  position(instrument: number): PositionFacts {
    return this.book.positionOf(instrument);
  }

  risk(): RiskFacts {
    return this.book.risk();
  }

  exposure(underlying: number): Exposure {
    const { worstDelta, worstVega, ...report } = this.book.exposure(underlying);
    return {
      ...report,
      worstUp: worstDelta.up,
      worstDown: worstDelta.down,
      worstVegaUp: worstVega.up,
      worstVegaDown: worstVega.down,
    };
  }

  option(instrument: number): OptionFacts {
    const report = this.book.option(instrument);
    if (report === null) throw new Error(`instrument ${instrument} is no option`);
    return report;
  }

  ladder(): LadderFacts {
    const { rung, guards } = this.book.ladder();
    const number = (name: string): number => (RUNGS as readonly string[]).indexOf(name);
    return {
      rung: number(rung),
      guards: guards.map((guard) => ({ ...guard, rung: number(guard.rung) })),
    };
  }

  stateHash(): bigint {
    return this.book.stateHash();
  }
}

export class OracleEngine implements Engine {
  readonly book = new OracleBook(CAPACITY);

  constructor(setup: Setup) {
    for (const frame of toFrames(setup)) {
      const { code } = this.book.apply(frame);
      if (code !== 0) throw new Error(`setup frame ${frame[0]} was refused with ${code}`);
    }
  }

  apply(frame: Frame): OracleResult {
    return this.book.apply(frame);
  }

  position(instrument: number): PositionFacts {
    return oraclePosition(this.book.instrument(instrument));
  }

  risk(): RiskFacts {
    return oracleRisk(this.book);
  }

  exposure(underlying: number): Exposure {
    return this.book.exposure(underlying);
  }

  option(instrument: number): OptionFacts {
    const { option, underlying } = this.book.instrument(instrument);
    const row = underlying === null ? undefined : this.book.derivatives.underlyings[underlying];
    if (option === null || row === undefined) throw new Error(`${instrument} is no option`);
    const { volatility, greeks } = option.priced;
    return { ...greeks, volatility, priceNow: priceNow(option, row, this.book.now) };
  }

  stateHash(): bigint {
    return 0n;
  }
}

const fieldNames = new Map<number, readonly string[]>(
  OUTPUT_FRAMES.map(({ opcode, fields }) => [opcode, fields.map(({ name }) => name)]),
);

function toRow(frame: NamedFrame): OutputFrame {
  const values = new Map<string, unknown>(Object.entries(frame));
  const fields = (fieldNames.get(frame.opcode) ?? []).map((name) => {
    const value = values.get(name);
    return typeof value === 'number' || typeof value === 'bigint' ? value : null;
  });
  return [frame.opcode, BigInt(frame.sequence), frame.timeNs, ...fields];
}
