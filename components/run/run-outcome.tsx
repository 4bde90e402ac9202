'use client';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import type { Reading } from '#domain/brief/reading.ts';
import { LADDER_REASONS } from '#domain/ladder/decide.ts';
import type { Mode } from '#domain/run/mode.ts';
import { useRatings } from '../rating/use-ratings.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { useFigures } from '../ui/figures.ts';
import { useLink } from './connection-dot.tsx';
import { useRunState, useRunView } from './use-run.ts';

// Rare, and it brings the schema library along: fetched when a brief cannot be met.
const Infeasible = dynamic(() => import('./infeasible.tsx').then((module) => module.Infeasible));

export interface OutcomeActions {
  readonly onResume: () => void;
  readonly onFork: (reading: Reading | null, mode?: Mode) => void;
  readonly onNew: () => void;
}

/** What the designer must know about the run now, and what can be done about it. At most one banner of each kind. */
export function RunOutcome(actions: OutcomeActions) {
  const t = useTranslations();
  const link = useLink();
  const ratings = useRatings();
  const refused = useRunView((view) => view.refused);
  return (
    <div className="mt-4 grid gap-2 empty:hidden">
      {link === 'offline' && (
        <Banner look="offline">
          {t('conn.offlineBanner')}
          {ratings.waiting > 0 && ` ${t('conn.waiting', { n: ratings.waiting })}`}
        </Banner>
      )}
      {link === 'retrying' && <Banner look="info">{t('conn.retryingBanner')}</Banner>}
      {refused && <Banner look="over">{refused}</Banner>}
      <Degraded {...actions} />
      <Ended {...actions} />
      <Queued />
    </div>
  );
}

function Queued() {
  const t = useTranslations('run');
  const figures = useFigures();
  const status = useRunState((run) => run.status);
  const queue = useRunState((run) => run.queue);
  if (status !== 'queued' || !queue || queue.ahead === 0) return null;
  return (
    <Banner look="info">
      {t('queued', { n: queue.ahead })}
      {queue.etaMs !== null && ` · ${t('eta', { time: figures.clock(queue.etaMs) })}`} · {t('safeToLeave')}
    </Banner>
  );
}

function Degraded({ onFork }: OutcomeActions) {
  const t = useTranslations();
  const shift = useRunState((run) => run.shifts.at(-1));
  if (!shift || (shift.to === shift.requested && shift.reasons.length === 0)) return null;
  const causes = LADDER_REASONS.filter((reason) => shift.reasons.includes(reason)).map((reason) => t(`degraded.cause.${reason}`));
  const lower = shift.to !== shift.requested;
  return (
    <Banner look="warn" action={<Button onClick={() => onFork(null, shift.requested)}>{t('degraded.rerun')}</Button>}>
      {causes.join(' ')} {lower && t('degraded.instead', { asked: t(`mode.${shift.requested}`), mode: t(`mode.${shift.to}`) })}
    </Banner>
  );
}

function Ended({ onResume, onFork, onNew }: OutcomeActions) {
  const t = useTranslations('run');
  const end = useRunState((run) => run.end);
  const status = useRunState((run) => run.status);
  const found = useRunState((run) => run.candidates.length);
  const reading = useRunState((run) => run.reading);
  const again = (
    <>
      <Button onClick={onResume}>{t('resume')}</Button>
      <Button look="quiet" onClick={onNew}>
        {t('startNew')}
      </Button>
    </>
  );
  if (status === 'paused')
    return (
      <Banner look="info" action={again}>
        {t('paused')}
      </Banner>
    );
  if (end?.kind === 'cancelled')
    return (
      <Banner look="info" action={again}>
        {t('cancelled', { n: found })}
      </Banner>
    );
  if (end?.kind === 'done' && end.reason === 'stopped')
    return (
      <Banner look="info" action={again}>
        {t('stopped', { n: found })}
      </Banner>
    );
  if (end?.kind !== 'failed') return null;
  if (end.code !== 'infeasible') {
    return (
      <Banner look="over" action={<Button onClick={onNew}>{t('startNew')}</Button>}>
        {found > 0 ? t('failedKept', { n: found }) : end.message}
      </Banner>
    );
  }
  return <Infeasible message={end.message} details={end.details} reading={reading} onLoosen={onFork} onNew={onNew} />;
}
