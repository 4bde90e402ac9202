import { eq } from 'drizzle-orm';
import { describe, expect, it, vi } from 'vitest';
import { auditEntry } from '#drizzle/schema/audit.ts';
import { freshCtx } from '../../db/testing/fresh-database.ts';
import { hearRecycling, recycleSeat } from './recycle-seat.ts';
import { reportSeats, type SeatState } from './report-seats.ts';

const seat = (over: Partial<SeatState>): Omit<SeatState, 'worker' | 'updatedAt'> => ({
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

describe('a fresh process for a model', () => {
  it('is ordered from every worker that holds it, or from one, and noted with its reason', async () => {
    const { ctx, connection } = await freshCtx('operator');
    for (const worker of ['w1', 'w2']) {
      await reportSeats({ ctx, input: { worker, seats: [seat({}), seat({ seat: 'llama', state: 'absent' })] } });
    }
    const heard: string[] = [];
    const ears = await Promise.all(
      ['w1', 'w2'].map((worker) => hearRecycling(connection.sql, worker, (which) => heard.push(`${worker} ${which}`))),
    );
    expect(await recycleSeat({ ctx, input: { seat: 'qwen', reason: '답이 이상해요' } })).toEqual({ workers: ['w1', 'w2'] });
    await vi.waitFor(() => expect(heard.sort()).toEqual(['w1 qwen', 'w2 qwen']));
    expect(await recycleSeat({ ctx, input: { seat: 'qwen', worker: 'w2', reason: '이 작업자만' } })).toEqual({ workers: ['w2'] });
    await vi.waitFor(() => expect(heard.sort()).toEqual(['w1 qwen', 'w2 qwen', 'w2 qwen']));
    await Promise.all(ears.map((ear) => ear.close()));
    const notes = await ctx.db.select().from(auditEntry).where(eq(auditEntry.action, 'model.recycle'));
    expect(notes.map(({ actorId, subject, reason }) => [actorId, subject, reason])).toEqual([
      [ctx.actor.id, 'qwen', '답이 이상해요'],
      [ctx.actor.id, 'qwen', '이 작업자만'],
    ]);
  });

  it('cannot be had where no living worker holds the model, and then nothing is noted', async () => {
    const { ctx } = await freshCtx('operator');
    await reportSeats({ ctx, input: { worker: 'w1', seats: [seat({ seat: 'llama', state: 'absent' })] } });
    await expect(recycleSeat({ ctx, input: { seat: 'llama', reason: '없는 모델' } })).rejects.toMatchObject({ code: 'not_found' });
    await expect(recycleSeat({ ctx, input: { seat: 'qwen', reason: '없는 모델' } })).rejects.toMatchObject({ code: 'not_found' });
    expect(await ctx.db.$count(auditEntry)).toBe(0);
  });

  it('is not a viewer’s to order', async () => {
    const { actorOf } = await freshCtx();
    const ctx = await actorOf('viewer');
    await expect(recycleSeat({ ctx, input: { seat: 'qwen', reason: '궁금해서' } })).rejects.toMatchObject({ code: 'forbidden' });
  });
});
