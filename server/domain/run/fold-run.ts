import type { Notice, Reading, Validation, ValidationIssue } from '../brief/reading.ts';
import type { CandidateEventData, GenerationEventData, RunEvent, RunStatus } from './event.ts';

type DataOf<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>['data'];

/** Most points of the convergence chart that are kept; older ones are thinned to every other one. */
export const MAX_HISTORY = 400;
/** Candidates of earlier rounds that stay readable: a designer may have rated them. */
export const MAX_WITHDRAWN = 40;

/** One point of the convergence chart. `total` counts generations over all rounds, from 0. */
export interface GenerationPoint {
  readonly total: number;
  readonly round: number;
  readonly best: number;
  readonly median: number;
  readonly p25: number;
  readonly p75: number;
  readonly diversity: number;
  readonly hypervolume: number;
}

export type ReadingField = DataOf<'reading.field'>;
export type ModeShift = DataOf<'mode'> & { readonly seq: number };
export type RunCandidate = CandidateEventData & { readonly seq: number };

export type RunEnd =
  | { readonly kind: 'done'; readonly reason: DataOf<'done'>['reason']; readonly hash: string }
  | ({ readonly kind: 'failed' } & DataOf<'failed'>)
  | { readonly kind: 'cancelled'; readonly by: string };

/** Everything the screen shows of a run. Plain JSON: it crosses from the server as the first snapshot. */
export interface RunState {
  readonly runId: string;
  /** Number of the last event folded in; 0 before the first. */
  readonly seq: number;
  readonly status: RunStatus;
  readonly accepted: DataOf<'accepted'> | null;
  readonly startedAt: string | null;
  readonly updatedAt: string | null;
  readonly queue: DataOf<'queued'> | null;
  readonly fields: readonly ReadingField[];
  readonly reading: Reading | null;
  readonly validation: Validation | null;
  readonly served: Pick<DataOf<'reading.valid'>, 'servedBy' | 'servedMode' | 'cached' | 'key'> | null;
  readonly invalid: { readonly issues: readonly ValidationIssue[]; readonly notices: readonly Notice[] } | null;
  readonly hints: readonly string[];
  readonly hintsOf: number;
  readonly progress: (GenerationEventData & { readonly total: number }) | null;
  readonly history: readonly GenerationPoint[];
  /** By rank, best first. */
  readonly candidates: readonly RunCandidate[];
  readonly withdrawn: readonly RunCandidate[];
  readonly shifts: readonly ModeShift[];
  readonly attempt: number;
  readonly end: RunEnd | null;
}

/** The run before its first event. */
export function emptyRun(runId: string): RunState {
  return {
    runId,
    seq: 0,
    status: 'queued',
    accepted: null,
    startedAt: null,
    updatedAt: null,
    queue: null,
    fields: [],
    reading: null,
    validation: null,
    served: null,
    invalid: null,
    hints: [],
    hintsOf: 0,
    progress: null,
    history: [],
    candidates: [],
    withdrawn: [],
    shifts: [],
    attempt: 1,
    end: null,
  };
}

/**
 * Folds one event into the state of its run. Pure: the same log gives the same state, in the first HTML,
 * in the live tail and in tests. An event whose `seq` is not above `state.seq` changes nothing.
 */
export function foldRun(state: RunState, event: RunEvent): RunState {
  if (event.seq <= state.seq) return state;
  const next = { ...state, seq: event.seq, updatedAt: event.at, startedAt: state.startedAt ?? event.at };
  switch (event.type) {
    case 'accepted':
      return { ...next, status: 'queued', accepted: event.data };
    case 'queued':
      return { ...next, status: 'queued', queue: event.data };
    case 'reading.field':
      return { ...next, status: 'reading', queue: null, fields: replaceBy(state.fields, event.data, (field) => field.path) };
    case 'reading.valid': {
      const { reading, validation, ...served } = event.data;
      return { ...next, status: 'evolving', queue: null, reading, validation, served, invalid: null };
    }
    case 'reading.invalid':
      return { ...next, status: 'reading', queue: null, invalid: { issues: event.data.issues, notices: event.data.notices ?? [] } };
    case 'hint':
      return { ...next, hints: withHint(state.hints, event.data), hintsOf: event.data.of };
    case 'generation':
      return withGeneration({ ...next, status: 'evolving', queue: null }, event.data);
    case 'candidate':
      return {
        ...next,
        candidates: byRank(replaceBy(state.candidates, { ...event.data, seq: event.seq }, (candidate) => candidate.id)),
      };
    case 'candidate.withdrawn':
      return withdraw(next, event.data.id);
    case 'mode':
      return { ...next, shifts: [...state.shifts, { ...event.data, seq: event.seq }] };
    case 'paused':
      return { ...next, status: 'paused' };
    case 'resumed':
      return { ...next, status: state.reading ? 'evolving' : 'reading', attempt: event.data.attempt, end: null };
    case 'done':
      return { ...next, status: 'done', end: { kind: 'done', reason: event.data.reason, hash: event.data.hash } };
    case 'failed':
      return { ...next, status: 'failed', end: { kind: 'failed', ...event.data } };
    case 'cancelled':
      return { ...next, status: 'cancelled', end: { kind: 'cancelled', by: event.data.by } };
  }
}

/** Folds a whole log from the start. */
export function foldLog(runId: string, events: Iterable<RunEvent>): RunState {
  let state = emptyRun(runId);
  for (const event of events) state = foldRun(state, event);
  return state;
}

function replaceBy<T>(list: readonly T[], item: T, key: (item: T) => string): T[] {
  const at = list.findIndex((other) => key(other) === key(item));
  return at < 0 ? [...list, item] : list.with(at, item);
}

function byRank(candidates: readonly RunCandidate[]): RunCandidate[] {
  return candidates.toSorted((a, b) => a.rank - b.rank || a.seq - b.seq);
}

function withHint(hints: readonly string[], { i, text }: DataOf<'hint'>): string[] {
  const filled = [...hints];
  while (filled.length <= i) filled.push('');
  filled[i] = text;
  return filled;
}

function withGeneration(state: RunState, data: GenerationEventData): RunState {
  const total = (data.round - 1) * data.of + data.gen;
  const { round, best, median, p25, p75, diversity, hypervolume } = data;
  const point = { total, round, best, median, p25, p75, diversity, hypervolume };
  // A run picked up again repeats generations after its checkpoint: what is known of them is replaced.
  const kept = state.history.filter((other) => other.total < total);
  return { ...state, progress: { ...data, total }, history: thin([...kept, point]) };
}

function thin(history: readonly GenerationPoint[]): readonly GenerationPoint[] {
  if (history.length <= MAX_HISTORY) return history;
  return history.filter((_, index) => index % 2 === 0 || index === history.length - 1);
}

function withdraw(state: RunState, id: string): RunState {
  const gone = state.candidates.find((candidate) => candidate.id === id);
  if (!gone) return state;
  return {
    ...state,
    candidates: state.candidates.filter((candidate) => candidate.id !== id),
    withdrawn: [...state.withdrawn, gone].slice(-MAX_WITHDRAWN),
  };
}
