// The shared memory of one pool worker, as host and worker both see it: the one place its offsets are
// stated. Plain integer constants only: no imports, no annotations.
//
//   | worker block | addresses and sizes, then one group of cache lines per writer
//   | slots        | SLOT_BYTES per book the worker can hold
//   | input ring   | records host -> worker: frames and requests
//   | output ring  | records worker -> host: output frames
//   | journal area | of journaled books: input that was applied and is not on the disk yet
//   | books        | per book: its region, quote rows, two images
//
// Positions count bytes for ever and wrap at 2^32; a place in a ring is the position masked by its size
// minus one. A record becomes visible by one store of the writer's position behind it. Records are
// contiguous: what does not fit before the end of the ring is preceded by a pad record.
//
//   input ring     RELEASED ........ READ ........ TAIL
//                  '- applied, kept -'- to be applied -'
//
// What was applied is kept until an image of every book holds its effect: a worker that dies is followed
// by one that begins with the images and applies the rest again.
//
// A worker with a journal area holds back what it publishes - READ, rows, the tail of the output ring, images -
// until the thread around it has written the area to the disk.

export const LINE_BYTES = 128; // two cache lines: neighbours are prefetched in pairs

// ---- Worker block. Written by the host before the worker starts, then constant:
export const WORKER_SLOTS = 0; // u32 address
export const WORKER_SLOT_COUNT = WORKER_SLOTS + 4; // i32
export const WORKER_INPUT = WORKER_SLOT_COUNT + 4; // u32 address of the input ring
export const WORKER_INPUT_BYTES = WORKER_INPUT + 4; // i32, a power of two
export const WORKER_OUTPUT = WORKER_INPUT_BYTES + 4; // u32 address of the output ring
export const WORKER_OUTPUT_BYTES = WORKER_OUTPUT + 4; // i32, a power of two
export const WORKER_SPINS = WORKER_OUTPUT_BYTES + 4; // i32, idle looks at the ring before parking; below 0 never parks
export const WORKER_PARK_NS = WORKER_SPINS + 4; // i32, longest sleep
export const WORKER_JOURNAL = WORKER_PARK_NS + 4; // u32 address of the journal area; 0 for none
export const WORKER_JOURNAL_LIMIT = WORKER_JOURNAL + 4; // i32, bytes in it from which on nothing more is applied

// Written by the host at any time:
export const WORKER_TAIL = LINE_BYTES; // i32 position behind the last record of the input ring
export const WORKER_COMMAND = WORKER_TAIL + LINE_BYTES; // i32, COMMAND_
export const WORKER_WAITERS = WORKER_COMMAND + 4; // i32, how many on the host sleep until READ or RELEASED moves
export const WORKER_OUTPUT_HEAD = WORKER_COMMAND + LINE_BYTES; // i32 position, what the host has taken
export const WORKER_OUTPUT_WAITERS = WORKER_OUTPUT_HEAD + 4; // i32, how many on the host sleep until OUTPUT_TAIL moves

