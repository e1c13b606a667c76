import { it } from 'vitest';
import fc from 'fast-check';
import { expectSamePosition, expectSameResult, expectSameRisk, MoneyScale, NearTie } from './compare.js';
import { BookEngine, OracleEngine } from './engine.js';
import { arbitraryEvents, writeFrames } from './events.js';
import { arbitraryBookSetup } from './setup.js';
it('x', () => {
  const N = 1500; const seed = Number(process.env.SEED ?? 1);
  const runs = fc.sample(fc.tuple(arbitraryBookSetup, arbitraryEvents(160)), { numRuns: N, seed });
  let ties = 0, frames = 0, fails = 0, applied=0, quotes=0; const seen = new Map<string, number>();
  const t0 = Date.now();
  for (const [setup, run] of runs) {
    const engine = new BookEngine(setup); const oracle = new OracleEngine(setup); const scale = new MoneyScale();
    const fs = writeFrames(setup, run);
    for (const [k, f] of fs.entries()) {
      frames++;
      const before = engine.stateHash();
      const expected = oracle.apply(f); const actual = engine.apply(f);
      if (!expected.code) {applied++; quotes += expected.outputs.filter((x)=>x[0]===64).length;}
      try {
        if (expected.code === 0) scale.update(oracle.book);
        expectSameResult(actual, expected, oracle.book, scale.book);
        if (expected.code !== 0) { if (engine.stateHash() !== before) throw new Error('hash changed by reject'); continue; }
        expectSameRisk(engine.risk(), oracle.risk(), scale.book);
        for (const i of oracle.book.instruments) if (i) expectSamePosition(engine.position(i.index), oracle.position(i.index), scale.of(i.index));
      } catch (e) {
        if (e instanceof NearTie) { ties++; 
          const idx = Number(actual.outputs.concat(expected.outputs).find((x)=>x[0]===64)?.[3]);
          console.log('TIE', JSON.stringify(oracle.book.traces[idx]));break; }
        fails++;
        const msg = String((e as Error).message).slice(0, 150);
        const key = f[0] + ' ' + msg.replace(/-?\d[\d.e+-]*/g, '#');
        seen.set(key, (seen.get(key) ?? 0) + 1);
        if ((seen.get(key) ?? 0) <= 1) {
          const idx = Number(f[3]);
          console.log('FAIL', k, 'op', f[0], f.map(String).join(','), '\n  ENGINE', actual.code, actual.outputs.map((x) => x.join(',')).join(' | '), '\n  ORACLE', expected.code, expected.outputs.map((x) => x.join(',')).join(' | '), '\n  ', msg);
          try { console.log(JSON.stringify(oracle.book.traces[idx]), JSON.stringify(setup.instruments[idx]), JSON.stringify(setup.limits), JSON.stringify(setup.assets), JSON.stringify(engine.position(idx)), JSON.stringify(oracle.position(idx))); const s=(o:any)=>JSON.stringify(o,(_,v)=>typeof v==='bigint'?String(v):v); console.log(s(engine.risk()), s(oracle.risk())); } catch {}
        }
        break;
      }
    }
  }
  console.log({ ties, frames, fails, applied, quotes, ms: Date.now() - t0 }); console.log([...seen]);
}, 600000);
