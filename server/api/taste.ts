import { eraseOwnAnswers, exportOwnAnswers, readOwnTaste, SetTaste, setOwnTaste } from '../services/taste/own-taste.ts';
import { procedure, router } from './trpc.ts';

/** A designer's own taste, as the model believes it to be. */
export const tasteRouter = router({
  own: procedure.query(({ ctx }) => readOwnTaste({ ctx: ctx.services })),
  set: procedure.input(SetTaste).mutation(({ ctx, input }) => setOwnTaste({ ctx: ctx.services, input })),
  export: procedure.query(({ ctx }) => exportOwnAnswers({ ctx: ctx.services })),
  erase: procedure.mutation(({ ctx }) => eraseOwnAnswers({ ctx: ctx.services })),
});
