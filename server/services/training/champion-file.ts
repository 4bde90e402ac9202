import { existsSync } from 'node:fs';
import { eq } from 'drizzle-orm';
import { policyAlias, policyCheckpoint } from '#drizzle/schema/training.ts';
import type { WorkerCtx } from '../context.ts';

/** The ONNX file of the policy that serves; null when none does, or its file is gone (evolution then begins without it). */
export async function championFile(ctx: Pick<WorkerCtx, 'db'>): Promise<string | null> {
  const [row] = await ctx.db
    .select({ file: policyCheckpoint.file })
    .from(policyAlias)
    .innerJoin(policyCheckpoint, eq(policyCheckpoint.id, policyAlias.checkpointId))
    .where(eq(policyAlias.name, 'champion'));
  return row && existsSync(row.file) ? row.file : null;
}
