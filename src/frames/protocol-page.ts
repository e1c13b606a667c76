/** Renders docs/protocol.md from the schema table; a test keeps the committed page equal to this. */
import * as c from '../../assembly/codes.js';
import { CODES, type CodeFamily } from './codes.js';
import { encodeFrame, type FieldValue } from './encode.js';
import { MAX_LINE_CHARACTERS } from './json.js';
import { KIND_RULES } from './kinds.js';
import {
  type FrameSchema,
  INPUT_FRAMES,
  type InputFrameName,
  OUTPUT_FRAMES,
  STREAM_FRAMES,
} from './schema.js';

/** The whole page as markdown. */
export function protocolPage(): string {
  return [
    intro,
    streamRules,
    '## Field kinds\n',
    kindTable(),
    '## Input frames\n',
    'Fields in the order in which they follow opcode, sequence and time.\n',
    ...INPUT_FRAMES.map(frameSection),
    '## Output frames\n',
    'Every output frame carries the sequence and time of the input frame that caused it.\n',
    ...OUTPUT_FRAMES.map(frameSection),
    '## Streams of many books\n',
    manyBooks,
    ...STREAM_FRAMES.map(frameSection),
    '## Codes\n',
    'Codes are never reused.\n',
    '### Rejects: why a frame was not applied\n',
    codeTable('reject', 'APPLIED', 'applied'),
    '### Drop reasons: why a side is not quoted\n',
    codeTable('drop', 'QUOTED', 'quoted'),
    '### Limits: what moved a trading state, or which limit was met\n',
    codeTable('limit', 'NONE', 'none'),
    '### Hedges: why one was sent, or why none was\n',
    codeTable('hedge', 'OFF', 'hedging is off'),
    '### Estimates: why there is none of a fill intensity\n',
    codeTable('estimate', 'ESTIMATED', 'there is one'),
    '### Orders: why one is denied or made smaller\n',
    codeTable('order', 'ALLOWED', 'allowed as it is'),
    '### Pool: why a frame was not taken\n',
    codeTable('pool', 'TAKEN', 'taken; whether it was applied, the book says'),
    example(),
    producer,
    jsonLines,
  ].join('\n');
}

const intro = `# Protocol

<!-- Rendered by src/frames/protocol-page.ts; rewrite with: npx vitest run test/frames -u -->

What goes into a book and what comes out, in bytes. What each frame *does* is in
[semantics.md](semantics.md). \`Book.apply\` and \`evenkeel run\` speak it.
`;

const streamRules = `## Stream

A stream is a concatenation of [MessagePack](https://msgpack.org) arrays, without any framing around them:

\`\`\`text
[opcode, sequence, timeNs, ...fields]
\`\`\`

| element | range | meaning |
|---|---|---|
| opcode | integer, see below | which frame this is |
| sequence | integer, 0 .. 2^63 - 1 | 0: not sequenced; otherwise above the last accepted one. Gaps are allowed. Output frames repeat it; stay below 2^53 if a reader holds it in a double |
| timeNs | integer, 0 .. 2^62 | nanoseconds since 1970-01-01T00:00Z, never before the last accepted frame |

* A frame has at most ${c.MAX_FRAME_BYTES} bytes and ${c.MAX_FRAME_FIELDS} fields. Fields are scalars: nothing is nested.
* Opcode, sequence and time accept every MessagePack integer encoding. Integer fields accept a float that holds an
  integer as well. Number fields accept integers and floats. Infinities and NaN are out of range.
* A reject changes nothing: the next frame meets the state as if the bad one had never been there.
* Bytes that do not start an array of 3 .. 16 elements are passed over up to the next array header byte, and give
  **one** reject \`NOT_A_FRAME\` with their count.
* A well-formed array with wrong content (opcode, field count, type, range, nesting, state of the book) gives one reject
  and is skipped whole, whatever it contains: the content of a refused frame is never read as frames.
* Bytes that are not well-formed MessagePack, or an array of more than ${c.MAX_FRAME_BYTES} bytes, give one reject, and
  reading resumes at the next byte.
* An incomplete frame at the end of the input waits for more bytes while the input is a stream, and is rejected
  \`TRUNCATED\` when the input is final.

Recovery after damage is therefore a property of the byte stream alone, however it is cut into chunks (only the number of
\`NOT_A_FRAME\` rejects depends on that: one per chunk that a run of garbage spans). No resynchronisation message exists or
is needed.
`;

const manyBooks = `\`evenkeel run --workers N\` serves many books from one stream, and these frames say whose the others are.
A book by itself refuses them. Books of configuration files have the ids 0, 1, ... in the order of the files. Frames before
the first \`book\` frame are for the first of them. A frame of this kind that is refused, or names a book that is not open,
leaves no book chosen: what follows is refused with \`UNKNOWN_BOOK\` until the next one that is accepted. Bytes that are no
frames are refused before they reach a book. Sequence and time of these frames are not looked at. Each part of the output is
preceded by a \`book\` frame; a reject behind id 2^53 - 1 concerns no book.
`;

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line), ''].join('\n');
}

function kindTable(): string {
  const rows = Object.entries(KIND_RULES).map(([kind, { holds, range }]) => [kind, holds, range]);
  return table(['kind', 'holds', 'range'], rows);
}