// Written by the worker:
export const WORKER_READ = WORKER_OUTPUT_HEAD + LINE_BYTES; // i32 position, applied up to here; never goes back
export const WORKER_RELEASED = WORKER_READ + 4; // i32 position, no longer needed
export const WORKER_OUTPUT_TAIL = WORKER_READ + LINE_BYTES; // i32 position
export const WORKER_PARKED = WORKER_OUTPUT_TAIL + LINE_BYTES; // i32, 1 while asleep; on a line that is seldom written, since the host looks at it with every record
export const WORKER_STATE = WORKER_PARKED + 4; // i32, WORKER_IS_
export const WORKER_THREAD = WORKER_STATE + 4; // i32, thread id
export const WORKER_PROOF_KERNEL = WORKER_THREAD + 8; // u64, digest of the binary
export const WORKER_PROOF_LAYOUT = WORKER_PROOF_KERNEL + 8; // u64, fingerprint of layout, codes and opcodes
export const WORKER_HEARTBEAT = WORKER_PARKED + LINE_BYTES; // i32, moves while the worker lives
export const WORKER_CURRENT_SLOT = WORKER_HEARTBEAT + 4; // i32, whose record is being applied; -1 for none
export const WORKER_CURRENT_POSITION = WORKER_CURRENT_SLOT + 4; // i32
export const WORKER_COUNT_RECORDS = WORKER_HEARTBEAT + 16; // i64, records applied, those again after a death included
export const WORKER_COUNT_BATCHES = WORKER_COUNT_RECORDS + 8; // i64
export const WORKER_COUNT_PARKS = WORKER_COUNT_BATCHES + 8; // i64
export const WORKER_COUNT_IMAGES = WORKER_COUNT_PARKS + 8; // i64, rounds of images taken
export const WORKER_COUNT_OUTPUT_WAITS = WORKER_COUNT_IMAGES + 8; // i64, times the output ring was full
export const WORKER_JOURNAL_END = WORKER_COUNT_OUTPUT_WAITS + 8; // i32, bytes in the journal area
export const WORKER_OUTPUT_WRITTEN = WORKER_JOURNAL_END + 4; // i32 position, OUTPUT_TAIL and what is held back behind it
export const WORKER_BYTES = 2048;

// Commands of the host
export const COMMAND_NONE = 0;
export const COMMAND_SERVE = 1; // the build was accepted
export const COMMAND_STOP = 2;
export const COMMAND_WRITE = 3; // of `serve` to the thread around it: write the journal, then `release`
export const COMMAND_FAULT = 16; // from here on: faults that tests inject

// States of the worker
export const WORKER_IS_ABSENT = 0;
export const WORKER_IS_PROVED = 1; // waits for COMMAND_SERVE
export const WORKER_IS_SERVING = 2;
export const WORKER_IS_STOPPED = 3;

// ---- One record of either ring, from its begin
export const RECORD_LENGTH = 0; // i32, bytes behind the header
export const RECORD_KIND = RECORD_LENGTH + 4; // i32, RECORD_IS_
export const RECORD_SLOT = RECORD_KIND + 4; // i32
export const RECORD_MARK = RECORD_SLOT + 4; // i32, input: its own position; output: number of the record within its book
export const RECORD_HEADER_BYTES = 16;
export const RECORD_ALIGN = 16;

export const RECORD_IS_PAD = 0; // nothing up to the end of the ring
export const RECORD_IS_FRAMES = 1; // input: whole frames; output: frames, the last of their cause
export const RECORD_IS_PARTIAL = 2; // output: frames that the next record of the book continues
export const RECORD_IS_IMAGE = 3; // input: take an image of the book
export const RECORD_IS_CLOSE = 4; // input: the book is no longer served

// ---- One slot
export const SLOT_STATE = 0; // i32, SLOT_IS_
export const SLOT_BOOK = SLOT_STATE + 4; // u32 book pointer
export const SLOT_ROWS = SLOT_BOOK + 4; // u32 address of the quote rows
export const SLOT_IMAGE_ADDRESS = SLOT_ROWS + 4; // u32 x 2
export const SLOT_IMAGE_POSITION = SLOT_IMAGE_ADDRESS + 8; // i32 x 2, input position an image stands for
export const SLOT_IMAGE_OUTPUTS = SLOT_IMAGE_POSITION + 8; // i32 x 2, OUTPUTS as of the image
export const SLOT_IMAGE = SLOT_IMAGE_OUTPUTS + 8; // i32, which of the two is valid
export const SLOT_SENDS_OUTPUT = SLOT_IMAGE + 4; // i32, 0 drops output frames
export const SLOT_OUTPUTS = SLOT_SENDS_OUTPUT + 4; // i32, output records so far
export const SLOT_DIRTY = SLOT_OUTPUTS + 4; // i32, 1 when applied to since the image
export const SLOT_HELD = SLOT_DIRTY + 4; // i32, 1 when applied to since the last release
export const SLOT_JOURNALED = SLOT_HELD + 4; // i64, frames accepted up to which the journal has them
export const SLOT_NAME = SLOT_JOURNALED + 8; // UTF-8 of the journal's name, zeroes behind it
export const SLOT_NAME_BYTES = 48;
export const SLOT_RISK = 128; // a row, see below
export const SLOT_BYTES = 384;

