import type { EnsembleConfig } from '../../config/ensemble.ts';
import type { Db } from '../../db/connect.ts';
import { activeEnsemble, profileNow } from '../admin/config/active-config.ts';

/** Settings are believed for this long: a crowd must not ask for them one by one. */
const SEEN_FOR_MS = 2000;

export type QueueSettings = EnsembleConfig['queue'];

const seen = new WeakMap<object, { readonly settings: Promise<QueueSettings>; readonly at: number }>();

/** How many runs may wait, and what a refused designer is told, as an admin has set it; at most two seconds old. */
export function queueSettings(db: Db): Promise<QueueSettings> {
  const known = seen.get(db);
  if (known && performance.now() - known.at < SEEN_FOR_MS) return known.settings;
  const settings = activeEnsemble(db, profileNow()).then(({ queue }) => queue);
  seen.set(db, { settings, at: performance.now() });
  settings.catch(() => seen.delete(db));
  return settings;
}
