import { and, asc, eq, gt, inArray, lt, sql } from 'drizzle-orm';
import { modelState } from '#drizzle/schema/model.ts';
import { requireRole } from '../../auth/actor.ts';
import type { Db, Tx } from '../../db/connect.ts';
import type { Ctx } from '../context.ts';

export type SeatState = typeof modelState.$inferSelect;

/** A supervisor says what its seats do about every five seconds; one silent for this long is gone. */
export const STALE_S = 15;
const FORGOTTEN_S = 3600;

/** Writes what one worker's seats are doing. */
export async function reportSeats({
  ctx,
  input,
}: {
  ctx: { readonly db: Db };
  input: { worker: string; seats: readonly Omit<SeatState, 'worker' | 'updatedAt'>[] };
}): Promise<void> {
  if (input.seats.length === 0) return;
  const rows = input.seats.map((seat) => ({ ...seat, worker: input.worker, updatedAt: sql`now()` }));
  const replaced = ['model', 'quantisation', 'state', 'cause', 'wrapper', 'breaker', 'restarts', 'since', 'updatedAt'] as const;
  const set = Object.fromEntries(
    [...replaced, 'sequencesBusy' as const, 'sequencesTotal' as const, 'tokensPerSecond' as const].map((name) => [
      name,
      sql.raw(`excluded.${modelState[name].name}`),
    ]),
  );
  await ctx.db
    .insert(modelState)
    .values(rows)
    .onConflictDoUpdate({ target: [modelState.worker, modelState.seat], set });
  await ctx.db.delete(modelState).where(lt(modelState.updatedAt, sql`now() - make_interval(secs => ${FORGOTTEN_S})`));
}

/** Takes a stopped worker's rows away at once. */
export async function forgetWorker({ ctx, input }: { ctx: { readonly db: Db }; input: { worker: string } }): Promise<void> {
  await ctx.db.delete(modelState).where(eq(modelState.worker, input.worker));
}

/** The seats of every living worker. */
export async function readSeats({ ctx }: { ctx: Pick<Ctx, 'db' | 'actor'> }): Promise<SeatState[]> {
  requireRole(ctx.actor, 'viewer');
  return ctx.db.select().from(modelState).where(isLive()).orderBy(asc(modelState.worker), asc(modelState.seat));
}

/** What reads a brief that arrives now: the ensemble when any of its models answers, else the embedded engine. */
export async function engineNow({ ctx }: { ctx: { readonly db: Db | Tx } }): Promise<'embedded' | 'ensemble'> {
  const [seat] = await ctx.db
    .select({ seat: modelState.seat })
    .from(modelState)
    .where(and(inArray(modelState.state, ['ready', 'busy']), isLive()))
    .limit(1);
  return seat ? 'ensemble' : 'embedded';
}

/** Reported within STALE_S. */
function isLive() {
  return gt(modelState.updatedAt, sql`now() - make_interval(secs => ${STALE_S})`);
}
