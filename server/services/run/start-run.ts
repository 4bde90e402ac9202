import { and, eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { checkBrief } from '#domain/brief/check-brief.ts';
import { Reading } from '#domain/brief/reading.ts';
import { DomainError } from '#domain/error.ts';
import { Market } from '#domain/regulation/category-schema.ts';
import { Mode } from '#domain/run/event.ts';
import { MAX_ROUNDS_OF_MODE, PRESET_OF_MODE } from '#domain/run/mode.ts';
import { brief as briefTable, type ResolvedConfig, run } from '#drizzle/schema/run.ts';
import type { Db, Tx } from '../../db/connect.ts';
import { type Admission, doorOf } from '../../queue/admission.ts';
import { AskTogether } from '../../queue/ask-together.ts';
import { INTERPRET_QUEUE } from '../../queue/queues.ts';
import { sendJob } from '../../queue/send-job.ts';
import type { Ctx } from '../context.ts';
import { engineNow } from '../model/report-seats.ts';
import { appendEvents } from './append-events.ts';
import { requireOwnRun } from './own-run.ts';
import { type QueueSettings, queueSettings } from './queue-settings.ts';

export const StartRun = z.strictObject({
  /** UUIDv7 made by the client: primary key of the run and idempotency key. */
  id: z.uuid(),
  brief: z.string(),
  mode: Mode.default('balanced'),
  market: Market.default('kr'),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .optional(),
  /** The run that this one goes on from. */
  parentId: z.uuid().optional(),
  /** A reading the designer has corrected; it replaces the reader's. */
  reading: Reading.optional(),
  /** Generations of a round instead of the preset's. */
  generations: z.number().int().min(1).max(20_000).optional(),
});
export type StartRun = z.input<typeof StartRun>;

/** Counting and inserting must be one step, or many posts at once overshoot the limit. */
const QUEUE_LOCK = 740_052;

/**
 * Accepts a brief: the run, its first events and its job commit together.
 * The same id again answers with the run that exists and starts nothing.
 * Throws bad_input (brief), queue_full (with retryAfterS), not_found (parent), conflict (id of someone else).
 */
export async function startRun({ ctx, input }: { ctx: Ctx; input: StartRun }): Promise<{ id: string; status: string }> {
  const wanted = StartRun.parse(input);
  const checked = checkBrief(wanted.brief);
  if (!checked.ok) throw new DomainError('bad_input', checked.messageEn, checked.messageKo, { reason: checked.code });
  if (wanted.parentId) await requireOwnRun(ctx, wanted.parentId);

  const queue = await queueSettings(ctx.db);
  const door = doorOf(ctx.db);
  if (!door.mayEnter(queue.limit)) {
    const existing = ownOrConflict(await runsOf(ctx.db).ask(wanted.id), ctx.actor.id);
    if (existing) return existing;
    throw queueFull(queue);
  }
  return door.through(() => admit(ctx, { door, queue, wanted, text: checked.brief }));
}

/** Counts and inserts under one lock; the last word on who is let in. */
async function admit(
  ctx: Ctx,
  { door, queue, wanted, text }: { door: Admission; queue: QueueSettings; wanted: z.output<typeof StartRun>; text: string },
): Promise<{ id: string; status: string }> {
  return ctx.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${QUEUE_LOCK})`);
    const existing = await existingRun(tx, wanted.id, ctx.actor.id);
    if (existing) return existing;
    const ahead = await tx.$count(run, inArray(run.status, ['queued', 'reading']));
    door.saw(ahead);
    if (ahead >= queue.limit) throw queueFull(queue);

    const now = ctx.now();
    const engine = await engineNow({ ctx: { db: tx } });
    const seed = wanted.seed ?? seedOf(wanted.id);
    const preset = PRESET_OF_MODE[wanted.mode];
    const config: ResolvedConfig = {
      preset,
      generations: wanted.generations ?? null,
      maxRounds: MAX_ROUNDS_OF_MODE[wanted.mode],
      commit: process.env.GIT_COMMIT ?? null,
    };
    const briefId = await keepBrief(tx, ctx.actor.id, text, now);
    await tx.insert(run).values({
      id: wanted.id,
      ownerId: ctx.actor.id,
      briefId,
      parentId: wanted.parentId ?? null,
      mode: wanted.mode,
      engine,
      market: wanted.market,
      seed,
      config,
      reading: wanted.reading ?? null,
      createdAt: now,
    });
    await appendEvents(tx, {
      runId: wanted.id,
      attempt: null,
      now,
      events: [
        {
          type: 'accepted',
          data: {
            brief: text,
            mode: wanted.mode,
            engine,
            preset,
            seed,
            ...(wanted.parentId ? { parent: wanted.parentId } : {}),
          },
        },
        { type: 'queued', data: { ahead, etaMs: null } },
      ],
    });
    await sendJob(ctx.boss, tx, INTERPRET_QUEUE, { runId: wanted.id, after: 0 });
    return { id: wanted.id, status: 'queued' };
  });
}

type Known = Pick<typeof run.$inferSelect, 'id' | 'status' | 'ownerId'>;

async function existingRun(db: Db | Tx, id: string, actorId: string): Promise<{ id: string; status: string } | null> {
  const [existing] = await knownRuns(db, [id]);
  return ownOrConflict(existing ?? null, actorId);
}

function knownRuns(db: Db | Tx, ids: readonly string[]): Promise<Known[]> {
  return db
    .select({ id: run.id, status: run.status, ownerId: run.ownerId })
    .from(run)
    .where(inArray(run.id, [...ids]));
}

function ownOrConflict(existing: Known | null, actorId: string): { id: string; status: string } | null {
  if (!existing) return null;
  const { id, status, ownerId } = existing;
  if (ownerId !== actorId) throw new DomainError('conflict', 'this run id is taken', '작업 번호가 겹쳤어요. 다시 시작해 주세요.');
  return { id, status };
}

const lookups = new WeakMap<object, AskTogether<string, Known>>();

/** Runs by id, looked up for a whole crowd at once: who is refused at the door must not wait in a line for it. */
function runsOf(db: Db): AskTogether<string, Known> {
  const known =
    lookups.get(db) ?? new AskTogether(async (ids: readonly string[]) => new Map((await knownRuns(db, ids)).map((row) => [row.id, row])));
  lookups.set(db, known);
  return known;
}

function queueFull({ limit, retry_after_s }: QueueSettings): DomainError {
  const sentence = '지금 이용이 많아요. 잠시 뒤에 다시 시작해 주세요. 적은 내용은 그대로 있어요.';
  return new DomainError('queue_full', `${limit} runs are waiting`, sentence, { retryAfterS: retry_after_s });
}

/** The same brief of the same designer is one row; the draft is another. */
async function keepBrief(
  tx: Parameters<Parameters<Ctx['db']['transaction']>[0]>[0],
  ownerId: string,
  text: string,
  now: Date,
): Promise<string> {
  const [same] = await tx
    .select({ id: briefTable.id })
    .from(briefTable)
    .where(and(eq(briefTable.ownerId, ownerId), eq(briefTable.text, text), eq(briefTable.isDraft, false)))
    .limit(1);
  if (same) return same.id;
  const id = crypto.randomUUID();
  await tx.insert(briefTable).values({ id, ownerId, text, createdAt: now, updatedAt: now });
  return id;
}

/** A 32-bit seed from the random part of the run's id, so that a run can be repeated from its id alone. */
function seedOf(id: string): number {
  return Number.parseInt(id.replaceAll('-', '').slice(-8), 16);
}
