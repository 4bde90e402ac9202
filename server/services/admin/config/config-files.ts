import { fileURLToPath } from 'node:url';
import type { EditableConfig } from '#drizzle/schema/admin-config.ts';
import { CACHE_FILE, resolveCache } from '../../../config/cache.ts';
import { ENSEMBLE_FILE, FollowedFile, resolveEnsemble } from '../../../config/ensemble.ts';
import type { Profile } from '../../../config/env.ts';
import { isPlain, type Plain } from '../../../config/read-yaml.ts';

const RESOLVERS = {
  llm_ensemble: {
    file: ENSEMBLE_FILE,
    resolve: (file: Plain, profile: Profile, overlay: Plain): Plain => resolveEnsemble({ file, profile, overlay }),
  },
  cache: {
    file: CACHE_FILE,
    resolve: (file: Plain, _profile: Profile, overlay: Plain): Plain => ({ cache: resolveCache({ file, overlay }) }),
  },
} as const satisfies Record<EditableConfig, unknown>;

const followed = new Map<EditableConfig, FollowedFile>();

/** A configuration as it stands with an overlay; the file is followed without a restart. Throws ConfigError. */
export function resolved(config: EditableConfig, profile: Profile, overlay: Plain): Plain {
  const { file, resolve } = RESOLVERS[config];
  let content = followed.get(config);
  if (!content) {
    content = new FollowedFile(fileURLToPath(file), (text) => void resolve(text, profile, {}));
    followed.set(config, content);
  }
  return resolve(content.current(), profile, overlay);
}

export interface ConfigChange {
  /** Keys joined by dots. */
  readonly path: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** Leaves that differ between two configurations, sorted by path. */
export function changesBetween(from: Plain, to: Plain, prefix = ''): ConfigChange[] {
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort();
  return keys.flatMap((key) => {
    const [before, after] = [from[key], to[key]];
    if (isPlain(before) && isPlain(after)) return changesBetween(before, after, `${prefix}${key}.`);
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path: `${prefix}${key}`, from: before ?? null, to: after ?? null }];
  });
}
