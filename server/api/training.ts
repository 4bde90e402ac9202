import { z } from 'zod';
import { PromotePolicy, promotePolicy, RollbackPolicy, rollbackPolicy } from '../services/training/move-alias.ts';
import { readCurve, readTraining } from '../services/training/read-training.ts';
import { RequestTraining, requestTraining, stopTraining } from '../services/training/request-training.ts';
import { procedureFor, router } from './trpc.ts';

const viewer = procedureFor('viewer');
const operator = procedureFor('operator');

export const trainingRouter = router({
  overview: viewer.query(({ ctx }) => readTraining({ ctx: ctx.services })),
  curve: viewer
    .input(z.strictObject({ id: z.uuid(), after: z.number().int().min(-1).default(-1) }))
    .query(({ ctx, input }) => readCurve({ ctx: ctx.services, input })),
  start: operator.input(RequestTraining).mutation(({ ctx, input }) => requestTraining({ ctx: ctx.services, input })),
  stop: operator.input(z.strictObject({ id: z.uuid() })).mutation(({ ctx, input }) => stopTraining({ ctx: ctx.services, input })),
  promote: operator.input(PromotePolicy).mutation(({ ctx, input }) => promotePolicy({ ctx: ctx.services, input })),
  rollback: operator.input(RollbackPolicy).mutation(({ ctx, input }) => rollbackPolicy({ ctx: ctx.services, input })),
});
