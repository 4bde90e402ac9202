import { desc, eq, lte } from 'drizzle-orm';
import { PreferenceModel } from '#domain/preference/model.ts';
import { designerSetting, preferenceFit } from '#drizzle/schema/training.ts';
import type { WorkerCtx } from '../context.ts';

/** Keeps a fit; the newest is the one in force. Returns its id. */
export async function keepFit(ctx: Pick<WorkerCtx, 'db' | 'now'>, model: PreferenceModel): Promise<string> {
  const id = crypto.randomUUID();
  await ctx.db.insert(preferenceFit).values({
    id,
    at: ctx.now(),
    ratings: model.ratings,
    pairs: model.pairs,
    gateWeight: model.gate.weight,
    gateLowerBound: model.gate.lowerBound,
    looAccuracy: model.gate.accuracy,
    model,
  });
  return id;
}

/** The fit in force (now, or at a moment: a run that is picked up again goes on with what it began with), parsed again; null before the first. */
export async function readFit(ctx: Pick<WorkerCtx, 'db'>, at?: Date): Promise<{ id: string; at: Date; model: PreferenceModel } | null> {
  const [row] = await ctx.db
    .select()
    .from(preferenceFit)
    .where(at ? lte(preferenceFit.at, at) : undefined)
    .orderBy(desc(preferenceFit.at))
    .limit(1);
  return row ? { id: row.id, at: row.at, model: PreferenceModel.parse(row.model) } : null;
}

/** What a designer decided about the learning; both are on until they say otherwise. */
export async function readTasteSetting(
  ctx: Pick<WorkerCtx, 'db'>,
  designerId: string,
): Promise<{ useTaste: boolean; contributeRatings: boolean }> {
  const [row] = await ctx.db.select().from(designerSetting).where(eq(designerSetting.ownerId, designerId));
  return { useTaste: row?.useTaste ?? true, contributeRatings: row?.contributeRatings ?? true };
}

/** The model of one fit, parsed again; null when it was deleted. */
export async function readFitById(ctx: Pick<WorkerCtx, 'db'>, id: string): Promise<PreferenceModel | null> {
  const [row] = await ctx.db.select({ model: preferenceFit.model }).from(preferenceFit).where(eq(preferenceFit.id, id));
  return row ? PreferenceModel.parse(row.model) : null;
}
