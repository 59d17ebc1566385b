/** Tells waiting readers that the log may have grown. */
export class News {
  #edition = 0;
  readonly #waiting = new Set<() => void>();

  /** The number of the latest news. Take it before reading: what comes while reading is then not missed. */
  get edition(): number {
    return this.#edition;
  }

  /** Wakes everyone who waits. */
  tell(): void {
    this.#edition += 1;
    for (const wake of [...this.#waiting]) wake();
  }

  /** Waits for news after an edition, for the signal, or for at most `atMostMs` milliseconds (default: no limit). */
  async after(edition: number, signal: AbortSignal, atMostMs?: number): Promise<void> {
    if (this.#edition > edition || signal.aborted) return;
    let timer: NodeJS.Timeout | undefined;
    let wake: () => void = () => undefined;
    try {
      await new Promise<void>((resolve) => {
        wake = resolve;
        this.#waiting.add(wake);
        signal.addEventListener('abort', wake, { once: true });
        if (atMostMs !== undefined) timer = setTimeout(wake, atMostMs);
      });
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(wake);
      signal.removeEventListener('abort', wake);
    }
  }
}
