import { and, desc, eq, isNotNull, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { DomainError } from '#domain/error.ts';
import { configRevision, EDITABLE_CONFIGS, type EditableConfig } from '#drizzle/schema/admin-config.ts';
import { requireRole } from '../../../auth/actor.ts';
import { ConfigError, overlaid, type Plain } from '../../../config/read-yaml.ts';
import type { Db, Tx } from '../../../db/connect.ts';
import { note } from '../../audit.ts';
import type { Ctx } from '../../context.ts';
import { activeRevision, profileNow, type Revision } from './active-config.ts';
import { type ConfigChange, changesBetween, resolved } from './config-files.ts';

const Config = z.enum(EDITABLE_CONFIGS);
export const ReadConfig = z.strictObject({ config: Config });
export const SaveDraft = z.strictObject({ config: Config, changes: z.record(z.string(), z.json()), note: z.string().max(300).default('') });
export const ApplyDraft = z.strictObject({ config: Config, draftId: z.number().int() });
export const RevertConfig = z.strictObject({ config: Config, revisionId: z.number().int(), note: z.string().trim().min(2).max(300) });

export interface ConfigView {
  readonly config: EditableConfig;
  readonly current: Plain;
  readonly activeId: number | null;
  readonly draft: {
    readonly id: number;
    readonly authorId: string;
    readonly note: string;
    readonly changes: readonly ConfigChange[];
    readonly outdated: boolean;
  } | null;
  readonly history: readonly {
    readonly id: number;
    readonly appliedAt: Date;
    readonly appliedBy: string;
    readonly note: string;
    readonly revertOf: number | null;
    readonly changes: readonly ConfigChange[];
  }[];
}

const HISTORY = 50;

/** What is in force, the draft with its differences, and what was applied before. Viewers may look. */
export async function readConfig({
  ctx,
  input,
}: {
  ctx: Pick<Ctx, 'db' | 'actor'>;
  input: z.infer<typeof ReadConfig>;
}): Promise<ConfigView> {
  requireRole(ctx.actor, 'viewer');
  const { config } = ReadConfig.parse(input);
  const active = await activeRevision(ctx.db, config);
  const draft = await openDraft(ctx.db, config);
  const current = resolved(config, profileNow(), active?.overlay ?? {});
  const applied = await ctx.db
    .select()
    .from(configRevision)
    .where(and(eq(configRevision.config, config), isNotNull(configRevision.appliedAt)))
    .orderBy(desc(configRevision.id))
    .limit(HISTORY);
  return {
    config,
    current,
    activeId: active?.id ?? null,
    draft: draft && {
      id: draft.id,
      authorId: draft.authorId,
      note: draft.note,
      changes: changesBetween(current, resolvedOrRefuse(config, draft.overlay)),
      outdated: draft.baseId !== (active?.id ?? null),
    },
    history: applied.map((row, index) => ({
      id: row.id,
      appliedAt: row.appliedAt ?? row.createdAt,
      appliedBy: row.appliedBy ?? row.authorId,
      note: row.note,
      revertOf: row.revertOf,
      changes: changesBetween(applied[index + 1]?.overlay ?? {}, row.overlay),
    })),
  };
}

/**
 * Keeps changes as the configuration's one draft, over what is in force; nothing takes effect. Throws bad_input when
 * the result would not be a configuration.
 */
export async function saveDraft({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: z.input<typeof SaveDraft>;
}): Promise<{ id: number; changes: ConfigChange[] }> {
  requireRole(ctx.actor, 'operator');
  const { config, changes, note: why } = SaveDraft.parse(input);
  return ctx.db.transaction(async (tx) => {
    const active = await activeRevision(tx, config);
    const overlay = refusingBadConfig(() => overlaid(active?.overlay ?? {}, changes));
    const next = resolvedOrRefuse(config, overlay);
    const row = { overlay, baseId: active?.id ?? null, authorId: ctx.actor.id, note: why, createdAt: ctx.now() };
    await tx.delete(configRevision).where(and(eq(configRevision.config, config), isNull(configRevision.appliedAt)));
    const [draft] = await tx
      .insert(configRevision)
      .values({ config, ...row })
      .returning({ id: configRevision.id });
    if (!draft) throw new Error('the draft was not kept');
    return { id: draft.id, changes: changesBetween(resolved(config, profileNow(), active?.overlay ?? {}), next) };
  });
}

/** Gives the draft up. */
export async function discardDraft({ ctx, input }: { ctx: Ctx; input: z.infer<typeof ReadConfig> }): Promise<void> {
  requireRole(ctx.actor, 'operator');
  const { config } = ReadConfig.parse(input);
  await ctx.db.delete(configRevision).where(and(eq(configRevision.config, config), isNull(configRevision.appliedAt)));
}

/**
 * Puts the draft in force for every run from now on. Throws not_found, and conflict when something else was applied
 * since the draft was begun: its differences must be looked at again.
 */
export async function applyDraft({ ctx, input }: { ctx: Ctx; input: z.infer<typeof ApplyDraft> }): Promise<{ activeId: number }> {
  requireRole(ctx.actor, 'operator');
  const { config, draftId } = ApplyDraft.parse(input);
  return ctx.db.transaction(async (tx) => {
    const draft = await openDraft(tx, config, true);
    if (draft?.id !== draftId) throw notFound('초안');
    const active = await activeRevision(tx, config);
    if (draft.baseId !== (active?.id ?? null)) {
      throw new DomainError(
        'conflict',
        'another revision was applied since',
        '그 사이 다른 설정이 적용됐어요. 차이를 다시 보고 초안을 새로 저장해 주세요.',
      );
    }
    requireEmbeddedRight(ctx, config, active?.overlay ?? {}, draft.overlay);
    await tx.update(configRevision).set({ appliedAt: ctx.now(), appliedBy: ctx.actor.id }).where(eq(configRevision.id, draftId));
    await note(tx, {
      actorId: ctx.actor.id,
      action: 'config.apply',
      subject: `${config}#${draftId}`,
      reason: draft.note,
      data: { changes: changesBetween(active?.overlay ?? {}, draft.overlay) },
    });
    return { activeId: draftId };
  });
}

/** Brings back what an earlier revision said, as a new one; 0 brings back the file alone. Throws not_found. */
export async function revertConfig({ ctx, input }: { ctx: Ctx; input: z.infer<typeof RevertConfig> }): Promise<{ activeId: number }> {
  requireRole(ctx.actor, 'operator');
  const { config, revisionId, note: why } = RevertConfig.parse(input);
  return ctx.db.transaction(async (tx) => {
    const [old] = await tx
      .select()
      .from(configRevision)
      .where(and(eq(configRevision.config, config), eq(configRevision.id, revisionId)));
    if (revisionId !== 0 && !old?.appliedAt) throw notFound('이전 설정');
    const overlay = old?.overlay ?? {};
    resolvedOrRefuse(config, overlay);
    const active = await activeRevision(tx, config);
    requireEmbeddedRight(ctx, config, active?.overlay ?? {}, overlay);
    const now = ctx.now();
    const row = { config, overlay, baseId: active?.id ?? null, authorId: ctx.actor.id, note: why, revertOf: revisionId };
    const [back] = await tx
      .insert(configRevision)
      .values({ ...row, createdAt: now, appliedAt: now, appliedBy: ctx.actor.id })
      .returning({ id: configRevision.id });
    if (!back) throw new Error('the revision was not kept');
    await note(tx, {
      actorId: ctx.actor.id,
      action: 'config.revert',
      subject: `${config}#${back.id}`,
      reason: why,
      data: { to: revisionId },
    });
    return { activeId: back.id };
  });
}

/** Only an admin switches the embedded engine off, or on again: without it a dead model leaves nobody to answer. */
function requireEmbeddedRight(ctx: Pick<Ctx, 'actor'>, config: EditableConfig, from: Plain, to: Plain): void {
  if (config === 'llm_ensemble' && changesBetween(from, to).some(({ path }) => path === 'embedded')) requireRole(ctx.actor, 'admin');
}

async function openDraft(db: Db | Tx, config: EditableConfig, lock = false): Promise<Revision | null> {
  const query = db
    .select()
    .from(configRevision)
    .where(and(eq(configRevision.config, config), isNull(configRevision.appliedAt)));
  const [row] = await (lock ? query.for('update') : query);
  return row ?? null;
}

function resolvedOrRefuse(config: EditableConfig, overlay: Plain): Plain {
  return refusingBadConfig(() => resolved(config, profileNow(), overlay));
}

function refusingBadConfig<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new DomainError('bad_input', error.message, `설정 값이 올바르지 않아요: ${error.message}`);
  }
}

function notFound(what: string): DomainError {
  return new DomainError('not_found', 'no such revision', `${what}을(를) 찾을 수 없어요. 화면을 새로 고쳐 주세요.`);
}
