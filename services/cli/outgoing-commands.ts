import type { Grouping, Work } from './adding.js';
import { listDead, retryDead, type RetryOptions } from './commands/dead-letters.js';
import { addHook, type AddOptions, listHooks, pingHook, removeHook } from './commands/webhooks.js';

type DryRun = { dryRun?: boolean };

const addDeadLetters = ({ group, add, t }: Grouping): void => {
  const letters = group('dead-letters', 'deadLetters');
  add(letters, { usage: 'list', described: 'deadLettersList', work: (run) => listDead(run) });
  const work: Work<RetryOptions> = (run, keys, options) => retryDead(run, keys, options);
  add(letters, { usage: 'retry [keys...]', described: 'deadLettersRetry', work })
    .option('--all', t('deadLettersAll'))
    .option('--dry-run', t('dryRun'));
};

const addWebhooks = ({ group, add, t }: Grouping): void => {
  const webhooks = group('webhooks', 'webhooks');
  const adding: Work<AddOptions> = (run, [url = ''], options) => addHook(run, url, options);
  add(webhooks, { usage: 'add <url>', described: 'webhooksAdd', work: adding })
    .option('--type <types...>', t('webhooksType'))
    .option('--from <position>', t('webhooksFrom'))
    .option('--hmac', t('webhooksHmac'))
    .option('--dry-run', t('dryRun'));
  add(webhooks, { usage: 'list', described: 'webhooksList', work: (run) => listHooks(run) });
  const removing: Work<DryRun> = (run, [id = ''], options) => removeHook(run, id, options);
  add(webhooks, { usage: 'remove <id>', described: 'webhooksRemove', work: removing }).option('--dry-run', t('dryRun'));
  add(webhooks, { usage: 'ping <id>', described: 'webhooksPing', work: (run, [id = '']) => pingHook(run, id) });
};

/** The commands on what leaves the house. */
export const addOutgoingCommands = (grouping: Grouping): void => {
  addDeadLetters(grouping);
  addWebhooks(grouping);
};
