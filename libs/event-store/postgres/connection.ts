import { Client, type ClientConfig, type QueryArrayConfig } from 'pg';

import { ConnectionLost, isLoss } from './failure.js';

/** One connection for one user at a time: opened on use, replaced after it broke. */
export class Connection {
  readonly #config: ClientConfig;
  #client: Client | undefined;

  constructor(config: ClientConfig) {
    this.#config = config;
  }

  /**
   * Rows of one statement, each an array of texts.
   * Throws ConnectionLost; a DatabaseError says that the statement definitely failed.
   */
  async rows(query: QueryArrayConfig): Promise<(string | null)[][]> {
    const client = this.#client ?? (await this.#open());
    try {
      const { rows } = await client.query<(string | null)[]>(query);
      return rows;
    } catch (error) {
      if (!isLoss(error)) throw error;
      this.#drop(client);
      throw new ConnectionLost(true, error);
    }
  }

  /** Closes the connection; the next use opens another. */
  async end(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => undefined);
  }

  async #open(): Promise<Client> {
    const client = new Client(this.#config);
    client.on('error', () => this.#drop(client));
    client.on('end', () => this.#drop(client));
    try {
      await client.connect();
    } catch (error) {
      this.#drop(client);
      throw new ConnectionLost(false, error);
    }
    this.#client = client;
    return client;
  }

  #drop(client: Client): void {
    if (this.#client === client) this.#client = undefined;
    // One that never opened, or is half-open, may never answer: nobody waits for its end.
    client.end().catch(() => undefined);
  }
}
