'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { uuidv7 } from 'uuidv7';
import { PageTitle, Panel, Tile } from '../admin/admin-frame.tsx';
import { AnswerState } from '../admin/answer-state.tsx';
import { useMayOperate } from '../admin/may-operate.ts';
import { type ApiOutputs, useTRPC } from '../trpc/client.ts';
import { useErrorWords } from '../trpc/use-error-words.ts';
import { Button } from '../ui/button.tsx';
import { useFigures } from '../ui/figures.ts';
import { say } from '../ui/say.ts';
import { Checkpoints } from './checkpoints.tsx';
import { TrainingCurves } from './training-curves.tsx';

const REFRESH_MS = 2_000;
const KINDS = ['fine_tune', 'fast', 'balanced', 'high_quality'] as const;
type Kind = (typeof KINDS)[number];

export type Training = ApiOutputs['training']['overview'];

/** Who serves, what was trained, whether it is healthy, and the two moves: promote and roll back. */
export function TrainingPage() {
  const t = useTranslations('admin');
  const trpc = useTRPC();
  const overview = useQuery({ ...trpc.training.overview.queryOptions(), refetchInterval: REFRESH_MS });
  return (
    <>
      <PageTitle title={t('page.training')} lead={t('trainingLead')} />
      {overview.data ? (
        <Overview training={overview.data} onChanged={() => void overview.refetch()} />
      ) : (
        <AnswerState error={overview.error} onRetry={() => void overview.refetch()} />
      )}
    </>
  );
}

function Overview({ training, onChanged }: { training: Training; onChanged: () => void }) {
  const t = useTranslations('training');
  const figures = useFigures();
  const mayOperate = useMayOperate();
  const [chosen, setChosen] = useQueryState('run', parseAsString);
  const open = training.runs.find((run) => run.status === 'running' || run.status === 'queued');
  const shown = chosen ?? open?.id ?? training.runs[0]?.id ?? null;
  const champion = training.aliases.find((alias) => alias.name === 'champion');
  const evidence = (kind: 'screen' | 'blotter' | 'skin') => training.ratings[kind] ?? 0;
  return (
    <>
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        <Tile
          label={t('champion')}
          value={champion?.checkpointId ? champion.checkpointId.slice(0, 8) : t('none')}
          note={champion ? figures.stamp(champion.changedAt) : t('noneNote')}
        />
        <Tile
          label={t('ratings')}
          value={figures.count(evidence('screen') + evidence('blotter') + evidence('skin'))}
          note={t('evidence', { smelled: evidence('blotter') + evidence('skin'), screen: evidence('screen') })}
        />
        <Tile
          label={t('gate')}
          value={training.fit ? figures.share(training.fit.gateWeight) : '–'}
          note={training.fit ? t('gateNote', { n: training.fit.ratings, pairs: training.fit.pairs }) : t('noFit')}
        />
        <Tile
          label={t('accuracy')}
          value={training.fit?.looAccuracy == null ? '–' : figures.share(training.fit.looAccuracy)}
          note={t('accuracyNote')}
        />
      </dl>
      {mayOperate && (
        <StartTraining
          busy={open !== undefined}
          hasFit={training.fit !== null}
          openId={open?.id ?? null}
          onStarted={(id) => {
            void setChosen(id);
            onChanged();
          }}
        />
      )}
      <Panel title={t('runs')}>
        {training.runs.length === 0 ? (
          <p className="text-dense text-ink-3">{t('noRuns')}</p>
        ) : (
          <ul className="grid">
            {training.runs.map((run) => (
              <li key={run.id} className="border-t border-line first:border-t-0">
                <button
                  type="button"
                  aria-pressed={run.id === shown}
                  onClick={() => void setChosen(run.id)}
                  className="tap figures flex w-full flex-wrap items-center gap-x-4 rounded-[8px] px-2 py-1.5 text-left text-dense hover:bg-sunken aria-pressed:bg-sunken aria-pressed:font-medium"
                >
                  <code lang="en" className="font-mono text-caption">
                    {run.id.slice(-8)}
                  </code>
                  <span>{t(`kind.${run.kind}`)}</span>
                  <span className="text-ink-2" data-testid="training-status">
                    {t(`status.${run.status}`)}
                  </span>
                  <span className="flex-1 text-ink-3">{figures.stamp(run.createdAt)}</span>
                  {run.error && (
                    <span lang="en" className="basis-full text-caption font-normal text-over">
                      {run.error}
                    </span>
                  )}
                </button>
              </li>
            ))}
          </ul>
        )}
      </Panel>
      {shown && <TrainingCurves trainingId={shown} />}
      <Checkpoints training={training} onChanged={onChanged} />
      <History training={training} />
    </>
  );
}

function StartTraining({
  busy,
  hasFit,
  openId,
  onStarted,
}: {
  busy: boolean;
  hasFit: boolean;
  openId: string | null;
  onStarted: (id: string) => void;
}) {
  const t = useTranslations('training');
  const trpc = useTRPC();
  const words = useErrorWords();
  const [kind, setKind] = useState<Kind>('fine_tune');
  const failed = { onError: (error: unknown) => say(words(error).message) };
  const start = useMutation({ ...trpc.training.start.mutationOptions(), ...failed, onSuccess: ({ id }) => onStarted(id) });
  const stop = useMutation({ ...trpc.training.stop.mutationOptions(), ...failed, onSuccess: () => say(t('stopAsked')) });
  return (
    <Panel title={t('start')}>
      <div className="flex flex-wrap items-center gap-2 text-dense">
        <label className="inline-flex items-center gap-2">
          <span className="text-ink-2">{t('preset')}</span>
          <select
            value={kind}
            onChange={(event) => setKind(KINDS.find((one) => one === event.target.value) ?? 'fine_tune')}
            className="tap rounded-[8px] border border-line-2 bg-surface px-2.5"
          >
            {KINDS.map((one) => (
              <option key={one} value={one}>
                {t(`kind.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <Button look="primary" disabled={busy || start.isPending} onClick={() => start.mutate({ id: uuidv7(), kind })}>
          {t('startButton')}
        </Button>
        {openId && (
          <Button disabled={stop.isPending} onClick={() => stop.mutate({ id: openId })}>
            {t('stop')}
          </Button>
        )}
      </div>
      <p className="mt-2 text-caption text-ink-3">{busy ? t('busy') : hasFit ? t(`kindNote.${kind}`) : t('noFitNote')}</p>
    </Panel>
  );
}

function History({ training }: { training: Training }) {
  const t = useTranslations('training');
  const figures = useFigures();
  return (
    <Panel title={t('history')}>
      {training.history.length === 0 ? (
        <p className="text-dense text-ink-3">{t('historyEmpty')}</p>
      ) : (
        <ol className="figures grid text-dense">
          {training.history.map((entry) => (
            <li key={entry.id} className="flex flex-wrap gap-x-4 border-t border-line py-2 first:border-t-0">
              <span className="text-ink-3">{figures.stamp(entry.at)}</span>
              <span className="font-medium">
                {t.has(`action.${entry.action.replace('.', '_')}`)
                  ? t(`action.${entry.action.replace('.', '_') as 'policy_promote'}`)
                  : entry.action}
              </span>
              <code lang="en" className="font-mono text-caption text-ink-2">
                {entry.subject.slice(0, 8)}
              </code>
              <span className="text-ink-2">{entry.actorId}</span>
              <span className="min-w-0 flex-1">{entry.reason}</span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
