import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Ctx, WorkerCtx } from '../context.ts';
import { requireOwnRun } from './own-run.ts';

/** The channel of text that is only worth seeing while it is written. Nothing of it is stored. */
const HINT_TEXT_CHANNEL = 'run_hint_text';
/** A hint is at most 60 letters; a notification may hold 8,000 bytes. */
const LONGEST = 200;

/** Hint number `i` of a run as far as its model has written it. */
export const HintText = z.strictObject({ runId: z.uuid(), i: z.number().int().min(0), text: z.string().max(LONGEST) });
export type HintText = z.infer<typeof HintText>;

/** Tells whoever watches the run. Unsequenced: what nobody hears is lost, and the finished hint comes by the log. */
export async function sayHintText({ ctx, input }: { ctx: Pick<WorkerCtx, 'db'>; input: HintText }): Promise<void> {
  await ctx.db.execute(sql`select pg_notify(${HINT_TEXT_CHANNEL}, ${JSON.stringify(input)})`);
}

/** One listening connection of this process, fanned out by run. */
export interface HintTexts {
  /** Returns the way out. */
  subscribe(runId: string, onText: (text: HintText) => void): () => void;
  close(): Promise<void>;
}

/** What listens: the database driver's client. */
interface Listener {
  listen(channel: string, onNotify: (payload: string) => void): PromiseLike<{ unlisten(): Promise<void> }>;
}

export async function listenForHintText(client: Listener): Promise<HintTexts> {
  const watchers = new Map<string, Set<(text: HintText) => void>>();
  const listening = await client.listen(HINT_TEXT_CHANNEL, (payload) => {
    // During a rollout a worker of another version may say it differently; that is not worth a web process.
    const { data: text } = HintText.safeParse(JSON.parse(payload));
    if (text) for (const tell of watchers.get(text.runId) ?? []) tell(text);
  });
  return {
    subscribe(runId, onText) {
      const own = watchers.get(runId) ?? new Set();
      watchers.set(runId, own.add(onText));
      return () => {
        own.delete(onText);
        if (own.size === 0) watchers.delete(runId);
      };
    },
    close: () => listening.unlisten(),
  };
}

/** An own run's hint text as it comes; a watcher who is slower than the model gets the latest piece only. */
export async function* watchHintText({
  ctx,
  input,
  hintTexts,
  signal,
}: {
  ctx: Pick<Ctx, 'db' | 'actor'>;
  input: { id: string };
  hintTexts: HintTexts;
  signal: AbortSignal;
}): AsyncGenerator<Omit<HintText, 'runId'>> {
  await requireOwnRun(ctx, input.id);
  const next: { text: HintText | null; wake: () => void } = { text: null, wake: () => undefined };
  const leave = hintTexts.subscribe(input.id, (text) => {
    next.text = text;
    next.wake();
  });
  const stop = (): void => next.wake();
  signal.addEventListener('abort', stop);
  try {
    while (!signal.aborted) {
      if (next.text === null) {
        await new Promise<void>((resolve) => {
          next.wake = resolve;
        });
        continue;
      }
      const { i, text } = next.text;
      next.text = null;
      yield { i, text };
    }
  } finally {
    signal.removeEventListener('abort', stop);
    leave();
  }
}
