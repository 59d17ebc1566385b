import { derivedId } from '@etapp/command-engine';

/** An id of the demo that follows from its parts, so that telling the history again tells the same facts. */
export const demoId = (...parts: readonly string[]): string => derivedId('demo', ...parts);
