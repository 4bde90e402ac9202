import { z } from 'zod';
import { Notice, Reading, Validation, ValidationIssue } from '../brief/reading.ts';
import { CANDIDATE_SOURCES, Candidate } from '../formula/formula.ts';
import { MODES } from './mode.ts';

export const RUN_STATUSES = ['queued', 'reading', 'evolving', 'paused', 'done', 'failed', 'cancelled'] as const;
export const RunStatus = z.enum(RUN_STATUSES);
export type RunStatus = z.infer<typeof RunStatus>;

/** What answered: the embedded engines, a model, or the cache of one of them. */
export const ENGINES = ['embedded', 'ensemble'] as const;
export const Mode = z.enum(MODES);
const ServedMode = z.enum([...MODES, 'emergency']);

const data = {
  accepted: z.strictObject({
    brief: z.string(),
    mode: Mode,
    engine: z.enum(ENGINES),
    preset: z.string(),
    seed: z.number().int().nonnegative(),
    parent: z.string().optional(),
  }),
  queued: z.strictObject({ ahead: z.number().int().nonnegative(), etaMs: z.number().nonnegative().nullable() }),
  'reading.field': z.strictObject({ path: z.string(), value: z.json(), confidence: z.number(), words: z.array(z.string()) }),
  'reading.valid': z.strictObject({
    reading: Reading,
    validation: Validation,
    key: z.string().nullable(),
    servedBy: z.string(),
    servedMode: ServedMode,
    cached: z.strictObject({ ageS: z.number(), tier: z.string() }).optional(),
  }),
  'reading.invalid': z.strictObject({ issues: z.array(ValidationIssue), notices: z.array(Notice).optional() }),
  hint: z.strictObject({ i: z.number().int().nonnegative(), of: z.number().int().positive(), text: z.string(), servedBy: z.string() }),
  generation: z.strictObject({
    round: z.number().int().positive(),
    rounds: z.number().int().positive(),
    gen: z.number().int().nonnegative(),
    of: z.number().int().positive(),
    best: z.number(),
    median: z.number(),
    p25: z.number(),
    p75: z.number(),
    diversity: z.number(),
    hypervolume: z.number(),
    evals: z.number().int().nonnegative(),
    evalsPerS: z.number().nonnegative(),
    feasiblePct: z.number().min(0).max(100),
  }),
  candidate: z.strictObject({ ...Candidate.shape, mode: ServedMode, source: z.enum(CANDIDATE_SOURCES) }),
  'candidate.withdrawn': z.strictObject({ id: z.string() }),
  mode: z.strictObject({ requested: Mode, from: ServedMode, to: ServedMode, reasons: z.array(z.string()) }),
  paused: z.strictObject({ by: z.string() }),
  resumed: z.strictObject({ by: z.string(), attempt: z.number().int(), gen: z.number().int().nonnegative() }),
  done: z.strictObject({
    reason: z.enum(['finished', 'stopped', 'no_gain']),
    candidates: z.number().int().nonnegative(),
    hash: z.string(),
  }),
  failed: z.strictObject({
    code: z.string(),
    /** The Korean sentence for the screen: what happened and what to change. */
    message: z.string(),
    kept: z.number().int().nonnegative(),
    /** For `infeasible`: the share each cause removed and the smallest relaxation that helps. */
    details: z.record(z.string(), z.json()).optional(),
  }),
  cancelled: z.strictObject({ by: z.string() }),
} as const;

type EventType = keyof typeof data;

function eventOf<T extends EventType>(type: T) {
  return z.strictObject({
    v: z.literal(1),
    runId: z.uuid(),
    seq: z.number().int().positive(),
    at: z.iso.datetime(),
    type: z.literal(type),
    data: data[type],
  });
}

/** The data of `reading.valid`, for a run that goes on from another's reading. */
export const ReadingValidData = data['reading.valid'];

/** One line of a run's log. `seq` starts at 1 and has no gaps. */
export const RunEvent = z.discriminatedUnion('type', [
  eventOf('accepted'),
  eventOf('queued'),
  eventOf('reading.field'),
  eventOf('reading.valid'),
  eventOf('reading.invalid'),
  eventOf('hint'),
  eventOf('generation'),
  eventOf('candidate'),
  eventOf('candidate.withdrawn'),
  eventOf('mode'),
  eventOf('paused'),
  eventOf('resumed'),
  eventOf('done'),
  eventOf('failed'),
  eventOf('cancelled'),
]);
export type RunEvent = z.infer<typeof RunEvent>;

/** The part of an event that its writer knows; the log adds runId, seq and time. */
export type NewRunEvent = { [E in RunEvent as E['type']]: Pick<E, 'type' | 'data'> }[RunEvent['type']];

/** A candidate as it is told: the formula, the mode that made it and where it came from. */
export const CandidateEventData = data.candidate;
export type CandidateEventData = z.infer<typeof CandidateEventData>;
export type GenerationEventData = Extract<RunEvent, { type: 'generation' }>['data'];

export const TERMINAL_STATUSES = ['done', 'failed', 'cancelled'] as const satisfies readonly RunStatus[];
