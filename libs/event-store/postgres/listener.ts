import { setTimeout as delay } from 'node:timers/promises';

import { Client, type ClientConfig } from 'pg';

import type { News } from '../news.js';

const firstPauseMs = 50;
const longestPauseMs = 5_000;

/** Hears of appends by every process (LISTEN) on a connection of its own, which it renews until it is closed. */
export class Listener {
  readonly #config: ClientConfig;
  readonly #news: News;
  readonly #closing = new AbortController();
  #listening: Promise<void> | undefined;

  constructor(config: ClientConfig, news: News) {
    this.#config = config;
    this.#news = news;
  }

  /** Begins to listen, unless it does already. */
  open(): void {
    this.#listening ??= this.#listen();
  }

  /** Stops listening for good. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#listening;
  }

  async #listen(): Promise<void> {
    const { signal } = this.#closing;
    let pauseMs = firstPauseMs;
    while (!signal.aborted) {
      const heard = await this.#listenOnce();
      pauseMs = heard ? firstPauseMs : Math.min(2 * pauseMs, longestPauseMs);
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Listens until the connection ends. True if it came to listening at all. */
  async #listenOnce(): Promise<boolean> {
    const { signal } = this.#closing;
    const client = new Client(this.#config);
    const ended = new Promise<void>((resolve) => {
      client.on('end', resolve).on('error', () => resolve());
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    client.on('notification', () => this.#news.tell());
    try {
      await client.connect();
      await client.query('LISTEN etapp_log');
      // Appends made while nobody listened.
      this.#news.tell();
      await ended;
      return true;
    } catch {
      return false;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
