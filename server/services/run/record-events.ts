import { eq, sql } from 'drizzle-orm';
import type { CandidateEventData, NewRunEvent, RunEvent, RunStatus } from '#domain/run/event.ts';
import { formula, run, runCheckpoint } from '#drizzle/schema/run.ts';
import type { Tx } from '../../db/connect.ts';
import type { WorkerCtx } from '../context.ts';
import { appendEvents } from './append-events.ts';

export interface RecordEvents {
  readonly runId: string;
  readonly attempt: number;
  readonly events: readonly NewRunEvent[];
  readonly status?: RunStatus;
}

/**
 * Writes a worker's events, fenced by its attempt. Candidates become formulas in the same transaction.
 * Throws LostRun when the run is over or another attempt owns it.
 */
export async function recordEvents({ ctx, input }: { ctx: Pick<WorkerCtx, 'db' | 'now'>; input: RecordEvents }): Promise<RunEvent[]> {
  return ctx.db.transaction(async (tx) => {
    const now = ctx.now();
    const written = await appendEvents(tx, { ...input, now });
    for (const event of input.events) {
      if (event.type === 'candidate') await keepFormula(tx, input.runId, event.data, now);
      if (event.type === 'candidate.withdrawn') {
        await tx.update(formula).set({ withdrawnAt: now }).where(eq(formula.id, event.data.id));
      }
    }
    return written;
  });
}

async function keepFormula(tx: Tx, runId: string, candidate: CandidateEventData, now: Date): Promise<void> {
  const { id, rank, source, mode, lines, scores, compliance, why } = candidate;
  const [owner] = await tx.select({ ownerId: run.ownerId }).from(run).where(eq(run.id, runId));
  if (!owner) return;
  const row = {
    id,
    runId,
    ownerId: owner.ownerId,
    rank,
    source,
    servedMode: mode,
    lines,
    scores,
    compliance,
    why,
    withdrawnAt: null,
    createdAt: now,
  };
  await tx.insert(formula).values(row).onConflictDoUpdate({ target: formula.id, set: row });
}

/** Keeps where evolution stands. An older attempt never overwrites a newer one. */
export async function keepCheckpoint({
  ctx,
  input,
}: {
  ctx: Pick<WorkerCtx, 'db' | 'now'>;
  input: { runId: string; attempt: number; gen: number; data: unknown };
}): Promise<void> {
  const row = { ...input, at: ctx.now() };
  await ctx.db
    .insert(runCheckpoint)
    .values(row)
    .onConflictDoUpdate({ target: runCheckpoint.runId, set: row, setWhere: sql`${runCheckpoint.attempt} <= ${input.attempt}` });
}

export async function readCheckpoint(ctx: Pick<WorkerCtx, 'db'>, runId: string): Promise<{ gen: number; data: unknown } | null> {
  const [row] = await ctx.db.select().from(runCheckpoint).where(eq(runCheckpoint.runId, runId));
  return row ? { gen: row.gen, data: row.data } : null;
}