function frameSection({ name, opcode, text, fields }: FrameSchema): string {
  const rows = fields.map((field, index) => [
    String(index),
    `\`${field.name}\``,
    field.kind,
    field.unit,
    field.text,
  ]);
  const body =
    rows.length === 0 ? 'No fields.\n' : table(['', 'field', 'kind', 'unit', 'meaning'], rows);
  return `### ${opcode} ${name}\n\n${text}\n\n${body}`;
}

function codeTable(family: CodeFamily, zeroName: string, zeroText: string): string {
  const rows = CODES.filter((entry) => entry.family === family).map((entry) => [
    String(entry.code),
    `\`${entry.name}\``,
    entry.text,
  ]);
  return table(['code', 'name', 'meaning'], [['0', `\`${zeroName}\``, zeroText], ...rows]);
}

const EXAMPLE_TIME_NS = 1_700_000_000_000_000_000n;

function example(): string {
  const frames: readonly [InputFrameName, number, readonly FieldValue[]][] = [
    ['bookTicker', 1, [0, 35_000, 35_001, 12, 7]],
    ['fill', 2, [0, 7001, 0, 35_000, 3, 0, 0, null, null]],
  ];
  const blocks = frames.map(([name, sequence, values]) => {
    const bytes = encodeFrame(name, sequence, EXAMPLE_TIME_NS, values);
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const shown = values.map((value) => (value === null ? 'nil' : String(value))).join(', ');
    return `${name}, ${bytes.length} bytes: [${bytes[1]}, ${sequence}, ${EXAMPLE_TIME_NS}, ${shown}]\n${hex}`;
  });
  return `## Example in bytes

A touch of 35000 / 35001 ticks, then 3 lots bought at 35000 as a maker. The first byte is the array header
(\`90\` + number of elements), then opcode, sequence, and \`d3\` before the 8 bytes of the time.

\`\`\`text
${blocks.join('\n\n')}
\`\`\`
`;
}

const producer = `## A producer in Python

\`\`\`python
import msgpack, sys, time                      # pip install msgpack

BOOK_TICKER, FILL, BUY, MAKER, QUOTE = 16, 20, 0, 0, 0

def send(opcode, *fields):
    sys.stdout.buffer.write(msgpack.packb([opcode, 0, time.time_ns(), *fields]))

send(BOOK_TICKER, 0, 35000, 35001, 12, 7)
send(FILL, 0, 7001, BUY, 35000, 3, MAKER, QUOTE, None, None)
\`\`\`

\`python producer.py | evenkeel run -c book.yaml > quotes.msgpack\`. The reader is as short:
\`for opcode, sequence, time_ns, *fields in msgpack.Unpacker(sys.stdin.buffer): ...\`
`;

const jsonLines = `## Several producers

A book reads one stream. Whoever merges several (a gateway, a socket per producer) does so between whole frames, and best numbers and stamps
them there, as they enter the stream:

* **Numbers.** A counter that producers take from before the merge refuses whatever is overtaken on the way (\`SEQUENCE_REGRESSION\`), fills too; a
  counter of each producer refuses all but the highest. Without numbers (0) nothing is refused for its order. Numbered and unnumbered frames mix.
* **Time.** A clock that is ahead refuses the others until their time has caught up (\`TIME_BACKWARDS\`); a frame years ahead ends what the book
  can learn. \`setMaxAhead\` (\`book.maxAheadSeconds\`) refuses such frames (\`TIME_AHEAD\`); only
  \`clock\` and \`tradingState\` may be further ahead. Whoever merges then sends a \`clock\` after every pause, **before fills too**.
* **Again.** A producer that begins again may repeat fills: their ids are known (\`DUPLICATE_FILL\`) as long as fewer than \`capacity.fillIds\` came since.
  \`working\`, \`position\` and market data are states: twice in a row they do no harm, an old one that comes late does.
* What one producer says in vain changes nothing for the others; each finds its refusals by the sequence and time it sent.

## JSON lines

\`evenkeel run --json\` takes and gives the same frames as JSON objects, one per line:

\`\`\`json
{"frame":"bookTicker","sequence":1,"timeUs":1700000000000000,"instrument":"BTC-PERP","bidTicks":350000,"askTicks":350001,"bidLots":5,"askLots":7}
{"frame":"quote","sequence":1,"timeNs":"1700000000000000000","instrument":0,"symbol":"BTC-PERP","bidTicks":349930,"bidLots":20,"askTicks":350071,"askLots":20,"bidReason":"QUOTED","bidReasonNumber":0,"askReason":"QUOTED","askReasonNumber":0}
\`\`\`

* Time is \`timeNs\` (a string of digits) or \`timeUs\` (whole microseconds); \`sequence\` is 0 when absent.
* Instruments and assets are given by index or symbol, enums by number or word; optional fields may be absent. Integers
  above 2^53 are strings of digits. Unknown keys are refused.
* Codes and enums come out as names, their numbers beside them under the name with \`Number\` behind it.
* A line that is no such object (or has more than ${MAX_LINE_CHARACTERS} characters) changes nothing and is answered by
  \`{"frame":"reject","code":"JSON_LINE","line":17,"message":"..."}\`.
`;
