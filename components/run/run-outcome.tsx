'use client';
import { useTranslations } from 'next-intl';
import type { Reading } from '#domain/brief/reading.ts';
import type { Mode } from '#domain/run/mode.ts';
import { useRatings } from '../rating/use-ratings.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { useFigures } from '../ui/figures.ts';
import { useLink } from './connection-dot.tsx';
import { refusalOf, relaxed } from './relax.ts';
import { useRunState, useRunView } from './use-run.ts';

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
  const shift = useRunState((run) => run.shifts.findLast((one) => one.to !== one.requested));
  if (!shift) return null;
  const [reason = ''] = shift.reasons;
  const cause = /load|queue/.test(reason) ? 'load' : /time|slow/.test(reason) ? 'time' : 'model';
  const model = /qwen|mistral|llama/i.exec(shift.reasons.join(' '))?.[0] ?? t('degraded.aModel');
  return (
    <Banner look="warn" action={<Button onClick={() => onFork(null, shift.requested)}>{t('degraded.rerun')}</Button>}>
      {t(`degraded.${cause}`, { model, mode: t(`mode.${shift.to}`), asked: t(`mode.${shift.requested}`) })}
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
  const refusal = refusalOf(end.details);
  const next = reading && refusal ? relaxed(reading, refusal.relax) : null;
  return (
    <Banner
      look="warn"
      action={
        next ? (
          <Button onClick={() => onFork(next)}>{t(`loosen.${refusal?.relax.kind ?? 'fewer_wishes'}`)}</Button>
        ) : (
          <Button onClick={onNew}>{t('startNew')}</Button>
        )
      }
    >
      {end.message}
      {refusal?.strictest && ` ${t('strictest', { cause: t(`cause.${refusal.strictest.cause}`), pct: Math.round(refusal.strictest.pct) })}`}
    </Banner>
  );
}
