import { aggregates } from '@etapp/domain';
import { type CommandRequest, type Engine, execute, type Executed } from '@etapp/command-engine';
import { Inject, type Type } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';

import { COMMAND_ENGINE } from '../tokens.js';

/** A command on its way to its handler. */
export type Message = Command<Executed> & { readonly request: CommandRequest<unknown> };

type MessageClass = new (request: CommandRequest<unknown>) => Message;
type Pair = { readonly message: MessageClass; readonly handler: Type<ICommandHandler<Message>> };

/** The bus finds a handler by the message's class, so each aggregate has a class of its own and one handler for it. */
const pairFor = (category: string): Pair => {
  class AggregateCommand extends Command<Executed> {
    constructor(readonly request: CommandRequest<unknown>) {
      super();
    }
  }
  @CommandHandler(AggregateCommand)
  class AggregateCommandHandler implements ICommandHandler<AggregateCommand> {
    constructor(@Inject(COMMAND_ENGINE) private readonly engine: Engine) {}

    execute({ request }: AggregateCommand): Promise<Executed> {
      return execute(this.engine, request);
    }
  }
  Object.defineProperty(AggregateCommand, 'name', { value: `${category}Command` });
  Object.defineProperty(AggregateCommandHandler, 'name', { value: `${category}CommandHandler` });
  return { message: AggregateCommand, handler: AggregateCommandHandler };
};

const pairs: ReadonlyMap<string, Pair> = new Map(
  Object.keys(aggregates).map((category) => [category, pairFor(category)]),
);

/** The handlers that the module provides, one per aggregate. */
export const commandHandlers: readonly Type<ICommandHandler<Message>>[] = [...pairs.values()].map(
  ({ handler }) => handler,
);

/** The message that takes a request to its aggregate's handler. */
export const messageOf = (request: CommandRequest<unknown>): Message => {
  const pair = pairs.get(request.aggregate.category);
  if (pair === undefined) throw new Error(`no handler for ${request.aggregate.category}`);
  return new pair.message(request);
};
