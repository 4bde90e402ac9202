'use client';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Reading } from '#domain/brief/reading.ts';
import type { Mode } from '#domain/run/mode.ts';
import { BriefForm, type StartWish } from '../brief/brief-form.tsx';
import { Hints } from '../brief/hints.tsx';
import { ReadingPanel } from '../brief/reading-panel.tsx';
import { CandidateList } from '../formula/candidate-list.tsx';
import { PEEK_TABS, type PeekTab } from '../formula/peek-tab.ts';
import { BeliefPanel } from '../rating/belief-panel.tsx';
import { RatingsContext, useRatingsOf } from '../rating/use-ratings.ts';
import { useShortcuts } from '../ui/use-shortcuts.ts';
import { Announcer, useProgressTitle } from './announcer.tsx';
import { EvolutionPanel } from './evolution-panel.tsx';
import { RunActions, useRunActions } from './run-actions.tsx';
import { RunOutcome } from './run-outcome.tsx';
import type { RunStore } from './run-store.ts';
import { StageRail } from './stage-rail.tsx';
import { STAGES, type Stage, stageInFocus } from './status-of.ts';
import type { Fork } from './studio.tsx';
import { RunStoreContext, useFollow, useRunState } from './use-run.ts';

const CandidatePeek = dynamic(() => import('../formula/candidate-peek.tsx').then((module) => module.CandidatePeek), { ssr: false });
const ShortcutSheet = dynamic(() => import('../ui/shortcut-sheet.tsx').then((module) => module.ShortcutSheet), { ssr: false });

interface ScreenProps {
  readonly store: RunStore;
  readonly onStart: (wish: StartWish, fork?: Fork) => void;
  readonly onResume: (from: string, wish: StartWish, isOver: boolean) => void;
  readonly onNew: () => void;
}

export function RunScreen(props: ScreenProps) {
  useFollow(props.store);
  const ratings = useRatingsOf(props.store.id);
  return (
    <RunStoreContext value={props.store}>
      <RatingsContext value={ratings}>
        <NuqsAdapter>
          <Panes {...props} undoRating={ratings.undoLast} rate={(id, stars) => ratings.rate(id, { stars })} />
        </NuqsAdapter>
      </RatingsContext>
    </RunStoreContext>
  );
}

type PanesProps = ScreenProps & { readonly undoRating: () => void; readonly rate: (candidateId: string, stars: number) => void };

