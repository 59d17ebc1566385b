import { fileURLToPath } from 'node:url';

import preset from '../../jest.preset.mjs';

const [pattern, [, options]] = Object.entries(preset.transform)[0];
const transform = fileURLToPath(new URL('./planted-transform.config.mjs', import.meta.url));

/** The house's tests with a planted defect; the folder is given with `--rootDir`. */
export default { ...preset, transform: { [pattern]: [transform, options] } };
