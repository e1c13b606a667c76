import { describe, expect, it } from 'vitest';
import * as codes from '../../assembly/codes.js';
import { OP_LIMIT_EVENT, OP_QUOTE, OP_RISK_STATE } from '../../assembly/opcodes.js';
import { Driver, outputsOf } from './driver.js';

const { STATE_ACTIVE, STATE_HALTED, STATE_REDUCING } = codes;

describe('book state', () => {
  it('halts on drawdown and stays halted until an operator speaks', () => {
    const driver = new Driver();
    driver.define();
    driver.configure();
    driver.send('setBookLimits', null, null, null, null, 50, 0.5);
    driver.tick(1000);
    driver.fill(10, 1000);
    driver.tick(1004);
    const halt = driver.tick(998);
    expect(outputsOf(halt, OP_RISK_STATE)).toEqual([
      [null, STATE_ACTIVE, STATE_HALTED, codes.LIMIT_DRAWDOWN_HALT, 60, 50],
    ]);
    expect(outputsOf(halt, OP_QUOTE)[0]?.slice(5)).toEqual([codes.DROP_HALTED, codes.DROP_HALTED]);
    expect(driver.tick(1010).outputs).toEqual([]);
    expect(driver.book.state).toBe(STATE_HALTED);
    const resume = driver.send('tradingState', null, STATE_ACTIVE, 'checked');
    expect(outputsOf(resume, OP_RISK_STATE)).toEqual([
      [null, STATE_HALTED, STATE_ACTIVE, codes.LIMIT_OPERATOR, 0, 0],
    ]);
    expect(driver.book.ledger.peak).toBe(driver.book.ledger.equity);
  });

  it('reports the release and the next halt when the loss is still there', () => {
    const driver = new Driver();
    driver.define();
    driver.send('setBookLimits', null, 30, 50, null, null, 0.5);
    driver.fill(10, 1000);
    driver.tick(991);
    const resume = driver.send('tradingState', null, STATE_ACTIVE, 'too early');
    // The soft limit was judged under the latch: the release leads to REDUCING first.
    expect(outputsOf(resume, OP_RISK_STATE).map((row) => row.slice(0, 4))).toEqual([
      [null, STATE_HALTED, STATE_REDUCING, codes.LIMIT_OPERATOR],
      [null, STATE_REDUCING, STATE_HALTED, codes.LIMIT_LOSS_HALT],
    ]);
  });

  it('reduces on loss and recovers inside the band only', () => {
    const driver = new Driver();
    driver.define();
    driver.configure();
    driver.send('setBookLimits', null, 40, null, null, null, 0.5);
    driver.tick(1000);
    driver.fill(10, 1000);
    expect(outputsOf(driver.tick(995), OP_RISK_STATE)).toEqual([
      [null, STATE_ACTIVE, STATE_REDUCING, codes.LIMIT_LOSS_REDUCE, 50, 40],
    ]);
    expect(outputsOf(driver.tick(997), OP_RISK_STATE)).toEqual([]);
    const back = outputsOf(driver.tick(998), OP_RISK_STATE)[0];
    expect(back?.slice(0, 4)).toEqual([null, STATE_REDUCING, STATE_ACTIVE, codes.LIMIT_RECOVERED]);
  });

  it('measures the loss since midnight', () => {
    const driver = new Driver();
    driver.define();
    driver.send('setBookLimits', null, null, 60, null, null, 1);
    driver.fill(10, 1000);
    driver.tick(995);
    driver.after(86_400);
    driver.send('clock');
    driver.tick(990);
    expect(driver.book.state).toBe(STATE_ACTIVE);
    driver.tick(988);
    expect(driver.book.state).toBe(STATE_HALTED);
  });

  it('lets capital flows pass without a loss', () => {
    const driver = new Driver();
    driver.define();
    driver.send('setBookLimits', null, null, 60, null, 60, 1);
    driver.send('cash', 0, 1000, 0);
    driver.send('cash', 0, -900, 0);
    expect(driver.book.state).toBe(STATE_ACTIVE);
    driver.send('cash', 0, -61, 1);
    expect(driver.book.state).toBe(STATE_HALTED);
  });
});

describe('instrument state', () => {
  it('reduces past the position limit and never offers to flip', () => {
    const driver = new Driver();
    driver.define();
    driver.configure();
    driver.tick(10_000);
    driver.fill(95, 10_000);
    const over = driver.fill(6, 10_000);
    expect(outputsOf(over, OP_RISK_STATE)).toEqual([
      [0, STATE_ACTIVE, STATE_REDUCING, codes.LIMIT_POSITION, 101, 100],
    ]);
    driver.send('tradingState', 0, STATE_REDUCING, 'hold');
    const back = driver.fill(-97, 10_000);
    const quote = outputsOf(back, OP_QUOTE)[0];
    // 4 lots left: the ask is cut to 4, the bid is withdrawn.
    expect(quote?.slice(1)).toEqual([0, 0, 10_010, 4, codes.DROP_REDUCING, 0]);
    driver.send('working', 0, 0, 4, 0, 0);
    expect(driver.book.instrument(0).published.askReason).toBe(codes.DROP_REDUCING);
  });

  it('reports the worst case once per breach', () => {
    const driver = new Driver();
    driver.define();
    driver.configure();
    driver.fill(90, 1000);
    const send = (buy: number): unknown =>
      outputsOf(driver.send('working', 0, buy, 0, 0, 0), OP_LIMIT_EVENT);
    expect(send(10)).toEqual([]);
    expect(send(11)).toEqual([[0, codes.LIMIT_WORST_CASE, 101, 100]]);
    expect(send(20)).toEqual([]);
    expect(send(5)).toEqual([]);
    expect(send(12)).toEqual([[0, codes.LIMIT_WORST_CASE, 102, 100]]);
  });
});

describe('order of frames', () => {
  it('refuses time and sequence that go back, and gaps not', () => {
    const driver = new Driver();
    driver.define();
    const clock = (sequence: number, time: bigint): number =>
      driver.book.apply([27, sequence, time]).code;
    const now = driver.timeNs;
    expect(clock(5, now + 1n)).toBe(0);
    expect(clock(0, now)).toBe(codes.REJECT_TIME_BACKWARDS);
    expect(clock(5, now + 1n)).toBe(codes.REJECT_SEQUENCE_REGRESSION);
    expect(clock(0, now + 1n)).toBe(0);
    expect(clock(9, now + 1n)).toBe(0);
  });

  it('names what is wrong with a frame', () => {
    const driver = new Driver();
    driver.define();
    const { timeNs } = driver;
    const code = (...frame: (number | string | null | bigint)[]): number =>
      driver.book.apply([frame[0] ?? 0, 0, timeNs, ...frame.slice(1)]).code;
    expect(code(99)).toBe(codes.REJECT_UNKNOWN_OPCODE);
    expect(code(16, 0, 1, 2, 3)).toBe(codes.REJECT_FIELD_COUNT);
    expect(code(16, 0, 'a', 2, 3, 4)).toBe(codes.REJECT_FIELD_TYPE);
    expect(code(16, 0, 0, 2, 3, 4)).toBe(codes.REJECT_FIELD_RANGE);
    expect(code(16, 0, 2, 2, 3, 4)).toBe(codes.REJECT_CROSSED_BOOK);
    expect(code(16, 7, 1, 2, 3, 4)).toBe(codes.REJECT_UNKNOWN_INSTRUMENT);
    expect(code(18, 0, Number.NaN)).toBe(codes.REJECT_FIELD_RANGE);
  });
});