function Panes({ store, onStart, onResume, onNew, undoRating, rate }: PanesProps) {
  const t = useTranslations();
  const opening = useStore(store.view, (view) => view.opening);
  const started = useStore(store.view, (view) => view.started);
  const accepted = useRunState((run) => run.accepted);
  const candidates = useRunState((run) => run.candidates);
  const over = useRunState((run) => run.end !== null);
  const market = useRunState((run) => run.candidates[0]?.compliance.market);
  const automatic = useRunState(stageInFocus);
  const [chosen, setChosen] = useQueryState('stage', parseAsStringLiteral(STAGES));
  const [peek, setPeek] = useQueryState('peek', parseAsString);
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(PEEK_TABS).withDefault('formula'));
  const [focusedId, setFocusedId] = useState<string | null>(null);
  const [editing, setEditing] = useState(false);
  const [sheet, setSheet] = useState(false);
  const actions = useRunActions(store.id);
  const brief = accepted?.brief ?? opening?.brief ?? '';
  const mode: Mode = accepted?.mode ?? opening?.mode ?? 'balanced';
  const wish: StartWish = { brief, mode, market: market ?? 'kr' };
  const stage: Stage = chosen ?? automatic;
  useProgressTitle(brief);

  const fork = (reading: Reading | null, asked: Mode = mode) =>
    onStart({ ...wish, mode: asked }, { parentId: store.id, ...(reading ? { reading } : {}) });
  const move = (by: 1 | -1) => {
    const at = candidates.findIndex((candidate) => candidate.id === focusedId);
    const next = candidates[at < 0 ? 0 : Math.min(candidates.length - 1, Math.max(0, at + by))];
    if (!next) return false;
    setFocusedId(next.id);
    document.querySelector<HTMLElement>(`[data-candidate="${next.id}"]`)?.focus();
    return true;
  };
  const openPeek = (id: string | null, next: PeekTab = 'formula') => {
    void setPeek(id);
    void setTab(id ? next : null);
  };
  const rateFocused = (stars: number) => {
    if (focusedId) rate(focusedId, stars);
    return focusedId !== null;
  };
  useShortcuts((key) => {
    const stars = /^(?:Digit|Numpad)([1-5])$/.exec(key)?.[1];
    if (stars) return rateFocused(Number(stars));
    switch (key) {
      case 'KeyJ':
        return move(1);
      case 'KeyK':
        return move(-1);
      case 'KeyE':
        setEditing(true);
        return true;
      case 'Space':
        if (focusedId) openPeek(focusedId);
        return focusedId !== null;
      case 'Period':
        if (!over) actions.stop();
        return !over;
      case 'Mod+KeyZ':
        undoRating();
        return true;
      case 'Shift+Slash':
        setSheet(true);
        return true;
      default:
        return false;
    }
  });

  /** On a desk every pane is in view; a phone shows the pane of one stage. */
  const pane = (...stages: Stage[]) => (stages.includes(stage) ? '' : 'max-md:hidden');
  const go = (next: Stage) => {
    void setChosen(next);
    document.getElementById(`pane-${next === 'rate' ? 'candidates' : next}`)?.scrollIntoView({ block: 'start', behavior: 'smooth' });
  };

  return (
    <>
      <h1 className="sr-only">{t('run.heading', { brief })}</h1>
      <StageRail stage={stage} onStage={go}>
        <RunActions actions={actions} started={started} onNew={onNew} />
      </StageRail>
      <Announcer />
      <div className="mx-auto max-w-[1680px] px-4 md:px-6">
        <RunOutcome onResume={() => onResume(store.id, wish, over)} onFork={fork} onNew={onNew} />
      </div>
      <div className="mx-auto grid max-w-[1680px] items-start gap-5 px-4 pt-4 pb-28 md:grid-cols-[minmax(0,1fr)_minmax(340px,400px)] md:px-6 md:max-xl:grid-rows-[auto_1fr] xl:grid-cols-[300px_minmax(0,1fr)_minmax(380px,430px)]">
        <aside
          id="pane-brief"
          aria-label={t('stage.brief')}
          className={`${pane('brief')} scroll-mt-32 md:max-xl:col-start-1 md:max-xl:row-start-2 xl:sticky xl:top-[124px]`}
        >
          <div className="grid gap-4">
            <BriefForm text={brief} mode={mode} large={false} restore refused={null} onStart={(next) => onStart(next)} />
            <BeliefPanel />
          </div>
        </aside>
        <div className={`${pane('reading', 'evolve')} grid min-w-0 gap-5 md:max-xl:col-start-1 md:max-xl:row-start-1`}>
          <div id="pane-reading" className={`${pane('reading')} scroll-mt-32`}>
            <ReadingPanel onFork={fork} editing={editing} onEditing={setEditing} />
          </div>
          <div id="pane-evolve" className={`${pane('evolve')} scroll-mt-32`}>
            <EvolutionPanel focusedId={focusedId} onPeek={openPeek} />
          </div>
          <div className={pane('reading')}>
            <Hints />
          </div>
        </div>
        <section
          id="pane-candidates"
          aria-label={t('cand.heading')}
          className={`${pane('candidates', 'rate')} min-w-0 scroll-mt-32 md:max-xl:col-start-2 md:max-xl:row-start-1 md:max-xl:row-span-2`}
        >
          <h2 className="mb-2 flex items-baseline gap-2 text-[17px] font-semibold">
            {t('cand.heading')}
            {candidates.length > 0 && (
              <span className="figures text-caption font-normal text-ink-3">{t('cand.count', { n: candidates.length })}</span>
            )}
          </h2>
          <CandidateList focusedId={focusedId} onFocus={setFocusedId} onPeek={openPeek} />
        </section>
      </div>
      {peek && <CandidatePeek candidateId={peek} tab={tab} onTab={(next) => void setTab(next)} onClose={() => openPeek(null)} />}
      {sheet && <ShortcutSheet onClose={() => setSheet(false)} />}
    </>
  );
}
