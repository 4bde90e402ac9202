'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { CircleAlert, CircleCheck, CircleDashed } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ApiOutputs, useTRPC } from '../trpc/client.ts';
import { useErrorWords } from '../trpc/use-error-words.ts';
import { Button } from '../ui/button.tsx';
import { useFigures } from '../ui/figures.ts';
import { say } from '../ui/say.ts';
import { PageTitle, Panel } from './admin-frame.tsx';
import { AnswerState } from './answer-state.tsx';
import { useMayOperate } from './may-operate.ts';
import { ModelSpeeds } from './model-speeds.tsx';
import { RecycleModel } from './recycle-model.tsx';

const SEATS = ['qwen', 'mistral', 'llama'] as const;
const REFRESH_MS = 5_000;
const COMMANDS = [
  'npm run -s fragrance -- models list',
  'npm run -s fragrance -- models pull qwen2.5-7b-instruct',
  'npm run -s fragrance -- models doctor',
] as const;

type Seat = ApiOutputs['admin']['models']['seats'][number];

/** Who answers for each role right now, and how to give the models their seats. */
export function ModelsPage() {
  const t = useTranslations('admin');
  const trpc = useTRPC();
  const seats = useQuery({ ...trpc.admin.models.seats.queryOptions(), refetchInterval: REFRESH_MS });
  return (
    <>
      <PageTitle title={t('page.models')} lead={t('models.lead')} />
      {seats.data ? <Seats seats={seats.data} /> : <AnswerState error={seats.error} onRetry={() => void seats.refetch()} />}
      <Quarantine />
    </>
  );
}

function Seats({ seats }: { seats: readonly Seat[] }) {
  const t = useTranslations('admin.models');
  const answering = seats.some((seat) => isUp(seat));
  return (
    <>
      <ul className="grid gap-3 md:grid-cols-3">
        {SEATS.map((role) => (
          <li key={role} className="sheet p-5">
            <h2 className="text-[17px] font-semibold">{t(`role.${role}.name`)}</h2>
            <p className="text-caption text-ink-3">{t(`role.${role}.does`)}</p>
            <Role role={role} seats={seats.filter((seat) => seat.seat === role)} />
          </li>
        ))}
      </ul>
      {answering && <ModelSpeeds />}
      {!answering && (
        <Panel title={t('howTitle')}>
          <p className="text-dense text-ink-2">{t('how')}</p>
          <ol className="mt-3 grid grid-cols-[minmax(0,1fr)] gap-2">
            {COMMANDS.map((command) => (
              <li key={command}>
                <code lang="en" className="block overflow-x-auto rounded-[8px] bg-sunken px-3 py-2 font-mono text-caption whitespace-pre">
                  {command}
                </code>
              </li>
            ))}
          </ol>
        </Panel>
      )}
    </>
  );
}

function isUp(seat: Seat): boolean {
  return (seat.state === 'ready' || seat.state === 'busy') && seat.breaker !== 'open';
}

/** What a seat's supervisor may say of it; a state of a newer version is shown as it is. */
const STATES = ['absent', 'waiting', 'hello', 'loading', 'selftest', 'ready', 'busy', 'draining', 'dead'] as const;

function Role({ role, seats }: { role: (typeof SEATS)[number]; seats: readonly Seat[] }) {
  const t = useTranslations('admin.models');
  if (seats.length === 0 || seats.every((seat) => seat.state === 'absent')) {
    return (
      <p className="mt-4 flex items-start gap-2 text-dense">
        <CircleDashed aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ink-3" />
        <span className="min-w-0">
          <span className="font-medium">{t('noModel')}</span>
          <span className="block text-ink-2">{t(`role.${role}.standIn`)}</span>
          {seats[0]?.cause && (
            <span lang="en" className="block text-caption text-ink-3">
              {seats[0].cause}
            </span>
          )}
        </span>
      </p>
    );
  }
  return seats.map((seat) => <SeatOfWorker key={seat.worker} seat={seat} standIn={t(`role.${role}.standIn`)} />);
}

function SeatOfWorker({ seat, standIn }: { seat: Seat; standIn: string }) {
  const t = useTranslations('admin.models');
  const figures = useFigures();
  const mayOperate = useMayOperate();
  const up = isUp(seat);
  const Icon = up ? CircleCheck : CircleAlert;
  const state = STATES.find((one) => one === seat.state);
  return (
    <div className="figures mt-4 text-dense">
      <p className="flex items-center gap-2 font-medium">
        <Icon aria-hidden="true" className={`size-4 ${up ? 'text-ok' : 'text-warn'}`} />
        {state ? t(`state.${state}`) : seat.state}
      </p>
      {!up && <p className="text-ink-2">{standIn}</p>}
      <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-caption">
        <Pair name={t('model')}>
          <span lang="en">
            {seat.model} {seat.quantisation}
          </span>
        </Pair>
        <Pair name={t('worker')}>{seat.worker}</Pair>
        <Pair name={t('busy')}>
          {seat.sequencesBusy}/{seat.sequencesTotal}
        </Pair>
        <Pair name={t('speed')}>{seat.tokensPerSecond === null ? '–' : t('tokens', { n: figures.decimal(seat.tokensPerSecond, 1) })}</Pair>
        <Pair name={t('restarts')}>{figures.count(seat.restarts)}</Pair>
        <Pair name={t('breaker')}>{t(`breakerIs.${seat.breaker}`)}</Pair>
        <Pair name={t('since')}>{figures.stamp(seat.since)}</Pair>
        {seat.cause && (
          <Pair name={t('cause')}>
            <span lang="en">{seat.cause}</span>
          </Pair>
        )}
      </dl>
      {mayOperate && <RecycleModel seat={seat.seat} worker={seat.worker} />}
    </div>
  );
}

function Pair({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Quarantine() {
  const t = useTranslations('admin.models');
  const trpc = useTRPC();
  const figures = useFigures();
  const words = useErrorWords();
  const mayOperate = useMayOperate();
  const list = useQuery(trpc.admin.models.quarantine.queryOptions());
  const release = useMutation({
    ...trpc.admin.models.release.mutationOptions(),
    onSuccess: () => say(t('released')),
    onError: (error) => say(words(error).message),
    onSettled: () => void list.refetch(),
  });
  if (!list.data || list.data.length === 0) return null;
  return (
    <Panel title={t('quarantine')}>
      <p className="text-dense text-ink-2">{t('quarantineLead')}</p>
      <ul className="mt-2 grid text-dense">
        {list.data.map((row) => (
          <li key={row.briefHash} className="figures flex flex-wrap items-center gap-x-4 border-t border-line py-2">
            <code lang="en" className="font-mono text-caption">
              {row.briefHash.slice(0, 12)}
            </code>
            <span>{t('crashes', { n: row.crashes })}</span>
            <span className="flex-1 text-ink-3">{figures.stamp(row.lastAt)}</span>
            {mayOperate && (
              <Button onClick={() => release.mutate({ briefHash: row.briefHash, reason: t('releaseReason') })}>{t('release')}</Button>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
