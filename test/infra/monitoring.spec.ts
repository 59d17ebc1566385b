import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from '@jest/globals';
import { parser } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';
import { z } from 'zod';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

const Alert = z.strictObject({
  alert: z.string().regex(/^Etapp[A-Z][A-Za-z]+$/),
  expr: z.string(),
  for: z
    .string()
    .regex(/^\d+[smh]$/)
    .optional(),
  labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
  annotations: z.strictObject({ summary: z.string().min(10), description: z.string().min(10) }),
});
const Alerts = z.strictObject({ groups: z.array(z.strictObject({ name: z.string(), rules: z.array(Alert) })) });
const Target = z.looseObject({ expr: z.string() });
const Panel = z.looseObject({ id: z.int(), title: z.string(), targets: z.array(Target).min(1) });
const Dashboard = z.looseObject({ uid: z.string(), title: z.string(), panels: z.array(Panel).min(1) });

const Case = z.looseObject({ alertname: z.string(), exp_alerts: z.array(z.looseObject({})) });
const Cases = z.looseObject({ tests: z.array(z.looseObject({ name: z.string(), alert_rule_test: z.array(Case) })) });

const alerts = Alerts.parse(parse(read('infra/helm/etapp/alerts.yaml'))).groups.flatMap(({ rules }) => rules);
const boards = readdirSync(new URL('infra/monitoring/dashboards/', root)).map((file) => {
  const board: unknown = JSON.parse(read(`infra/monitoring/dashboards/${file}`));
  return { file, board: Dashboard.parse(board) };
});
const caseFile = 'infra/monitoring/alerts_test.yaml';
const cases = Cases.parse(parse(read(caseFile))).tests.flatMap(({ alert_rule_test: asked }) => asked);

/** Variables of Grafana stand where the language wants a duration. */
const plain = (expr: string): string => expr.replaceAll('$__rate_interval', '5m');
const questions: readonly (readonly [where: string, expr: string])[] = [
  ...alerts.map(({ alert, expr }) => [alert, expr] as const),
  ...boards.flatMap(({ file, board }) =>
    board.panels.flatMap(({ title, targets }) =>
      targets.map(({ expr }) => [`${file}: ${title}`, plain(expr)] as const),
    ),
  ),
];

const namesIn = (expr: string, node: string): readonly string[] => {
  const names: string[] = [];
  parser.parse(expr).iterate({
    enter: ({ name, from, to }) => {
      if (name === node) names.push(expr.slice(from, to));
    },
  });
  return names;
};

/** Metrics that others tell: Prometheus, its exporters, and the backup scripts through one of them. */
const ofOthers = [
  ...['up', 'probe_ssl_earliest_cert_expiry', 'etapp_backup_last_success_timestamp_seconds', 'etapp_backup_base_bytes'],
  ...['etapp_backup_missing_segments', 'etapp_backup_free_bytes', 'etapp_backup_size_bytes'],
];
/** What the guide says that no board shows, by metric. */
const onNoBoard = (): readonly string[] => {
  const [, section = ''] = read('docs/how-to/observe.md').split('\n## On no board\n');
  const [own = ''] = section.split('\n## ');
  return [...own.matchAll(/^\| `(etapp_[a-z0-9_]+)`/gm)].map(([, name = '']) => name);
};
const shown = (name: string): string => name.replace(/_(?:bucket|sum|count)$/, '');

describe('what watches Etapp', () => {
  const page = read('docs/reference/metrics.md');
  const told = [...page.matchAll(/`((?:etapp|process|nodejs)_[a-z0-9_]+)/g)].map(([, name]) => name);

  it.each(questions)('asks what can be answered: %s', (_where, expr) => {
    expect(namesIn(expr, '⚠')).toEqual([]);
    const names =
      namesIn(expr, 'Identifier').length > 0 ? namesIn(expr, 'Identifier') : namesIn(expr, 'MetricIdentifier');
    expect(names.length).toBeGreaterThan(0);
    const unknown = names.map(shown).filter((name) => ![...told, ...ofOthers].includes(name));
    expect(unknown).toEqual([]);
  });

  it('shows each metric of Etapp on a board, or the guide says why it does not', () => {
    const onBoards = boards.flatMap(({ board }) =>
      board.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
    );
    const isOnBoard = (metric: string): boolean =>
      onBoards.some((expr) => new RegExp(`\\b${metric}(?:_bucket|_sum|_count)?\\b`).test(expr));
    const own = [...new Set(told.filter((name = '') => name.startsWith('etapp_')))];
    expect(own.length).toBeGreaterThan(30);
    expect(own.filter((name = '') => !isOnBoard(name)).toSorted()).toEqual([...onNoBoard()].toSorted());
  });

  it('is examined: half an expression, and a metric that there is not, are found', () => {
    expect(namesIn('sum(rate(etapp_x[5m])', '⚠')).not.toEqual([]);
    expect(told).not.toContain('etapp_x');
  });

  it('names each alert once, and each panel of a board', () => {
    const names = alerts.map(({ alert }) => alert);
    expect(new Set(names).size).toBe(names.length);
    for (const { board } of boards) expect(new Set(board.panels.map(({ id }) => id)).size).toBe(board.panels.length);
  });

  it('rings for what was promised', () => {
    const asked = alerts.map(({ expr }) => expr).join('\n');
    for (const metric of [
      'etapp_projection_lag_seconds',
      'etapp_projection_parked_keys',
      'etapp_reminder_oldest_due_seconds',
      'etapp_delivery_dead_letters',
      'etapp_log_append_duration_seconds_count',
      'etapp_database_pool_waiting',
      'etapp_http_request_duration_seconds_bucket',
      'etapp_trace_spans_total',
      ...ofOthers,
    ]) {
      expect(asked).toContain(metric);
    }
  });

  it.each(alerts.map(({ alert }) => alert))(
    'has a case in which it rings and one in which it does not: %s',
    (alert) => {
      const rings = cases.filter(({ alertname }) => alertname === alert).map((each) => each.exp_alerts.length > 0);
      expect([...new Set(rings)].toSorted()).toEqual([false, true]);
    },
  );

  it('has no case for an alert that there is not', () => {
    const names = alerts.map(({ alert }) => alert);
    expect(cases.filter(({ alertname }) => !names.includes(alertname))).toEqual([]);
  });

  it('hears of backups what the scripts tell', () => {
    const scripts = ['tell-archive', 'base-backup'].map((name) => read(`infra/backup/${name}.sh`)).join('\n');
    for (const kind of ['wal', 'base']) {
      expect(scripts).toContain(`etapp_backup_last_success_timestamp_seconds{kind="${kind}"}`);
    }
    for (const name of ofOthers.filter((each) => each.startsWith('etapp_'))) expect(scripts).toContain(name);
  });
});

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;
const runCases = (): void => {
  it('come out as they are written', () => {
    const asked = ['test', 'rules', fileURLToPath(new URL(caseFile, root))];
    const { status, stdout, stderr } = spawnSync('promtool', asked, { encoding: 'utf8' });
    expect(status === 0 ? '' : stdout + stderr).toBe('');
  }, 120_000);
};

describe('the cases of the alerts', () => {
  if (hasPromtool) runCases();
  else it('are not run: this machine has no promtool', () => expect(hasPromtool).toBe(false));
});
