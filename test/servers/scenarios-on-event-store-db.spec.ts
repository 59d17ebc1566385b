import { keepLogsInEventStoreDb } from '../scenarios/which-log.fixture.js';

// Two of the scenarios run on EventStoreDB wherever the tests do; with EVENTSTORE_URL all of them do, on that node.
keepLogsInEventStoreDb();
await import('../scenarios/s01-first-contact-at-easter.spec.js');
await import('../scenarios/s05-a-tripartite-meeting.spec.js');
