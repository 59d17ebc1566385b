/** What is known of a personal value without opening it. `freeText` values get a key of their own. */
export type Mark = { readonly sensitivity: 'personal' | 'sensitive'; readonly freeText: boolean };

/** Where a sealed value stands in the log; a query refuses a box whose origin does not fit its row. */
export type BoxOrigin = {
  readonly stream: string;
  readonly eventId: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly path: string;
};

/** The inside of a box: plaintext on its way in, or an opaque sealed envelope out of the log. */
export type BoxContent =
  | { readonly kind: 'plain'; readonly value: unknown; readonly mark: Mark }
  | { readonly kind: 'sealed'; readonly envelope: unknown; readonly origin: BoxOrigin };

/**
 * A closed box around a personal value. Rules may pass it on and nothing else: it prints as `[personal]`, compares by
 * identity, and only the code that seals or opens values looks inside (`contentOf`, fenced by lint).
 */
export class Box<T = unknown> {
  declare readonly holds: T;
  readonly #content: BoxContent;

  private constructor(content: BoxContent) {
    this.#content = content;
  }

  /** A box around plaintext, as a command brings it. */
  static plain<T>(value: T, mark: Mark): Box<T> {
    return new Box<T>({ kind: 'plain', value, mark });
  }

  /** A box around ciphertext, as the log or a row holds it. */
  static sealed<T>(envelope: unknown, origin: BoxOrigin): Box<T> {
    return new Box<T>({ kind: 'sealed', envelope, origin });
  }

  /** The inside of a box. For the code that seals, opens or stores values; refused by lint in rules and folds. */
  static contentOf(box: Box): BoxContent {
    return box.#content;
  }

  /** Keeps plaintext out of every log line and answer that serialises a box by mistake. */
  toJSON(): string {
    return '[personal]';
  }
}

/** The inside of a box. For the code that seals, opens or stores values; refused by lint in rules and folds. */
export const contentOf = (box: Box): BoxContent => Box.contentOf(box);
