import { z } from 'zod';
import { readDraft, saveDraft } from '../services/brief/draft.ts';
import { describeCandidate } from '../services/formula/describe-candidate.ts';
import { adminRouter } from './admin.ts';
import { ratingRouter } from './rating.ts';
import { runRouter } from './run.ts';
import { tasteRouter } from './taste.ts';
import { trainingRouter } from './training.ts';
import { createCaller, procedure, router } from './trpc.ts';

export const appRouter = router({
  admin: adminRouter,
  session: router({ me: procedure.query(({ ctx }) => ctx.actor) }),
  draft: router({
    get: procedure.query(({ ctx }) => readDraft({ ctx: ctx.services })),
    save: procedure
      .input(z.strictObject({ text: z.string().max(8000) }))
      .mutation(({ ctx, input }) => saveDraft({ ctx: ctx.services, input })),
  }),
  candidate: router({
    detail: procedure
      .input(z.strictObject({ candidateId: z.string() }))
      .query(async ({ ctx, input }) => describeCandidate({ ctx: ctx.services, input, catalogue: await ctx.world.catalogue() })),
  }),
  run: runRouter,
  rating: ratingRouter,
  taste: tasteRouter,
  training: trainingRouter,
});

export type AppRouter = typeof appRouter;
export const callerFor = createCaller(appRouter);
