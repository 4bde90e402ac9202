import { and, asc, eq, isNull } from 'drizzle-orm';
import { CandidateEventData } from '#domain/run/event.ts';
import { formula } from '#drizzle/schema/run.ts';
import type { WorkerCtx } from '../context.ts';

/** The candidates that a run has told and not withdrawn, as last told: where an attempt that picks the run up goes on from. */
export async function readShown(ctx: Pick<WorkerCtx, 'db'>, runId: string): Promise<CandidateEventData[]> {
  const { id, rank, lines, scores, compliance, why, servedMode, source } = formula;
  const rows = await ctx.db
    .select({ id, rank, lines, scores, compliance, why, mode: servedMode, source })
    .from(formula)
    .where(and(eq(formula.runId, runId), isNull(formula.withdrawnAt)))
    .orderBy(asc(rank));
  return rows.map((row) => CandidateEventData.parse(row));
}
