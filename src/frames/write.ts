/**
 * Frames written straight into memory, nothing allocated: for feeds that send millions a second. The
 * bytes are those a msgpack library would write, integers in the shortest form the kernel reads fast.
 */
import * as op from '../../assembly/opcodes.js';
import { EvenkeelError } from '../errors.js';
import { checkFrame, type FieldValue, timeToNs } from './encode.js';
import type { InputFrameName } from './schema.js';

const TWO_32 = 4294967296;
const MAX_UINT32 = TWO_32 - 1;
// Far above what a frame may hold, and together with the widest fields below the longest frame.
const MAX_TEXT_BYTES = 255;
const encoder = new TextEncoder();

/** Writes frames into a memory from `position` on. The caller makes sure that there is room. */
export class FrameWriter {
  /** Where the next byte goes. */
  position = 0;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Best bid and ask, not sequenced. Numbers that no frame may hold are the kernel's to refuse. */
  bookTicker(
    instrument: number,
    timeUs: number,
    bidTicks: number,
    askTicks: number,
    bidLots: number,
    askLots: number,
  ): void {
    this.#begin(op.OP_BOOK_TICKER, 5, timeUs);
    this.#number(instrument);
    this.#number(bidTicks);
    this.#number(askTicks);
    this.#number(bidLots);
    this.#number(askLots);
  }

  /** A public trade, not sequenced. @param aggressor 0 buy, 1 sell */
  trade(
    instrument: number,
    timeUs: number,
    priceTicks: number,
    sizeLots: number,
    aggressor: number,
  ): void {
    this.#begin(op.OP_TRADE, 4, timeUs);
    this.#number(instrument);
    this.#number(priceTicks);
    this.#number(sizeLots);
    this.#number(aggressor);
  }

  /**
   * Any frame by name.
   *
   * @throws EvenkeelError as `encodeFrame`, and `USAGE` for a text that no frame can hold; what was
   * written behind the old position is then no frame
   */
  frame(
    name: InputFrameName,
    sequence: number | bigint,
    time: number | bigint,
    values: readonly FieldValue[],
  ): void {
    const opcode = checkFrame(name, sequence, time, values);
    this.#header(opcode, values.length);
    if (typeof sequence === 'bigint') this.#long(sequence);
    else this.#number(sequence);
    if (typeof time === 'number' && time >= 0) this.#time(time);
    else this.#long(timeToNs(time));
    for (const value of values) this.#value(value);
  }

  #begin(opcode: number, fields: number, timeUs: number): void {
    this.#header(opcode, fields);
    this.#bytes[this.position++] = 0;
    if (Number.isSafeInteger(timeUs) && timeUs >= 0) this.#time(timeUs);
    else this.#float(timeUs);
  }

  #header(opcode: number, fields: number): void {
    const elements = fields + 3;
    if (elements < 16) {
      this.#bytes[this.position++] = 0x90 + elements;
    } else {
      this.#bytes[this.position++] = 0xdc;
      this.#view.setUint16(this.position, elements);
      this.position += 2;
    }
    this.#bytes[this.position++] = opcode;
  }

  // Microseconds, not below 0, as nanoseconds: 64 bits as two halves, since a product above 2^53 would be rounded.
  #time(timeUs: number): void {
    const low = (timeUs % TWO_32) * 1000;
    const high = Math.floor(timeUs / TWO_32) * 1000 + Math.floor(low / TWO_32);
    this.#bytes[this.position] = 0xcf;
    this.#view.setUint32(this.position + 1, high);
    this.#view.setUint32(this.position + 5, low % TWO_32);
    this.position += 9;
  }

  #number(value: number): void {
    if (value >= 0 && value <= MAX_UINT32 && Math.floor(value) === value) {
      // -0 is 0 for the kernel as well.
      if (value < 128) {
        this.#bytes[this.position++] = value;
      } else if (value < 65536) {
        this.#bytes[this.position] = 0xcd;
        this.#view.setUint16(this.position + 1, value);
        this.position += 3;
      } else {
        this.#bytes[this.position] = 0xce;
        this.#view.setUint32(this.position + 1, value);
        this.position += 5;
      }
    } else if (Number.isSafeInteger(value)) {
      this.#safeInteger(value);
    } else {
      this.#float(value);
    }
  }

  #safeInteger(value: number): void {
    this.#bytes[this.position] = value < 0 ? 0xd3 : 0xcf;
    const high = Math.floor(value / TWO_32);
    this.#view.setInt32(this.position + 1, high);
    this.#view.setUint32(this.position + 5, value - high * TWO_32);
    this.position += 9;
  }

  #float(value: number): void {
    this.#bytes[this.position] = 0xcb;
    this.#view.setFloat64(this.position + 1, value);
    this.position += 9;
  }

  #long(value: bigint): void {
    this.#bytes[this.position] = value < 0n ? 0xd3 : 0xcf;
    this.#view.setBigInt64(this.position + 1, value);
    this.position += 9;
  }

  #value(value: FieldValue): void {
    if (typeof value === 'number') this.#number(value);
    else if (typeof value === 'bigint') this.#long(value);
    else if (value === null) this.#bytes[this.position++] = 0xc0;
    else this.#text(value);
  }

  #text(text: string): void {
    const utf8 = encoder.encode(text);
    if (utf8.length > MAX_TEXT_BYTES) {
      const message = `a text of ${utf8.length} bytes; a frame holds at most ${MAX_TEXT_BYTES}`;
      throw new EvenkeelError('USAGE', message, { bytes: utf8.length, most: MAX_TEXT_BYTES });
    }
    // The one form of every length that the kernel reads.
    this.#bytes[this.position] = 0xd9;
    this.#bytes[this.position + 1] = utf8.length;
    this.#bytes.set(utf8, this.position + 2);
    this.position += 2 + utf8.length;
  }
}
