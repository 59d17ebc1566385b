import type { EtappCommands } from '@etapp/domain';
import type { ProblemEntry } from '@etapp/http';
import type { commonRejections } from '@etapp/kernel';

/** A command that lists no codes has the type of any list, which says nothing. */
type Named<Code extends string> = string extends Code ? never : Code;

/** Every code that a rule may refuse a command with. */
export type RejectionCode =
  | { [Name in keyof EtappCommands]: Named<EtappCommands[Name]['rejects'][number]> }[keyof EtappCommands]
  | (typeof commonRejections)[number];

/** The part of the problem table about one subject; a code that no command rejects with does not compile. */
export type RejectionProblems = Readonly<Partial<Record<RejectionCode, ProblemEntry>>>;
