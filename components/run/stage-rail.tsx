'use client';
import { Check } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useRatings } from '../rating/use-ratings.ts';
import { useFigures } from '../ui/figures.ts';
import { STAGES, type Stage, type StageState, stagesOf } from './status-of.ts';
import { useRunState } from './use-run.ts';

/** The five stages: where the run stands, how long it has taken; on a phone also the tabs. */
export function StageRail({ stage, onStage, children }: { stage: Stage; onStage: (stage: Stage) => void; children: React.ReactNode }) {
  const t = useTranslations('stage');
  const ratings = useRatings();
  const run = useRunState((state) => state);
  const rated = run.candidates.filter((candidate) => ratings.of(candidate.id)).length;
  const states = stagesOf(run, rated);
  const count: Partial<Record<Stage, string>> = {
    ...(run.progress ? { evolve: t('round', { round: run.progress.round, rounds: run.progress.rounds }) } : {}),
    ...(run.candidates.length > 0 ? { candidates: String(run.candidates.length), rate: `${rated}/${run.candidates.length}` } : {}),
  };
  return (
    <div className="sticky top-14 z-10 border-b border-line bg-[color-mix(in_oklab,var(--canvas)_92%,transparent)] max-md:bg-canvas md:backdrop-blur-md">
      <div className="mx-auto flex max-w-[1680px] flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 md:px-6">
        <nav aria-label={t('label')} className="min-w-0 grow">
          <ol className="flex items-center gap-0.5 max-md:justify-between">
            {STAGES.map((one, index) => (
              <li key={one} className="flex items-center gap-0.5">
                {index > 0 && <span aria-hidden="true" className="h-px w-5 bg-line-2 max-lg:w-2 max-md:hidden" />}
                <button
                  type="button"
                  onClick={() => onStage(one)}
                  aria-current={states[one] === 'active' ? 'step' : undefined}
                  data-shown={stage === one}
                  className="tap figures flex items-center gap-1.5 rounded-[10px] px-2 text-dense whitespace-nowrap text-ink-2 hover:text-ink aria-[current=step]:font-semibold aria-[current=step]:text-ink max-md:flex-col max-md:justify-center max-md:gap-0 max-md:px-1 max-md:text-micro max-md:data-[shown=true]:bg-surface max-md:data-[shown=true]:text-ink"
                >
                  <Dot state={states[one]} n={index + 1} />
                  <span>
                    {t(one)}
                    {count[one] && <span className="ml-1 font-normal text-ink-3 max-md:hidden">{count[one]}</span>}
                  </span>
                  <span className="sr-only">{t(`is.${states[one]}`)}</span>
                </button>
              </li>
            ))}
          </ol>
        </nav>
        <Elapsed startedAt={run.startedAt} updatedAt={run.updatedAt} over={run.end !== null} />
        {children}
      </div>
    </div>
  );
}

function Dot({ state, n }: { state: StageState; n: number }) {
  const look = {
    done: 'bg-primary text-on-primary',
    active: 'border-[1.5px] border-accent text-accent animate-breathe',
    waiting: 'border border-line-2 text-ink-3',
    halted: 'border border-control text-ink-3 border-dashed',
  }[state];
  return (
    <span aria-hidden="true" className={`inline-flex size-5 items-center justify-center rounded-full text-[11px] font-semibold ${look}`}>
      {state === 'done' ? <Check className="size-3" strokeWidth={3} /> : n}
    </span>
  );
}

/** The clock starts from what the server wrote, so that the first HTML and the woken page agree. */
function Elapsed({ startedAt, updatedAt, over }: { startedAt: string | null; updatedAt: string | null; over: boolean }) {
  const t = useTranslations('stage');
  const figures = useFigures();
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    if (over || !startedAt) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [over, startedAt]);
  if (!startedAt) return null;
  const last = new Date(updatedAt ?? startedAt).getTime();
  const until = over ? last : Math.max(now ?? last, last);
  return (
    <span className="figures text-caption text-ink-3" title={t('elapsed')}>
      {figures.clock(until - new Date(startedAt).getTime())}
    </span>
  );
}
