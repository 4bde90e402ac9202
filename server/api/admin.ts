import { PreviewPurge, PurgeCache, previewPurge, purgeCache, readCache } from '../services/admin/cache/purge-cache.ts';
import {
  ApplyDraft,
  applyDraft,
  discardDraft,
  ReadConfig,
  RevertConfig,
  readConfig,
  revertConfig,
  SaveDraft,
  saveDraft,
} from '../services/admin/config/edit-config.ts';
import { readMeasures } from '../services/admin/measures/read-measures.ts';
import { readOverview } from '../services/admin/overview/read-overview.ts';
import { listQuarantine, ReleaseBrief, releaseBrief } from '../services/model/quarantine.ts';
import { RecycleSeat, recycleSeat } from '../services/model/recycle-seat.ts';
import { readSeats } from '../services/model/report-seats.ts';
import { procedureFor, router } from './trpc.ts';

const viewer = procedureFor('viewer');
const operator = procedureFor('operator');

export const adminRouter = router({
  overview: viewer.query(({ ctx }) => readOverview({ ctx: ctx.services })),
  measures: viewer.query(({ ctx }) => readMeasures({ ctx: ctx.services })),
  config: router({
    read: viewer.input(ReadConfig).query(({ ctx, input }) => readConfig({ ctx: ctx.services, input })),
    saveDraft: operator.input(SaveDraft).mutation(({ ctx, input }) => saveDraft({ ctx: ctx.services, input })),
    discardDraft: operator.input(ReadConfig).mutation(({ ctx, input }) => discardDraft({ ctx: ctx.services, input })),
    applyDraft: operator.input(ApplyDraft).mutation(({ ctx, input }) => applyDraft({ ctx: ctx.services, input })),
    revert: operator.input(RevertConfig).mutation(({ ctx, input }) => revertConfig({ ctx: ctx.services, input })),
  }),
  cache: router({
    read: viewer.query(({ ctx }) => readCache({ ctx: ctx.services })),
    previewPurge: operator.input(PreviewPurge).query(({ ctx, input }) => previewPurge({ ctx: ctx.services, input })),
    purge: operator.input(PurgeCache).mutation(({ ctx, input }) => purgeCache({ ctx: ctx.services, input })),
  }),
  models: router({
    seats: viewer.query(({ ctx }) => readSeats({ ctx: ctx.services })),
    recycle: operator.input(RecycleSeat).mutation(({ ctx, input }) => recycleSeat({ ctx: ctx.services, input })),
    quarantine: viewer.query(({ ctx }) => listQuarantine({ ctx: ctx.services })),
    release: operator.input(ReleaseBrief).mutation(({ ctx, input }) => releaseBrief({ ctx: ctx.services, input })),
  }),
});
