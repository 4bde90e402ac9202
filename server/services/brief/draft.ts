import { and, desc, eq } from 'drizzle-orm';
import { brief } from '#drizzle/schema/run.ts';
import type { Ctx } from '../context.ts';

/** The text the designer was typing last; empty when there is none. */
export async function readDraft({ ctx }: { ctx: Pick<Ctx, 'db' | 'actor'> }): Promise<{ text: string; savedAt: Date | null }> {
  const [row] = await draftOf(ctx);
  return { text: row?.text ?? '', savedAt: row?.updatedAt ?? null };
}

/** Keeps the text being typed, exactly as it is: a draft is never judged. */
export async function saveDraft({ ctx, input }: { ctx: Ctx; input: { text: string } }): Promise<{ savedAt: Date }> {
  const savedAt = ctx.now();
  const text = storable(input.text);
  const [row] = await draftOf(ctx);
  if (row) await ctx.db.update(brief).set({ text, updatedAt: savedAt }).where(eq(brief.id, row.id));
  else
    await ctx.db
      .insert(brief)
      .values({ id: crypto.randomUUID(), ownerId: ctx.actor.id, text, isDraft: true, createdAt: savedAt, updatedAt: savedAt });
  return { savedAt };
}

function draftOf(ctx: Pick<Ctx, 'db' | 'actor'>) {
  return ctx.db
    .select()
    .from(brief)
    .where(and(eq(brief.ownerId, ctx.actor.id), eq(brief.isDraft, true)))
    .orderBy(desc(brief.updatedAt))
    .limit(1);
}

/** PostgreSQL text takes neither NUL nor lone surrogates; everything else stays as typed. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '');
}
