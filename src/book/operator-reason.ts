/** Operators give a reason; the frame has room for 64 bytes of it. */
import { MAX_REASON_BYTES } from '../../assembly/codes.js';
import { EvenkeelError } from '../errors.js';

/**
 * The reason, cut at a character where it is longer than a frame takes: a kill is never refused for
 * the length of its text.
 *
 * @throws EvenkeelError `USAGE` when it is empty
 */
export function fitReason(reason: string): string {
  if (reason === '') throw new EvenkeelError('USAGE', 'an operator command needs a reason');
  let fitted = reason;
  while (Buffer.byteLength(fitted) > MAX_REASON_BYTES) fitted = [...fitted].slice(0, -1).join('');
  return fitted;
}
