import { eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { modelState } from '#drizzle/schema/model.ts';
import { freshCtx } from '../../db/testing/fresh-database.ts';
import { crashesOf, forgiveBrief, listQuarantine, recordCrash, releaseBrief } from './quarantine.ts';
import { engineNow, forgetWorker, readSeats, reportSeats, type SeatState } from './report-seats.ts';

const seat = (over: Partial<SeatState> = {}): Omit<SeatState, 'worker' | 'updatedAt'> => ({
  seat: 'qwen',
  model: 'tiny-qwen',
  quantisation: 'Q4_K_M',
  state: 'ready',
  cause: null,
  wrapper: 'ChatML',
  breaker: 'closed',
  restarts: 0,
  sequencesBusy: 0,
  sequencesTotal: 4,
  tokensPerSecond: null,
  since: new Date(),
  ...over,
});

describe('what the seats are doing', () => {
  it('is one row per worker and seat, renewed in place, gone when the worker is', async () => {
    const { ctx } = await freshCtx('viewer');
    await reportSeats({ ctx, input: { worker: 'w1', seats: [seat(), seat({ seat: 'llama', state: 'absent' })] } });
    await reportSeats({ ctx, input: { worker: 'w1', seats: [seat({ state: 'busy', sequencesBusy: 2, tokensPerSecond: 41.5 })] } });
    expect((await readSeats({ ctx })).map((row) => [row.seat, row.state, row.sequencesBusy, row.tokensPerSecond])).toEqual([
      ['llama', 'absent', 0, null],
      ['qwen', 'busy', 2, 41.5],
    ]);
    await forgetWorker({ ctx, input: { worker: 'w1' } });
    expect(await readSeats({ ctx })).toEqual([]);
  });

  it('is not shown of a worker that has been silent for a quarter of a minute', async () => {
    const { ctx } = await freshCtx('viewer');
    await reportSeats({ ctx, input: { worker: 'w1', seats: [seat()] } });
    await ctx.db.update(modelState).set({ updatedAt: sql`now() - interval '16 seconds'` }).where(eq(modelState.worker, 'w1'));
    expect(await readSeats({ ctx })).toEqual([]);
  });
});

describe('the engine of a brief that arrives now', () => {
  it('is the ensemble as long as one model answers, and the embedded one before, after and when its worker fell silent', async () => {
    const { ctx } = await freshCtx();
    await reportSeats({ ctx, input: { worker: 'w1', seats: [seat({ state: 'loading' }), seat({ seat: 'llama', state: 'absent' })] } });
    expect(await engineNow({ ctx })).toBe('embedded');
    await reportSeats({ ctx, input: { worker: 'w1', seats: [seat({ state: 'busy' })] } });
    expect(await engineNow({ ctx })).toBe('ensemble');
    await ctx.db.update(modelState).set({ updatedAt: sql`now() - interval '16 seconds'` });
    expect(await engineNow({ ctx })).toBe('embedded');
  });
});

describe('quarantine', () => {
  const briefHash = 'ab'.repeat(32);

  it('counts the deaths a brief has caused, together from all workers, and forgets them when a model survives it', async () => {
    const { ctx } = await freshCtx('viewer');
    expect(await crashesOf({ ctx, input: { briefHash } })).toBe(0);
    await Promise.all([1, 2, 3].map(() => recordCrash({ ctx, input: { briefHash, seat: 'qwen' } })));
    expect(await crashesOf({ ctx, input: { briefHash } })).toBe(3);
    await forgiveBrief({ ctx, input: { briefHash } });
    expect(await crashesOf({ ctx, input: { briefHash } })).toBe(0);
  });

  it('is lifted by an operator with a reason, and shows hashes only', async () => {
    const { ctx, actorOf } = await freshCtx('viewer');
    await recordCrash({ ctx, input: { briefHash, seat: 'llama' } });
    expect(await listQuarantine({ ctx })).toMatchObject([{ briefHash, crashes: 1, lastSeat: 'llama' }]);
    await expect(releaseBrief({ ctx, input: { briefHash, reason: '고침' } })).rejects.toMatchObject({ code: 'forbidden' });
    await releaseBrief({ ctx: await actorOf('operator'), input: { briefHash, reason: '모델을 바꿨어요' } });
    expect(await listQuarantine({ ctx })).toEqual([]);
  });
});
