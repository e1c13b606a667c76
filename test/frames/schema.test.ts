import { describe, expect, it } from 'vitest';
import * as codes from '../../assembly/codes.js';
import * as frames from '../../src/frames/index.js';

describe('the schema', () => {
  it('has the field kinds the kernel is built with', () => {
    expect(frames.schemaMismatches()).toEqual([]);
  });

  it('uses every opcode and every frame name once', () => {
    const all: readonly frames.FrameSchema[] = [
      ...frames.INPUT_FRAMES,
      ...frames.STREAM_FRAMES,
      ...frames.OUTPUT_FRAMES,
    ];
    expect(new Set(all.map(({ opcode }) => opcode)).size).toBe(all.length);
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    for (const frame of all) expect(frames.frameByOpcode(frame.opcode)).toBe(frame);
  });

  it('names the members of every enum', () => {
    for (const frame of [...frames.INPUT_FRAMES, ...frames.OUTPUT_FRAMES]) {
      for (const field of frame.fields as readonly frames.FieldSchema[]) {
        const members = [...frames.enumMembers(field).values()];
        if (field.kind === 'enum') expect(members).toEqual(members.map((_, index) => index));
        expect(members.length >= 2).toBe(field.kind === 'enum');
      }
    }
  });
});

describe('codes', () => {
  const families: Readonly<Record<string, frames.CodeFamily>> = {
    REJECT: 'reject',
    DROP: 'drop',
    LIMIT: 'limit',
    HEDGE: 'hedge',
    ESTIMATE: 'estimate',
    ORDER: 'order',
    POOL: 'pool',
  };

  it('lists every constant of the kernel exactly once, under its name', () => {
    const expected = Object.entries(codes).flatMap(([constant, code]) => {
      const [prefix = '', ...rest] = constant.split('_');
      const family = families[prefix];
      return family === undefined || code === 0 ? [] : [{ family, name: rest.join('_'), code }];
    });
    expect(frames.CODES.map(({ family, name, code }) => ({ family, name, code }))).toEqual(
      expected,
    );
  });

  it('uses no code and no name twice', () => {
    expect(new Set(frames.CODES.map(({ code }) => code)).size).toBe(frames.CODES.length);
    expect(new Set(frames.CODES.map(({ name }) => name)).size).toBe(frames.CODES.length);
  });

  it('gives names for reports', () => {
    expect(frames.codeName(codes.DROP_INVENTORY)).toBe('INVENTORY');
    expect(frames.codeName(codes.REJECT_DUPLICATE_FILL)).toBe('DUPLICATE_FILL');
    expect(frames.codeName(codes.LIMIT_POSITION)).toBe('POSITION');
    expect(frames.codeName(0, 'drop')).toBe('QUOTED');
    expect(frames.codeName(0, 'reject')).toBe('APPLIED');
    expect(frames.codeName(0, 'limit')).toBe('NONE');
    expect(frames.codeName(999)).toBe('CODE_999');
  });

  it('orders contract kinds and trading states as the kernel does', () => {
    expect(frames.CONTRACT_KINDS[codes.CONTRACT_INVERSE]).toBe('inverse');
    expect(frames.CONTRACT_KINDS[codes.CONTRACT_QUANTO]).toBe('quanto');
    expect(frames.TRADING_STATES[codes.STATE_HALTED]).toBe('HALTED');
  });
});

it('docs/protocol.md is what the schema says', async () => {
  await expect(frames.protocolPage()).toMatchFileSnapshot('../../docs/protocol.md');
});
