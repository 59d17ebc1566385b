import type { Spectral } from '@stoplight/spectral-core';

/** The rules that a linter can check, as it takes them. */
export const profile: Parameters<Spectral['setRuleset']>[0];
