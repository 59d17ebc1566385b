import type { Caller, PolicyName } from '@etapp/access';
import type { Projection, RowSource, Text } from '@etapp/kernel';
import type { Page, PageRequest, Reader } from '@etapp/projections';
import type { z } from 'zod';

/** What a question is asked with besides its input. */
export type Asking = {
  readonly rows: RowSource;
  readonly caller: Caller;
  readonly reader: Reader;
  readonly now: string;
  readonly page: PageRequest;
  /** Asked by an auditor about the past: no relation to a case is needed. */
  readonly audit: boolean;
  /** When this user last opened each case, by case id. */
  readonly lastOpened: ReadonlyMap<string, string>;
};

/**
 * The answer to a list question: a page of items, and what the whole list says (counts, shares). `personId` is whom all
 * items are about where they do not say so themselves; it is not shown.
 */
export type ListAnswer = Page<unknown> & { readonly summary?: unknown; readonly personId?: string };

/** Whether an answer is a list. */
export const isList = (answer: object): answer is ListAnswer => 'items' in answer && 'hasMore' in answer;

/** One question and its route: `GET /v1{path}`, and its past at `GET /v1/audit/read-models/{name}`. */
export type Query = {
  /** The read model's name in the audit API, snake_case; unique. */
  readonly name: string;
  readonly path: string;
  readonly policy: PolicyName;
  /** Read models that it asks; the answer is true up to the slowest of them. */
  readonly reads: readonly Projection[];
  /** Query and path parameters besides paging. */
  readonly input: z.ZodObject;
  /** `list` answers items with paging, `one` a single document. */
  readonly kind: 'list' | 'one';
  /** What an item, or the one document, looks like. */
  readonly item: z.ZodType;
  /** What a list says of itself as a whole. */
  readonly summary?: z.ZodType;
  /** Whether it makes no sense to ask it of the past. */
  readonly presentOnly?: boolean;
  /** Whether the answer depends on when the reader last opened each case. */
  readonly usesLastOpened?: boolean;
  /** Whether asking counts as opening the case that `caseId` names. */
  readonly opensCase?: boolean;
  readonly text: Text;
  /** Understands parameters as the input says, once: what was asked, ready to be answered, or what is wrong with it. */
  readonly understand: (parameters: Readonly<Record<string, unknown>>) => Understood;
};

/** A question that was understood, with its input for whoever must recognise it; or the issues with its parameters. */
export type Understood =
  | {
      readonly success: true;
      readonly input: Readonly<Record<string, unknown>>;
      readonly ask: (asking: Asking) => Promise<object | undefined>;
    }
  | { readonly success: false; readonly issues: readonly z.core.$ZodIssue[] };

type Definition<Input extends z.ZodObject> = Omit<Query, 'input' | 'understand'> & {
  readonly input: Input;
  readonly ask: (asking: Asking, input: z.output<Input>) => Promise<object | undefined>;
};

/** Declares a question; its routes, documentation and past view are made from it. Undefined is answered as not found. */
export const defineQuery = <Input extends z.ZodObject>({ ask, input, ...query }: Definition<Input>): Query => ({
  ...query,
  input,
  understand: (parameters) => {
    const parsed = input.safeParse(parameters);
    if (!parsed.success) return { success: false, issues: parsed.error.issues };
    return { success: true, input: parsed.data, ask: (asking) => ask(asking, parsed.data) };
  },
});
