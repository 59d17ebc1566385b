export { atOnce, type AtOnce } from './at-once.js';
export { installBell } from './bell/install.js';
export { lyingBell, type Lie, type Lying, type LyingBell } from './bell/lying-bell.js';
export { memoryBell, type MemoryBell, type MemoryBellParts } from './bell/memory-bell.js';
export { BellUnavailable, type Bell, type BellHealth, type BellWarning, type RingHandler } from './bell/port.js';
export { postgresBell, type PostgresBellParts } from './bell/postgres-bell.js';
export { redisBell, type RedisBellParts } from './bell/redis-bell.js';
export { ringingFigures, type Ringing, type RingingFigures } from './ringing-figures.js';
export { runSweep, sweepOnce, type Due, type SweepParts } from './sweep.js';
