// The transform of the tests with a defect planted in the sources: `plants.mjs`.
import swcJest from '@swc/jest';

import { asPlanted } from './plants.mjs';

const createTransformer = (options) => {
  const inner = swcJest.createTransformer(options);
  return {
    ...inner,
    process: (source, file, how) => inner.process(asPlanted(source, file), file, how),
    processAsync: (source, file, how) => inner.processAsync(asPlanted(source, file), file, how),
    getCacheKey: (source, file, how) => inner.getCacheKey(asPlanted(source, file), file, how),
  };
};

export default { createTransformer };
