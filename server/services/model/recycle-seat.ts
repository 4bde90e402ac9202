import { and, eq, gt, ne, sql } from 'drizzle-orm';
import { z } from 'zod';
import { DomainError } from '#domain/error.ts';
import { modelState } from '#drizzle/schema/model.ts';
import { requireRole } from '../../auth/actor.ts';
import { SEATS, type Seat } from '../../config/ensemble.ts';
import { note } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { STALE_S } from './report-seats.ts';

/** The channel on which workers are told to replace a model's process. */
const MODEL_CONTROL_CHANNEL = 'model_control';

export const RecycleSeat = z.strictObject({
  seat: z.enum(SEATS),
  /** One worker's process; all workers' when it is left out. */
  worker: z.string().min(1).max(100).optional(),
  reason: z.string().trim().min(2).max(300),
});

const ModelOrder = z.strictObject({ seat: z.enum(SEATS), worker: z.string().nullable() });

/**
 * Has a model's process replaced by a fresh one: requests in it are finished first, an open breaker is closed.
 * The order goes by NOTIFY when the audit entry commits; a worker that is not there to hear it starts fresh anyway.
 * Throws not_found when no living worker holds that model.
 */
export async function recycleSeat({ ctx, input }: { ctx: Ctx; input: z.infer<typeof RecycleSeat> }): Promise<{ workers: string[] }> {
  requireRole(ctx.actor, 'operator');
  const { seat, worker, reason } = RecycleSeat.parse(input);
  return ctx.db.transaction(async (tx) => {
    const holders = await tx
      .select({ worker: modelState.worker })
      .from(modelState)
      .where(
        and(
          eq(modelState.seat, seat),
          ne(modelState.state, 'absent'),
          worker === undefined ? undefined : eq(modelState.worker, worker),
          gt(modelState.updatedAt, sql`now() - make_interval(secs => ${STALE_S})`),
        ),
      )
      .orderBy(modelState.worker);
    const workers = holders.map((row) => row.worker);
    if (workers.length === 0) {
      const sentence = '다시 띄울 모델이 없어요. 모델 파일과 작업자를 확인해 주세요.';
      throw new DomainError('not_found', `no living worker holds the model of ${seat}`, sentence);
    }
    await note(tx, { actorId: ctx.actor.id, action: 'model.recycle', subject: seat, reason, data: { workers } });
    await tx.execute(sql`select pg_notify(${MODEL_CONTROL_CHANNEL}, ${JSON.stringify({ seat, worker: worker ?? null })})`);
    return { workers };
  });
}

/** What listens: the database driver's client. */
interface Listener {
  listen(channel: string, onNotify: (payload: string) => void): PromiseLike<{ unlisten(): Promise<void> }>;
}

/** Hears the orders that are meant for this worker, until closed. */
export async function hearRecycling(sql: Listener, worker: string, recycle: (seat: Seat) => void): Promise<{ close(): Promise<void> }> {
  const { unlisten } = await sql.listen(MODEL_CONTROL_CHANNEL, (payload) => {
    // During a rollout a web process of another version may say it differently.
    const { data: order } = ModelOrder.safeParse(JSON.parse(payload));
    if (order && (order.worker === null || order.worker === worker)) recycle(order.seat);
  });
  return { close: unlisten };
}
