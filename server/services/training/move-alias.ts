import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { DomainError } from '#domain/error.ts';
import { type Guardrail, guardrailsOf } from '#domain/policy/guardrails.ts';
import { type POLICY_ALIASES, policyAlias, policyCheckpoint } from '#drizzle/schema/training.ts';
import type { Tx } from '../../db/connect.ts';
import { note } from '../audit.ts';
import type { Ctx, WorkerCtx } from '../context.ts';

const reason = z.string().trim().min(2).max(300);

export const PromotePolicy = z.strictObject({
  checkpointId: z.uuid(),
  reason,
  /** The checkpoint's id typed again: promotes although a guardrail fails. */
  typedId: z.string().optional(),
});
export const RollbackPolicy = z.strictObject({ reason });

/**
 * Makes a checkpoint the champion at once. A failing guardrail blocks it unless its id was typed; both are kept in the log.
 * Throws not_found, conflict {failing}.
 */
export async function promotePolicy({ ctx, input }: { ctx: Ctx; input: z.infer<typeof PromotePolicy> }): Promise<{ champion: string }> {
  const wanted = PromotePolicy.parse(input);
  return ctx.db.transaction(async (tx) => {
    const [checkpoint] = await tx.select().from(policyCheckpoint).where(eq(policyCheckpoint.id, wanted.checkpointId));
    if (!checkpoint) throw new DomainError('not_found', `no checkpoint ${wanted.checkpointId}`, '체크포인트를 찾을 수 없어요.');
    const failing = guardrailsOf(checkpoint.metrics).filter((guardrail) => !guardrail.ok);
    if (failing.length > 0 && wanted.typedId !== checkpoint.id) {
      throw new DomainError(
        'conflict',
        `guardrails fail: ${names(failing)}`,
        `아직 승급할 수 없어요: ${failing.map((guardrail) => guardrail.ko).join(', ')}`,
        {
          failing: failing.map((guardrail) => guardrail.name),
        },
      );
    }
    await moveAlias(tx, 'champion', checkpoint.id, ctx.now());
    await note(tx, {
      actorId: ctx.actor.id,
      action: 'policy.promote',
      subject: checkpoint.id,
      reason: wanted.reason,
      data: { overridden: failing.map((guardrail) => guardrail.name) },
    });
    return { champion: checkpoint.id };
  });
}

/** After a fine-tune that nobody asked for: the challenger becomes champion when every guardrail holds, else it waits for an operator. */
export async function promoteIfSound(ctx: Pick<WorkerCtx, 'db' | 'now'>, checkpointId: string): Promise<boolean> {
  return ctx.db.transaction(async (tx) => {
    const [checkpoint] = await tx.select().from(policyCheckpoint).where(eq(policyCheckpoint.id, checkpointId));
    if (!checkpoint || guardrailsOf(checkpoint.metrics).some((guardrail) => !guardrail.ok)) return false;
    await moveAlias(tx, 'champion', checkpointId, ctx.now());
    await note(tx, {
      actorId: 'system',
      action: 'policy.promote',
      subject: checkpointId,
      reason: '평가 뒤 자동 미세 조정: 안전 조건 모두 통과',
    });
    return true;
  });
}

/** Gives the champion's place back to the policy before it. Never blocked; null = the studio goes on without a policy. */
export async function rollbackPolicy({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: z.infer<typeof RollbackPolicy>;
}): Promise<{ champion: string | null }> {
  const wanted = RollbackPolicy.parse(input);
  return ctx.db.transaction(async (tx) => {
    const [champion] = await tx.select().from(policyAlias).where(eq(policyAlias.name, 'champion')).for('update');
    const previous = champion?.previousId ?? null;
    await moveAlias(tx, 'champion', previous, ctx.now());
    await note(tx, {
      actorId: ctx.actor.id,
      action: 'policy.rollback',
      subject: previous ?? 'none',
      reason: wanted.reason,
      data: { from: champion?.checkpointId ?? null },
    });
    return { champion: previous };
  });
}

/** Points an alias at another checkpoint and remembers the one before. */
export async function moveAlias(tx: Tx, name: (typeof POLICY_ALIASES)[number], checkpointId: string | null, now: Date): Promise<void> {
  const [current] = await tx.select().from(policyAlias).where(eq(policyAlias.name, name)).for('update');
  if (current?.checkpointId === checkpointId) return;
  const row = { name, checkpointId, previousId: current?.checkpointId ?? null, changedAt: now };
  await tx.insert(policyAlias).values(row).onConflictDoUpdate({ target: policyAlias.name, set: row });
}

function names(guardrails: readonly Guardrail[]): string {
  return guardrails.map((guardrail) => guardrail.name).join(', ');
}
