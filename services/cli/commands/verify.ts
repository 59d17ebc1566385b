import type { Generation, OpenEventStore } from '@etapp/event-store';
import type { StreamId, Text } from '@etapp/kernel';

import { type ExitCode, exitCodes, stop } from '../exit-codes.js';
import { openToExamine } from '../open-log.js';
import { type Run, withDeployment } from '../run.js';
import { tenantIn } from '../tenant.js';
import { generationCheck } from '../verify/check-generations.js';
import { checkLog, checkStream, type Finding, type LogReport } from '../verify/check-log.js';

/** What `verify` accepts. */
export type VerifyOptions = { readonly stream?: string };

const name = /^([a-z-]+)-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

const faults: Readonly<Record<Finding['fault'], Text>> = {
  'version-gap': { sv: 'en händelse saknas eller är dubbel', en: 'an event is missing or doubled' },
  'broken-link': { sv: 'länken stämmer inte med innehållet', en: 'the link does not fit the content' },
  'header-disagrees': { sv: 'kolumnerna stämmer inte med huvudet', en: 'the columns disagree with the header' },
  'generation-differs': {
    sv: 'händelserna dit är inte de som flyttades',
    en: 'the events up to there are not those that were moved',
  },
  'foreign-event': { sv: 'en händelse som Etapp inte har skrivit', en: 'an event that Etapp did not write' },
  'position-gap': { sv: 'en händelse är borttagen ur loggen', en: 'an event was removed from the log' },
};

const streamFor = async (store: OpenEventStore, run: Run, stream: string): Promise<StreamId> => {
  const [, category, id] = name.exec(stream) ?? [];
  if (category === undefined || id === undefined) {
    return stop('usage', { sv: 'En ström anges som case-<id>.', en: 'A stream is named as case-<id>.' });
  }
  return { category, id, tenant: await tenantIn(store, run.shared.tenant) };
};

type Verified = LogReport & { readonly generations: readonly Generation[] };

const check = async (store: OpenEventStore, run: Run, { stream }: VerifyOptions): Promise<Verified> => {
  const generations = await store.generations();
  if (stream !== undefined) {
    const report = { ...(await checkStream(store, await streamFor(store, run, stream))), generations };
    const none = { sv: `Det finns ingen ström ${stream}.`, en: `There is no stream ${stream}.` };
    return report.events === 0 ? stop('notFound', none) : report;
  }
  const { tenant } = run.shared;
  const { signal } = run;
  const progress = run.output.progress({ sv: 'Kontrollerar', en: 'Verifying' });
  try {
    const all = generationCheck(tenant === undefined ? generations : []);
    const options = { ...(tenant === undefined ? {} : { tenant }), signal, onProgress: progress.update };
    const report = await checkLog(store, { ...options, onEvent: all.follow });
    const findings = [...report.findings, ...(report.complete ? all.findings() : [])];
    return { ...report, findings, generations };
  } finally {
    progress.end();
  }
};

const counted = (count: number, one: string, several: string): string => `${count} ${count === 1 ? one : several}`;

const comingOf = ({ output: { say } }: Run, { at, version, from, moved, id }: Generation): string =>
  moved === null
    ? say({
        sv: `Flytten ${id} från ${from.kind} är inte färdig.`,
        en: `The move ${id} from ${from.kind} is not complete.`,
      })
    : say({
        sv: `Flyttad hit från ${from.kind} ${at} av Etapp ${version}: ${moved.events} händelser, @${moved.from} där, @${moved.to} här (${id})`,
        en: `Moved here from ${from.kind} ${at} by Etapp ${version}: ${moved.events} events, @${moved.from} there, @${moved.to} here (${id})`,
      });

const placeOf = (finding: Finding): string => {
  if ('version' in finding) return `${finding.stream} (${finding.tenant}) v${finding.version}`;
  return 'stream' in finding ? finding.stream : '';
};

const wordsFor = (run: Run, report: Verified): string[] => {
  const { say } = run.output;
  const { streams, events, position, findings, generations } = report;
  const finished = new Set(generations.filter(({ moved }) => moved !== null).map(({ id }) => id));
  const told = generations.filter(({ id, moved }) => moved !== null || !finished.has(id));
  const scope = {
    sv: `${counted(events, 'händelse', 'händelser')} i ${counted(streams, 'ström', 'strömmar')}`,
    en: `${counted(events, 'event', 'events')} in ${counted(streams, 'stream', 'streams')}`,
  };
  const lines = findings.map((finding) => {
    return `${placeOf(finding)} @${finding.position}: ${say(faults[finding.fault])}`.trim();
  });
  const verdict =
    findings.length === 0
      ? { sv: 'inga fel', en: 'no faults' }
      : { sv: `${findings.length} fel`, en: counted(findings.length, 'fault', 'faults') };
  return [...told.map((each) => comingOf(run, each)), ...lines, `${say(scope)}, @${position}: ${say(verdict)}`];
};

/** `etapp verify`: examines every stream's hash chain, or one. Findings end with 1. */
export const verify = (run: Run, options: VerifyOptions): Promise<ExitCode> =>
  withDeployment(run, async (deployment) => {
    const foreign: Finding[] = [];
    const isAskedFor = (stream: string): boolean => stream.includes(`-${run.shared.tenant ?? ''}`);
    const store = openToExamine(run, deployment, ({ stream, position }) => {
      if (isAskedFor(stream)) foreign.push({ fault: 'foreign-event', stream, position });
    });
    try {
      const examined = await check(store, run, options);
      const report = { ...examined, findings: [...examined.findings, ...foreign] };
      run.output.result({ kind: 'verification', ...report }, wordsFor(run, report));
      if (!report.complete) return exitCodes.interrupted;
      return report.findings.length === 0 ? exitCodes.done : exitCodes.findings;
    } finally {
      await store.close();
    }
  });
