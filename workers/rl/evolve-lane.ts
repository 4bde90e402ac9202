import { dosePctOf } from '#domain/brief/product.ts';
import { DomainError } from '#domain/error.ts';
import type { PreferenceModel } from '#domain/preference/model.ts';
import type { NewRunEvent, RunStatus } from '#domain/run/event.ts';
import type { Wakeups } from '#server/db/wakeups.ts';
import type { Lane } from '#server/queue/lane.ts';
import { EVOLVE_QUEUE, type RunJob } from '#server/queue/queues.ts';
import { LostRun } from '#server/services/run/append-events.ts';
import { type ClaimedRun, claimRun } from '#server/services/run/claim-run.ts';
import { failRun } from '#server/services/run/fail-run.ts';
import { readShown } from '#server/services/run/read-shown.ts';
import { keepCheckpoint, readCheckpoint, recordEvents } from '#server/services/run/record-events.ts';
import { watchControl } from '#server/services/run/watch-control.ts';
import { readFit, readTasteSetting } from '#server/services/taste/preference-fit.ts';
import { championFile } from '#server/services/training/champion-file.ts';
import type { WorkerWorld } from '../worker-process.ts';
import { runEvolution } from './evolve/run-evolution.ts';

const SLOTS = 2;

/** Evolves formulas in a worker thread: generations, candidates and checkpoints go into the run's log as they come. */
export function evolveLane(world: WorkerWorld, wakeups: Wakeups): Lane<RunJob> {
  return { queue: EVOLVE_QUEUE, slots: SLOTS, handle: ({ runId }, { signal }) => evolve(world, wakeups, runId, signal) };
}

async function evolve(world: WorkerWorld, wakeups: Wakeups, runId: string, drained: AbortSignal): Promise<void> {
  const { ctx, name, log } = world;
  const claimed = await claimRun(ctx, runId, 'evolve');
  if (!claimed?.row.reading) return;
  const { attempt, reading, mode, market, seed, config } = claimed.row;
  const [kept, shown] = await Promise.all([readCheckpoint(ctx, runId), readShown(ctx, runId)]);
  using control = watchControl({ ctx, wakeups, runId, attempt });
  const write = (events: readonly NewRunEvent[], status?: RunStatus) =>
    recordEvents({ ctx, input: { runId, attempt, events, ...(status ? { status } : {}) } });

  try {
    if (kept) await write([{ type: 'resumed', data: { by: name, attempt, gen: kept.gen } }]);
    const taste = await tasteFor(world, claimed.row);
    const end = await runEvolution({
      reading,
      market,
      category: reading.ifra_category,
      dosePct: dosePctOf(reading),
      preset: config.preset,
      generations: config.generations,
      maxRounds: config.maxRounds,
      seed,
      mode,
      ...(taste ? { taste } : {}),
      checkpoint: kept?.data ?? null,
      shown: shown.map((candidate) => ({ ...candidate, id: candidate.id.slice(runId.length + 1) })),
      stop: control.stop,
      signal: AbortSignal.any([control.lost, drained]),
      onEvents: (events: readonly NewRunEvent[]) => write(events.map((event) => ofRun(runId, event))),
      onCheckpoint: (gen: number, data: unknown) => keepCheckpoint({ ctx, input: { runId, attempt, gen, data } }),
    });
    await write([{ type: 'done', data: { reason: end.reason, candidates: end.candidates, hash: end.hash } }], 'done');
  } catch (error) {
    if (error instanceof LostRun || control.lost.aborted) return;
    if (!(error instanceof DomainError)) throw error; // delivered again, goes on from the checkpoint
    log.info({ runId, code: error.code }, 'evolution refused');
    await failRun({ ctx, input: { runId, attempt, error } });
  }
}

/** The taste to evolve for; null while its gate is shut or the designer switched it off. */
async function tasteFor(
  { ctx }: WorkerWorld,
  { ownerId: designer, createdAt }: ClaimedRun['row'],
): Promise<{ model: PreferenceModel; designer: string; policyPath: string | null } | null> {
  const [fit, setting] = await Promise.all([readFit(ctx, createdAt), readTasteSetting(ctx, designer)]);
  if (!fit || !setting.useTaste || fit.model.gate.weight === 0) return null;
  return { model: fit.model, designer, policyPath: await championFile(ctx) };
}

/** Candidates are numbered within a run by evolution; in the log and the database their ids are unique. */
function ofRun(runId: string, event: NewRunEvent): NewRunEvent {
  if (event.type === 'candidate') return { type: 'candidate', data: { ...event.data, id: `${runId}:${event.data.id}` } };
  if (event.type === 'candidate.withdrawn') return { type: 'candidate.withdrawn', data: { id: `${runId}:${event.data.id}` } };
  return event;
}
