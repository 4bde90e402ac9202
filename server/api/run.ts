import { tracked } from '@trpc/server';
import { z } from 'zod';
import { DomainError } from '#domain/error.ts';
import { foldLog } from '#domain/run/fold-run.ts';
import { cancelRun } from '../services/run/cancel-run.ts';
import { ContinueRun, continueRun } from '../services/run/continue-run.ts';
import { watchHintText } from '../services/run/hint-text.ts';
import { pauseRun } from '../services/run/pause-run.ts';
import { listRuns, readEvents } from '../services/run/read-run.ts';
import { StartRun, startRun } from '../services/run/start-run.ts';
import { stopRun } from '../services/run/stop-run.ts';
import { tailRun } from '../services/run/tail-run.ts';
import { procedure, router } from './trpc.ts';

const RunId = z.strictObject({ id: z.uuid() });

export const runRouter = router({
  start: procedure.input(StartRun).mutation(async ({ ctx, input }) => {
    try {
      return await startRun({ ctx: ctx.services, input });
    } catch (error) {
      if (error instanceof DomainError && error.code === 'queue_full') ctx.world.metrics.queueRejected.inc();
      throw error;
    }
  }),
  cancel: procedure.input(RunId).mutation(({ ctx, input }) => cancelRun({ ctx: ctx.services, input })),
  stop: procedure.input(RunId).mutation(({ ctx, input }) => stopRun({ ctx: ctx.services, input })),
  pause: procedure.input(RunId).mutation(({ ctx, input }) => pauseRun({ ctx: ctx.services, input })),
  resume: procedure.input(ContinueRun).mutation(({ ctx, input }) => continueRun({ ctx: ctx.services, input })),
  list: procedure
    .input(z.strictObject({ limit: z.number().int().min(1).max(100).default(20) }))
    .query(({ ctx, input }) => listRuns({ ctx: ctx.services, input })),

  /** The run folded to now; subscribe with lastEventId = String(state.seq) to go on from here. */
  snapshot: procedure.input(RunId).query(async ({ ctx, input }) => {
    const events = await readEvents({ ctx: ctx.services, input: { id: input.id, afterSeq: 0 } });
    return foldLog(input.id, events);
  }),

  /** A hint while a model writes it: the latest piece, unsequenced and never replayed. Ends when the reader leaves. */
  hintText: procedure.input(RunId).subscription(async function* ({ ctx, input, signal }) {
    const { hintTexts } = ctx.world;
    yield* watchHintText({ ctx: ctx.services, input, hintTexts, signal: signal ?? new AbortController().signal });
  }),

  /** Live tail over SSE: each event once, in order, resumable by lastEventId; ends after the run's last event. */
  events: procedure.input(z.strictObject({ id: z.uuid(), lastEventId: z.string().nullish() })).subscription(async function* ({
    ctx,
    input,
    signal,
  }) {
    const afterSeq = Number(input.lastEventId ?? 0);
    const tail = tailRun({
      ctx: ctx.services,
      input: { id: input.id, afterSeq: Number.isInteger(afterSeq) && afterSeq > 0 ? afterSeq : 0 },
      wakeups: ctx.world.wakeups,
      signal: signal ?? new AbortController().signal,
    });
    const { sseConnections } = ctx.world.metrics;
    sseConnections.inc();
    try {
      for await (const event of tail) yield tracked(String(event.seq), event);
    } finally {
      sseConnections.dec();
    }
  }),
});
