import { describe, expect, it } from '@jest/globals';

import { InvalidConfiguration } from './config.js';
import { readOperationsConfig } from './operations.js';

const token = 'a token of thirty-two characters';

describe('the operations of the reminder worker', () => {
  it('listen nowhere unless a port is named', () => {
    expect(readOperationsConfig({ ETAPP_OPERATIONS_TOKEN: token })).toBeUndefined();
  });

  it('listen on this machine only, unless it is said otherwise', () => {
    const config = readOperationsConfig({ ETAPP_OPERATIONS_PORT: '9465', ETAPP_OPERATIONS_TOKEN: token });
    expect(config).toEqual({ host: '127.0.0.1', port: 9465, token: { file: undefined, value: token } });
  });

  it.each([
    ['none', {}],
    ['a short one', { ETAPP_OPERATIONS_TOKEN: 'short' }],
    ['two', { ETAPP_OPERATIONS_TOKEN: token, ETAPP_OPERATIONS_TOKEN_FILE: '/run/secrets/operations' }],
  ])('do not listen with a token that is %s', (_name, variables) => {
    expect(() => readOperationsConfig({ ETAPP_OPERATIONS_PORT: '9465', ...variables })).toThrow(InvalidConfiguration);
  });
});
