import { and, desc, eq, isNotNull } from 'drizzle-orm';
import { configRevision, type EditableConfig } from '#drizzle/schema/admin-config.ts';
import type { CacheConfig } from '../../../config/cache.ts';
import type { EnsembleConfig } from '../../../config/ensemble.ts';
import { PROFILES, type Profile } from '../../../config/env.ts';
import type { Db, Tx } from '../../../db/connect.ts';
import { resolved } from './config-files.ts';

export type Revision = typeof configRevision.$inferSelect;

/** The revision in force, or null while the file alone decides. */
export async function activeRevision(db: Db | Tx, config: EditableConfig): Promise<Revision | null> {
  const [row] = await db
    .select()
    .from(configRevision)
    .where(and(eq(configRevision.config, config), isNotNull(configRevision.appliedAt)))
    .orderBy(desc(configRevision.id))
    .limit(1);
  return row ?? null;
}

/** The ensemble's configuration in force: file, profile, then what an admin applied. Read again for every run. */
export async function activeEnsemble(db: Db | Tx, profile: Profile): Promise<EnsembleConfig> {
  const overlay = (await activeRevision(db, 'llm_ensemble'))?.overlay ?? {};
  return resolved('llm_ensemble', profile, overlay) as unknown as EnsembleConfig;
}

export async function activeCache(db: Db | Tx, profile: Profile): Promise<CacheConfig> {
  const overlay = (await activeRevision(db, 'cache'))?.overlay ?? {};
  return (resolved('cache', profile, overlay) as { cache: CacheConfig }).cache;
}

/** The profile this process runs under. */
export function profileNow(): Profile {
  return PROFILES.find((name) => name === process.env.APP_ENV) ?? 'development';
}
