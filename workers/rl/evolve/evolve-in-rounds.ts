import { isDeepStrictEqual } from 'node:util';
import { candidates, candidatesHash } from '#domain/evolve/candidates.ts';
import { generationStats } from '#domain/evolve/population-stats.ts';
import { buildProblem } from '#domain/evolve/problem.ts';
import { advance, checkpointRounds, closeRound, type Rounds, restoreRounds, roundIsOver, startRounds } from '#domain/evolve/rounds.ts';
import type { Candidate } from '#domain/formula/formula.ts';
import type { Catalogue } from '#domain/ingredient/catalogue.ts';
import { withTaste } from '#domain/preference/use-taste.ts';
import type { CandidateEventData, NewRunEvent } from '#domain/run/event.ts';
import { controlFormula } from './control-formula.ts';
import { CONTROL, type EvolveOrder, type ThreadReport } from './evolve-messages.ts';
import { policySeeds } from './policy-seeds.ts';

/** Generations are told at most this often, plus the first and last of each round. */
const EVENT_EVERY_MS = 250;
const CHECKPOINT_EVERY_MS = 2000;
/** A first round that takes longer shows what it has so far, so that nobody looks at an empty page. */
const FIRST_SHOW_MS = 200;

export interface EvolveWorld {
  readonly catalogue: Catalogue;
  /** Milliseconds from any origin. */
  readonly now: () => number;
  /** A CONTROL value, looked at between two generations. */
  readonly control: () => number;
  readonly report: (report: ThreadReport) => void;
}

/**
 * One run of evolution from order to end: generations, candidates after each round (those that changed; the first also before
 * the end of a long first round), checkpoints.
 * Throws DomainError 'infeasible' before the first generation. Returns after the last report.
 */
export async function evolveInRounds(world: EvolveWorld, order: EvolveOrder): Promise<void> {
  const briefOnly = buildProblem(world.catalogue, order.reading, {
    dosePct: order.dosePct,
    category: order.category,
    market: order.market,
    krwPerUsd: order.krwPerUsd,
    ...(order.costCap === undefined ? {} : { costCap: order.costCap }),
    ...(order.lockedLines ? { lockedLines: order.lockedLines } : {}),
    ...(order.shelf ? { shelf: order.shelf } : {}),
    ...(order.openNotes ? { openNotes: order.openNotes } : {}),
    ...(order.ownPrices ? { ownPrices: order.ownPrices } : {}),
  });
  const problem = order.taste ? withTaste(briefOnly, order.taste.model, order.taste.designer) : briefOnly;
  const seeds = order.taste?.policyPath
    ? await policySeeds(problem, { ...order.taste, path: order.taste.policyPath, seed: order.seed })
    : [];
  const rounds = order.checkpoint
    ? restoreRounds(problem, order.checkpoint)
    : startRounds(problem, order.preset, order.seed, order.maxRounds, [...(order.initial ?? []), ...seeds]);
  const shown = new Map((order.shown ?? []).map((candidate) => [candidate.id, candidate]));
  let toldAny = shown.size > 0;
  let control: Candidate | null = null;
  let toldAt = Number.NEGATIVE_INFINITY;
  const startedAt = world.now();
  let savedAt = startedAt;
  let evalsSeen = rounds.evalsBefore + rounds.state.evals;
  let loopMs = 0;
  const tell = (): void => {
    const evals = rounds.evalsBefore + rounds.state.evals;
    const speed = loopMs > 0 ? Math.round(((evals - evalsSeen) / loopMs) * 1000) : 0;
    world.report({ kind: 'events', events: [generationEvent(rounds, speed)] });
    evalsSeen = evals;
    loopMs = 0;
    toldAt = world.now();
  };
  const save = (): void => {
    world.report({ kind: 'checkpoint', gen: rounds.state.gen, data: checkpointRounds(rounds) });
    savedAt = world.now();
  };
  // The control stands apart from a finished round's candidates, never from what happened to be there by the clock.
  const show = ({ roundOver }: { roundOver: boolean }): Candidate[] => {
    const learned = problem !== briefOnly;
    const best = candidates(problem, rounds.state, order.candidates - (learned ? 1 : 0), { vary: roundOver });
    if (roundOver) control ??= learned ? controlFormula(briefOnly, order.preset, order.seed, best) : null;
    const list = control ? [...best, { ...control, rank: best.length + 1 }] : best;
    const sourceOf = ({ id }: Candidate) => (id === control?.id ? 'control' : seeds.length > 0 ? 'policy' : 'evolved');
    const events = changes(
      shown,
      list.map((candidate) => ({ ...candidate, mode: order.mode, source: sourceOf(candidate) })),
    );
    toldAny = true;
    if (events.length > 0) world.report({ kind: 'events', events });
    return list;
  };

  tell();
  for (;;) {
    while (!roundIsOver(rounds)) {
      const control = world.control();
      if (control === CONTROL.cancel) {
        world.report({ kind: 'cancelled' });
        return;
      }
      if (control === CONTROL.stop) {
        tell();
        finish(world, show({ roundOver: true }), 'stopped');
        return;
      }
      const began = world.now();
      advance(rounds);
      const now = world.now();
      loopMs += now - began;
      if (now - toldAt >= EVENT_EVERY_MS || roundIsOver(rounds)) tell();
      if (now - savedAt >= CHECKPOINT_EVERY_MS) save();
      if (!toldAny && now - startedAt >= FIRST_SHOW_MS) show({ roundOver: false });
    }
    const list = show({ roundOver: true });
    const next = closeRound(rounds);
    if (next !== 'next') {
      finish(world, list, next);
      return;
    }
    evalsSeen = rounds.evalsBefore + rounds.state.evals;
    tell();
    save();
  }
}

function finish(world: EvolveWorld, list: readonly Candidate[], reason: 'finished' | 'stopped' | 'no_gain'): void {
  world.report({ kind: 'done', reason, candidates: list.length, hash: candidatesHash(list) });
}

function generationEvent(rounds: Rounds, evalsPerS: number): NewRunEvent {
  const { round, maxRounds, preset, state, evalsBefore } = rounds;
  const stats = generationStats(state);
  return {
    type: 'generation',
    data: {
      round,
      rounds: maxRounds,
      gen: stats.gen,
      of: preset.n_generations,
      best: stats.best,
      median: stats.median,
      p25: stats.p25,
      p75: stats.p75,
      diversity: stats.diversity,
      hypervolume: stats.hypervolume,
      evals: evalsBefore + stats.evals,
      evalsPerS,
      feasiblePct: stats.feasiblePct,
    },
  };
}

/** Withdraws what is no longer proposed, then tells what is new or has changed. Updates `shown`. */
function changes(shown: Map<string, CandidateEventData>, list: readonly CandidateEventData[]): NewRunEvent[] {
  const events: NewRunEvent[] = [];
  const stays = new Set(list.map(({ id }) => id));
  for (const id of [...shown.keys()]) {
    if (stays.has(id)) continue;
    shown.delete(id);
    events.push({ type: 'candidate.withdrawn', data: { id } });
  }
  for (const candidate of list) {
    if (isDeepStrictEqual(shown.get(candidate.id), candidate)) continue;
    shown.set(candidate.id, candidate);
    events.push({ type: 'candidate', data: candidate });
  }
  return events;
}
