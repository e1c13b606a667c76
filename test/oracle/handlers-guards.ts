/** Set-up of guards and of the ladder. */
import * as codes from '../../assembly/codes.js';
import * as op from '../../assembly/opcodes.js';
import type { Fields } from './fields.js';
import type { Handler, HandlerEntry } from './handler.js';
import { isMeasured } from './measures.js';
import type { OracleBook } from './oracle-book.js';

function checkScope(book: OracleBook, scope: number, of: number): number {
  const known = [
    of === 0,
    book.ledger.assets[of] !== undefined,
    book.derivatives.underlyings[of] !== undefined,
    book.instruments[of] !== undefined,
    of < codes.FACTORS_MAX,
  ];
  const unknown = [
    codes.REJECT_FIELD_RANGE,
    codes.REJECT_UNKNOWN_ASSET,
    codes.REJECT_UNKNOWN_UNDERLYING,
    codes.REJECT_UNKNOWN_INSTRUMENT,
    codes.REJECT_FIELD_RANGE,
  ];
  if (known[scope] === undefined) return book.refuse(codes.REJECT_FIELD_RANGE, 1, scope);
  return known[scope] ? 0 : book.refuse(unknown[scope] ?? 0, 2, of);
}

function checkLimits(book: OracleBook, fields: Fields): number {
  const [soft, hard] = [fields.optional(4), fields.optional(5)];
  if (soft !== null && soft <= 0) return book.refuse(codes.REJECT_FIELD_RANGE, 4, soft);
  if (hard !== null && hard <= 0) return book.refuse(codes.REJECT_FIELD_RANGE, 5, hard);
  if (soft !== null && hard !== null && soft > hard) {
    return book.refuse(codes.REJECT_INCONSISTENT, 4, soft, hard);
  }
  for (const field of [6, 7]) {
    if (fields.at(field) > codes.RUNG_FLATTEN) return book.refuse(codes.REJECT_FIELD_RANGE, field);
  }
  if (fields.at(7) < fields.at(6)) return book.refuse(codes.REJECT_INCONSISTENT, 7);
  return fields.at(8) < 1 ? book.refuse(codes.REJECT_FIELD_RANGE, 8) : 0;
}

const setGuard: Handler = (book, fields) => {
  const [index, scope, of, measure] = [fields.at(0), fields.at(1), fields.at(2), fields.at(3)];
  if (index >= book.guardCapacity) return book.refuse(codes.REJECT_FIELD_RANGE, 0, index);
  const wrong = checkScope(book, scope, of);
  if (wrong !== 0) return wrong;
  if (!isMeasured(scope, measure)) return book.refuse(codes.REJECT_FIELD_RANGE, 3, measure);
  const known = book.ladder.find(index)?.terms;
  if (known !== undefined && known.scope !== scope)
    return book.refuse(codes.REJECT_INCONSISTENT, 1);
  if (known !== undefined && known.of !== of) return book.refuse(codes.REJECT_INCONSISTENT, 2);
  const loose = checkLimits(book, fields);
  if (loose !== 0) return loose;
  book.commit();
  const limit = (field: number): number => fields.optional(field) ?? Number.POSITIVE_INFINITY;
  book.ladder.set({
    index,
    scope,
    of,
    measure,
    soft: limit(4),
    hard: limit(5),
    softRung: fields.at(6),
    hardRung: fields.at(7),
    confirmations: fields.at(8),
    recover: fields.at(9),
    leanStart: fields.at(10),
    parameter: fields.at(11),
  });
  return 0;
};

const setLadder: Handler = (book, fields) => {
  for (const field of [0, 3]) {
    if (fields.at(field) < 1) return book.refuse(codes.REJECT_FIELD_RANGE, field);
  }
  const jumpBps = fields.optional(4);
  if (jumpBps !== null && jumpBps <= 0) return book.refuse(codes.REJECT_FIELD_RANGE, 4);
  book.commit();
  const { ladder } = book;
  ladder.terms = {
    widen: fields.at(0),
    shrink: fields.at(1),
    holdNs: fields.at(2) * 1e9,
    maxLean: fields.at(3),
  };
  const jump = (jumpBps ?? Number.POSITIVE_INFINITY) * 1e-4;
  ladder.doubts.configure(jump, fields.at(5) * 1e9, book.now);
  book.imposeAll();
  return 0;
};

export const GUARD_HANDLERS: readonly HandlerEntry[] = [
  [op.OP_SET_GUARD, setGuard],
  [op.OP_SET_LADDER, setLadder],
];
