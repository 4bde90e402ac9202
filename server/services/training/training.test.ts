import { describe, expect, it } from 'vitest';
import { auditEntry } from '#drizzle/schema/audit.ts';
import { preferenceFit } from '#drizzle/schema/training.ts';
import { freshCtx } from '../../db/testing/fresh-database.ts';
import { promotePolicy, rollbackPolicy } from './move-alias.ts';
import { readCurve, readTraining } from './read-training.ts';
import { fineTuneIfWorthwhile, requestTraining, stopTraining } from './request-training.ts';
import { claimTraining, finishTraining, recordIteration, recordPolicyCheckpoint } from './train-lane.ts';

const HEALTHY = { approx_kl: 0.02, entropy_kept: 0.9, win_rate_lower: 0.55, illegal: 0 };

async function trained(metrics: Record<string, number | null>) {
  const { ctx } = await freshCtx('operator');
  const id = crypto.randomUUID();
  await requestTraining({ ctx, input: { id, kind: 'fast' } });
  const attempt = (await claimTraining(ctx, id))?.attempt ?? 0;
  const checkpointId = await recordPolicyCheckpoint(ctx, {
    trainingRunId: id,
    updates: 100,
    file: 'p.onnx',
    sha256: 'a',
    metrics,
    best: true,
  });
  return { ctx, id, attempt, checkpointId };
}

describe('training of the policy', () => {
  it('runs one at a time and starts nothing twice for one id', async () => {
    const { ctx, id } = await trained(HEALTHY);
    expect(await requestTraining({ ctx, input: { id, kind: 'fast' } })).toMatchObject({ id });
    await expect(requestTraining({ ctx, input: { id: crypto.randomUUID(), kind: 'fast' } })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('keeps its curve, and tells the trainer when it was stopped', async () => {
    const { ctx, id, attempt, checkpointId } = await trained(HEALTHY);
    expect(await recordIteration(ctx, { id, attempt }, 0, { approx_kl: 0.01 })).toBe(true);
    await stopTraining({ ctx, input: { id } });
    expect(await recordIteration(ctx, { id, attempt }, 1, { approx_kl: 0.02 })).toBe(false);
    expect((await readCurve({ ctx, input: { id, after: 0 } })).points.map((point) => point.iteration)).toEqual([1]);
    await finishTraining(ctx, { id, attempt }, { status: 'stopped', stats: null, challengerId: checkpointId });
    expect((await readTraining({ ctx })).aliases).toMatchObject([{ name: 'challenger', checkpointId }]);
  });

  it('takes no curve from a worker whose attempt is over', async () => {
    const { ctx, id, attempt } = await trained(HEALTHY);
    await claimTraining(ctx, id);
    expect(await recordIteration(ctx, { id, attempt }, 0, { approx_kl: 0.01 })).toBe(false);
    expect((await readCurve({ ctx, input: { id, after: -1 } })).points).toEqual([]);
  });
});

describe('fine-tuning by itself', () => {
  it('waits for an open gate and for enough new ratings, and never runs beside another training', async () => {
    const { ctx } = await freshCtx('operator');
    expect(await fineTuneIfWorthwhile(ctx, { ratings: 200, gateWeight: 0 })).toBe(false);
    const fit = { id: crypto.randomUUID(), ratings: 40, pairs: 0, gateWeight: 0.4, gateLowerBound: 0.04, looAccuracy: 0.7, model: {} };
    await ctx.db.insert(preferenceFit).values(fit);
    expect(await fineTuneIfWorthwhile(ctx, fit)).toBe(true);
    expect(await fineTuneIfWorthwhile(ctx, { ...fit, ratings: 400 })).toBe(false);
    const [open] = (await readTraining({ ctx })).runs;
    expect(open).toMatchObject({ kind: 'fine_tune', requestedBy: 'system', preferenceFitId: fit.id });
    const attempt = (await claimTraining(ctx, open?.id ?? ''))?.attempt ?? 0;
    await finishTraining(ctx, { id: open?.id ?? '', attempt }, { status: 'done', stats: null });
    expect(await fineTuneIfWorthwhile(ctx, { ...fit, ratings: 49 })).toBe(false);
    expect(await fineTuneIfWorthwhile(ctx, { ...fit, ratings: 50 })).toBe(true);
  });
});

describe('promotion and rollback', () => {
  it('promotes a healthy policy, gives the place back on rollback, and notes who and why', async () => {
    const { ctx, checkpointId } = await trained(HEALTHY);
    expect(await promotePolicy({ ctx, input: { checkpointId, reason: '고정 브리프 승률' } })).toEqual({ champion: checkpointId });
    expect(await rollbackPolicy({ ctx, input: { reason: '별점 하락' } })).toEqual({ champion: null });
    const notes = await ctx.db.select().from(auditEntry);
    expect(notes.filter((row) => row.action.startsWith('policy.')).map((row) => [row.action, row.actorId, row.reason])).toEqual([
      ['policy.promote', ctx.actor.id, '고정 브리프 승률'],
      ['policy.rollback', ctx.actor.id, '별점 하락'],
    ]);
  });

  it('blocks a policy whose guardrail fails or was not measured, unless its id is typed', async () => {
    const { ctx, checkpointId } = await trained({ ...HEALTHY, win_rate_lower: null });
    await expect(promotePolicy({ ctx, input: { checkpointId, reason: '시험' } })).rejects.toMatchObject({
      code: 'conflict',
      details: { failing: ['win_rate'] },
    });
    expect(await promotePolicy({ ctx, input: { checkpointId, reason: '시험', typedId: checkpointId } })).toEqual({
      champion: checkpointId,
    });
  });
});
