export type { TestEventStoreDb, TestNodeOptions } from './eventstoredb/node.js';
export { testEventStoreDb } from './eventstoredb/test-event-store-db.js';
export { testEventStoreDbLog, testLogPlace, type TestLog } from './eventstoredb/test-log.js';
export {
  testDatabase,
  type PrivateTestDatabase,
  type TestDatabase,
  type TestDatabaseOptions,
} from './postgres/test-database.js';
export type { Preparation } from './postgres/template.js';
export { hasRedisServer } from './redis/redis-server.js';
export { testRedis, type RedisReturn, type TestRedis } from './redis/test-redis.js';
export { waitFor, type WaitOptions } from './wait-for.js';
export { reveal, specificationOf, type Defaults, type GivenEvent, type History, type When } from './specification.js';
export { startCollector, type TraceCollector } from './trace-collector.js';
