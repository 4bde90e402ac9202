import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { auditEntry } from '#drizzle/schema/audit.ts';
import { freshCtx } from '../../../db/testing/fresh-database.ts';
import { activeCache, activeEnsemble } from './active-config.ts';
import { changesBetween } from './config-files.ts';
import { applyDraft, discardDraft, readConfig, revertConfig, saveDraft } from './edit-config.ts';

const timeout = (timeout_s: number) => ({ modes: { fast: { timeout_s } } });

describe('changing a configuration', () => {
  it('goes from draft through differences to force, and the next run sees it', async () => {
    const { ctx } = await freshCtx('operator');
    const draft = await saveDraft({ ctx, input: { config: 'llm_ensemble', changes: timeout(6), note: '더 빨리' } });
    expect(draft.changes).toEqual([{ path: 'modes.fast.timeout_s', from: 8, to: 6 }]);
    expect((await activeEnsemble(ctx.db, 'development')).modes.fast.timeout_s).toBe(8);
    await applyDraft({ ctx, input: { config: 'llm_ensemble', draftId: draft.id } });
    expect((await activeEnsemble(ctx.db, 'development')).modes.fast.timeout_s).toBe(6);
    const view = await readConfig({ ctx, input: { config: 'llm_ensemble' } });
    expect(view).toMatchObject({ activeId: draft.id, draft: null, history: [{ note: '더 빨리', appliedBy: ctx.actor.id }] });
    expect(await ctx.db.select().from(auditEntry).where(eq(auditEntry.action, 'config.apply'))).toHaveLength(1);
  });

  it('brings back an earlier revision as a new one, and the file alone as revision 0', async () => {
    const { ctx } = await freshCtx('operator');
    const apply = async (seconds: number): Promise<number> => {
      const { id } = await saveDraft({ ctx, input: { config: 'llm_ensemble', changes: timeout(seconds) } });
      return (await applyDraft({ ctx, input: { config: 'llm_ensemble', draftId: id } })).activeId;
    };
    const six = await apply(6);
    await apply(5);
    const now = async (): Promise<number> => (await activeEnsemble(ctx.db, 'development')).modes.fast.timeout_s;
    await revertConfig({ ctx, input: { config: 'llm_ensemble', revisionId: six, note: '되돌림' } });
    expect(await now()).toBe(6);
    await revertConfig({ ctx, input: { config: 'llm_ensemble', revisionId: 0, note: '처음으로' } });
    expect(await now()).toBe(8);
    const { history } = await readConfig({ ctx, input: { config: 'llm_ensemble' } });
    expect(history.map(({ revertOf }) => revertOf)).toEqual([0, six, null, null]);
  });

  it('refuses what would not be a configuration, and keeps no draft of it', async () => {
    const { ctx } = await freshCtx('operator');
    for (const changes of [
      { modes: { fast: { timeout_s: -1 } } },
      { tempreature: 1 },
      { seats: { qwen: { model: '../../etc/passwd' } } },
    ]) {
      await expect(saveDraft({ ctx, input: { config: 'llm_ensemble', changes } })).rejects.toMatchObject({ code: 'bad_input' });
    }
    expect((await readConfig({ ctx, input: { config: 'llm_ensemble' } })).draft).toBeNull();
  });

  it('refuses a draft that another revision has overtaken', async () => {
    const { ctx } = await freshCtx('operator');
    const first = await saveDraft({ ctx, input: { config: 'cache', changes: { cache: { ttl_seconds: 1200 } } } });
    await applyDraft({ ctx, input: { config: 'cache', draftId: first.id } });
    const second = await saveDraft({ ctx, input: { config: 'cache', changes: { cache: { ttl_seconds: 2400 } } } });
    await revertConfig({ ctx, input: { config: 'cache', revisionId: 0, note: '되돌림' } });
    await expect(applyDraft({ ctx, input: { config: 'cache', draftId: second.id } })).rejects.toMatchObject({ code: 'conflict' });
    expect((await activeCache(ctx.db, 'development')).ttl_seconds).toBe(3600);
    await discardDraft({ ctx, input: { config: 'cache' } });
    expect((await readConfig({ ctx, input: { config: 'cache' } })).draft).toBeNull();
  });

  it('lets a viewer look, an operator change, and only an admin switch the embedded engine off', async () => {
    const { ctx: operator, actorOf } = await freshCtx('operator');
    const viewer = await actorOf('viewer');
    await expect(readConfig({ ctx: await actorOf('designer'), input: { config: 'cache' } })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(saveDraft({ ctx: viewer, input: { config: 'cache', changes: {} } })).rejects.toMatchObject({ code: 'forbidden' });
    expect((await readConfig({ ctx: viewer, input: { config: 'cache' } })).activeId).toBeNull();
    const { id: draftId } = await saveDraft({ ctx: operator, input: { config: 'llm_ensemble', changes: { embedded: false } } });
    await expect(applyDraft({ ctx: operator, input: { config: 'llm_ensemble', draftId } })).rejects.toMatchObject({ code: 'forbidden' });
    await applyDraft({ ctx: await actorOf('admin'), input: { config: 'llm_ensemble', draftId } });
    expect((await activeEnsemble(operator.db, 'development')).embedded).toBe(false);
  });
});

it('names every leaf that differs, also one that came or went', () => {
  expect(changesBetween({ a: { b: 1, c: 2 } }, { a: { b: 1, d: 3 } })).toEqual([
    { path: 'a.c', from: 2, to: null },
    { path: 'a.d', from: null, to: 3 },
  ]);
});
