import { setTimeout as delay } from 'node:timers/promises';

import type { StreamingRead } from '@eventstore/db-client';

import { CallGivenUp, failureOf } from './failures.js';

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

/** How often a reading call is made that gave nothing, and the milliseconds between. */
const pausesMs = [30, 150];

/**
 * What a reading call gives, until it ends or its reader stops. One that fails before it gave anything is made again, so
 * that a node that is not the leader, or one that closes its connections, does no harm.
 * Throws CallGivenUp after so long without anything while its reader waits; what the reader does with an item may take as
 * long as it likes.
 */
export async function* eachWithin<E>(ms: number, open: () => StreamingRead<E>): AsyncGenerator<E> {
  for (const pauseMs of [...pausesMs, undefined]) {
    let given = false;
    try {
      for await (const item of eachOnce(ms, open())) {
        given = true;
        yield item;
      }
      return;
    } catch (error) {
      const again = !given && pauseMs !== undefined && isPassing(error);
      if (!again) throw error;
      await delay(pauseMs);
    }
  }
}

const isPassing = (error: unknown): boolean =>
  !(error instanceof CallGivenUp) && ['refused', 'lost'].includes(failureOf(error));

async function* eachOnce<E>(ms: number, call: StreamingRead<E>): AsyncGenerator<E> {
  // The client may tell of a failure after its reader has gone.
  call.on('error', () => undefined);
  let [ended, inHand] = [false, false];
  const giveUp = (): void => {
    // What takes long then is its reader, and not the call.
    if (inHand) timer.refresh();
    else call.destroy(new CallGivenUp(`nothing came for ${ms} ms`));
  };
  const timer = setTimeout(giveUp, ms);
  call.on('end', () => (ended = true));
  try {
    for await (const item of itemsOf(call)) {
      inHand = true;
      yield item;
      inHand = false;
      timer.refresh();
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
