import type { FastifyInstance, FastifyRequest } from 'fastify';

import { ProblemError } from './problems/problem-error.js';

const shapeOf = (url: string): RegExp => {
  const parts = url
    .split('/')
    .map((part) => (part.startsWith(':') ? '[^/]+' : part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  return new RegExp(`^${parts.join('/')}$`);
};

/** Remembers every route, so that a verb that an address does not take is told apart from an address that is not there. */
export const allowedMethods = (fastify: FastifyInstance) => {
  const known = new Map<string, { readonly shape: RegExp; readonly methods: Set<string> }>();
  fastify.addHook('onRoute', ({ url, method }) => {
    const entry = known.get(url) ?? { shape: shapeOf(url), methods: new Set<string>() };
    for (const each of [method].flat()) entry.methods.add(each);
    known.set(url, entry);
  });
  return {
    /** Throws `method-not-allowed` with the verbs that the address takes. */
    check: (request: FastifyRequest): void => {
      if (!request.is404) return;
      const [path = ''] = request.url.split('?');
      const methods = [...known.values()].flatMap(({ shape, methods: taken }) => (shape.test(path) ? [...taken] : []));
      if (methods.length === 0) return;
      throw new ProblemError('method-not-allowed', { headers: { Allow: [...new Set(methods)].sort().join(', ') } });
    },
  };
};
