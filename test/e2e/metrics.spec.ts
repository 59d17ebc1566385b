import { readFileSync } from 'node:fs';

import { exampleIds } from '@etapp/domain';
import { serveMetrics } from '@etapp/telemetry';
import { refreshLag } from '@etapp/api';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as newId } from 'uuid';

import { type Desk, startDesk } from './desk.fixture.js';

const page = readFileSync(new URL('../../docs/reference/metrics.md', import.meta.url), 'utf8');
const listed = (program: string): readonly string[] => {
  const [, section = ''] = page.split(`## ${program}\n`);
  const [table = ''] = section.split('\n## ');
  return [...table.matchAll(/^\| `(\w+)` +\| (\w+)/gm)].map(([, name, type]) => `${name} ${type}`);
};
const shown = (text: string): readonly string[] =>
  [...text.matchAll(/^# TYPE (etapp_\w+ \w+)$/gm)].map(([, metric]) => String(metric)).toSorted();

let desk: Desk;
let path = '';
let scrape: () => Promise<string>;
beforeAll(async () => {
  desk = await startDesk();
  path = await desk.openCase();
  const { api } = desk.service;
  const server = await serveMetrics(api.metrics.registry, refreshLag(api), { host: '127.0.0.1', port: 0 });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  scrape = async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  afterClose = () => server.close();
}, 60_000);
let afterClose: () => void = () => undefined;
afterAll(() => {
  afterClose();
  return desk.service.close();
});

const note = (key: string, text: string): Promise<unknown> => {
  const body = { entryId: noteId, category: 'contact', aboutOn: '2026-03-02', text };
  const headers = { 'idempotency-key': key };
  return desk.as(exampleIds.caseworker, { path: `${path}/commands/add-journal-entry`, body, headers });
};
const noteId = newId();
const valueOf = (text: string, series: string): number =>
  Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${series} `))
      ?.slice(series.length + 1),
  );

describe('the metrics', () => {
  it('are those of the reference, program by program', async () => {
    expect(shown(await scrape())).toEqual(listed('API').toSorted());
    expect(shown(await desk.service.projectorMetrics())).toEqual(listed('Projector').toSorted());
  });

  it('count commands by outcome, problems by code, appends and keys', async () => {
    const key = newId();
    await note(key, 'Ringde.');
    await note(key, 'Ringde.');
    await note(key, 'Annat.');
    const text = await scrape();
    const command = (outcome: string) =>
      valueOf(text, `etapp_commands_total{command="AddJournalEntry",outcome="${outcome}"}`);
    expect([command('changed'), command('replayed'), command('refused')]).toEqual([1, 1, 1]);
    const refusal = 'etapp_command_refusals_total{command="AddJournalEntry",code="idempotency-key-reused"}';
    expect(valueOf(text, refusal)).toBe(1);
    expect(valueOf(text, 'etapp_problems_total{code="idempotency-key-reused"}')).toBe(1);
    expect(valueOf(text, 'etapp_log_append_duration_seconds_count{outcome="appended"}')).toBeGreaterThan(0);
    expect(valueOf(text, 'etapp_log_batch_appends_count')).toBeGreaterThan(0);
    expect(valueOf(text, 'etapp_key_cache_lookups_total{purpose="sealing",result="miss"}')).toBeGreaterThan(0);
    expect(valueOf(text, 'etapp_log_head_position')).toBe(Number(await desk.service.api.store.head()));
    expect(valueOf(text, 'etapp_http_requests_in_flight')).toBe(0);
  });

  it('show what the projector folded, and that somebody keeps each read model', async () => {
    const text = await desk.service.projectorMetrics();
    expect(valueOf(text, 'etapp_projection_events_total{projection="case_page"}')).toBeGreaterThan(0);
    expect(valueOf(text, 'etapp_projection_held{projection="case_page"}')).toBe(1);
    expect(valueOf(text, 'etapp_projection_parked_keys{projection="case_page"}')).toBe(0);
  });

  it('have no id among their labels, whatever was asked', async () => {
    await desk.as(exampleIds.caseworker, { path });
    await desk.as(exampleIds.caseworker, { path: `/v1/nowhere/${newId()}` });
    const text = `${await scrape()}${await desk.service.projectorMetrics()}`;
    expect(text).toContain('route="/v1/cases/:caseId"');
    expect(text.match(/[0-9a-f]{8}-[0-9a-f]{4}-/)).toBeNull();
  });
});