export const SLOT_IS_FREE = 0;
export const SLOT_IS_OPEN = 1;
export const SLOT_IS_FAILED = 2; // its records are passed over

// ---- One segment of the journal area, from its begin: bytes of a book of which some were accepted
export const SEGMENT_SLOT = 0; // i32
export const SEGMENT_APPLIED = SEGMENT_SLOT + 4; // i32, bytes applied
export const SEGMENT_BEYOND = SEGMENT_APPLIED + 4; // i32, bytes behind them that were seen
export const SEGMENT_FLAGS = SEGMENT_BEYOND + 4; // i32
export const SEGMENT_HEADER_BYTES = 16;
export const SEGMENT_IS_FINAL = 1; // a frame that the bytes end in can not go on
export const SEGMENT_IS_MIXED = 2; // some of the bytes were refused

// ---- Rows: what the host reads while the worker writes. The version counts publications; its lowest bit
// says which half is valid, the other one is written next. Whoever reads the same version before and
// after reading a half has read it whole.
export const ROW_VERSION = 0; // i32
export const ROW_HALF = 16; // the even half, from the row's begin

// Quote row, from the half's begin
export const PUBLISHED_BID = 0; // i64 ticks
export const PUBLISHED_BID_LOTS = PUBLISHED_BID + 8; // i64
export const PUBLISHED_ASK = PUBLISHED_BID_LOTS + 8; // i64 ticks
export const PUBLISHED_ASK_LOTS = PUBLISHED_ASK + 8; // i64
export const PUBLISHED_BID_REASON = PUBLISHED_ASK_LOTS + 8; // i32
export const PUBLISHED_ASK_REASON = PUBLISHED_BID_REASON + 4; // i32
export const PUBLISHED_QUOTE_VERSION = PUBLISHED_ASK_REASON + 4; // i64, replacements of the quote
export const PUBLISHED_TIME_NS = PUBLISHED_QUOTE_VERSION + 8; // i64
export const QUOTE_HALF_BYTES = 56;
export const QUOTE_ROW_BYTES = 128;

// Risk row, from the half's begin
export const PUBLISHED_RISK_TIME_NS = 0; // i64
export const PUBLISHED_APPLIED = PUBLISHED_RISK_TIME_NS + 8; // i64 frames
export const PUBLISHED_REJECTED = PUBLISHED_APPLIED + 8; // i64 frames
export const PUBLISHED_EQUITY = PUBLISHED_REJECTED + 8; // f64, reporting currency, as all below
export const PUBLISHED_CAPITAL = PUBLISHED_EQUITY + 8;
export const PUBLISHED_GROSS = PUBLISHED_CAPITAL + 8;
export const PUBLISHED_PEAK = PUBLISHED_GROSS + 8;
export const PUBLISHED_DAY_OPEN = PUBLISHED_PEAK + 8;
export const PUBLISHED_STATE = PUBLISHED_DAY_OPEN + 8; // i32
export const PUBLISHED_LIMIT = PUBLISHED_STATE + 4; // i32
export const RISK_HALF_BYTES = 112;

// ---- Bounds
export const MIN_RING_BYTES = 65536;
export const MAX_RING_BYTES = 1073741824;
export const RECORD_SHARE = 8; // a record is at most this part of its ring
export const BATCH_RECORDS = 64; // records between two publications of READ
export const IMAGE_SHARE = 2; // images are taken when this part of the ring is kept
export const IDLE_IMAGE_SHARE = 16; // the same while there is nothing to do

// ---- Streams of many books: what `route` found, in IO_LAST_CODE of the router's IO block
export const ROUTE_NOTHING = 0; // more bytes are needed
export const ROUTE_FRAMES = 1; // whole frames for the current book
export const ROUTE_BOOK = 2; // a frame that says which book follows; its fields are in the registers
export const ROUTE_GARBAGE = 3; // bytes that are no frames; the reject code is in register 0
