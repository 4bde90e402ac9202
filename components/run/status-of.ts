import type { RunState } from '#domain/run/fold-run.ts';

export const STAGES = ['brief', 'reading', 'evolve', 'candidates', 'rate'] as const;
export type Stage = (typeof STAGES)[number];
export type StageState = 'done' | 'active' | 'waiting' | 'halted';

export function isOver(run: RunState): boolean {
  return run.end !== null;
}

/** Where each of the five stages stands. */
export function stagesOf(run: RunState, rated: number): Readonly<Record<Stage, StageState>> {
  const halted = run.status === 'cancelled' || run.status === 'failed' || run.status === 'paused';
  const read = run.reading !== null || run.progress !== null;
  const found = run.candidates.length;
  return {
    brief: 'done',
    reading: read ? 'done' : halted ? 'halted' : 'active',
    evolve: run.status === 'done' ? 'done' : !read ? 'waiting' : halted ? 'halted' : 'active',
    candidates: found === 0 ? 'waiting' : run.status === 'done' ? 'done' : 'active',
    rate: found === 0 ? 'waiting' : rated >= found ? 'done' : rated > 0 ? 'active' : 'waiting',
  };
}

/** The stage a phone shows when the designer chose none. */
export function stageInFocus(run: RunState): Stage {
  if (run.candidates.length > 0) return 'candidates';
  if (run.progress) return 'evolve';
  return 'reading';
}

/** Whole per cent of this round's generations. */
export function progressPct(run: RunState): number {
  const { progress } = run;
  return progress ? Math.round((progress.gen / progress.of) * 100) : 0;
}
