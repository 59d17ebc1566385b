import type { StreamingRead } from '@eventstore/db-client';

import { CallGivenUp } from './failures.js';

/** Gives up waiting after so many milliseconds; what was begun may still happen. Throws CallGivenUp. */
export const within = async <T>(ms: number, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new CallGivenUp(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

/** What a reading call gives, until it ends or its reader stops. Throws CallGivenUp after so long without anything. */
export async function* eachWithin<E>(ms: number, call: StreamingRead<E>): AsyncGenerator<E> {
  // The client may tell of a failure after its reader has gone.
  call.on('error', () => undefined);
  const timer = setTimeout(() => call.destroy(new CallGivenUp(`nothing came for ${ms} ms`)), ms);
  let ended = false;
  call.on('end', () => (ended = true));
  try {
    for await (const item of itemsOf(call)) {
      timer.refresh();
      yield item;
    }
  } finally {
    clearTimeout(timer);
    if (!ended) letGo(call);
  }
}

const itemsOf = <E>(call: StreamingRead<E>): AsyncIterable<E> => call.iterator({ destroyOnReturn: false });

/** The client forgets a call only when it has ended, which it does not do while anything of it waits to be read. */
const letGo = <E>(call: StreamingRead<E>): void => {
  void call.cancel().catch(() => undefined);
  call.resume();
};
