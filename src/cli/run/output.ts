/** Standard output with back-pressure: a slow reader slows the engine down and grows nothing. */
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { EvenkeelError } from '../../errors.js';

/** Where output frames go. */
export class Output {
  readonly #stream: Writable;
  #failure: EvenkeelError | undefined;
  #isClosed = false;

  /** @param onClosed called once when the reader has gone away */
  constructor(stream: Writable, onClosed: () => void) {
    this.#stream = stream;
    stream.on('error', (cause: NodeJS.ErrnoException) => {
      // EPIPE is how a reader such as `head` says that it has seen enough.
      if (cause.code !== 'EPIPE') {
        this.#failure = new EvenkeelError('IO', 'cannot write the output', {}, { cause });
      }
      this.#isClosed = true;
      onClosed();
    });
  }

  /** Nobody reads any more. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Resolves when the stream wants more. Bytes after the reader has gone away are dropped. */
  async write(bytes: Uint8Array | string): Promise<void> {
    if (bytes.length > 0 && !this.#isClosed && !this.#stream.write(bytes)) {
      // `error` also ends the wait; it has been noted above.
      await once(this.#stream, 'drain').catch(() => undefined);
    }
    if (this.#failure !== undefined) throw this.#failure;
  }
}
