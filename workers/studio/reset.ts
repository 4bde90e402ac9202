import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { removePostgres } from '#server/db/embedded/remove-postgres.ts';
import type { StudioSettings } from './settings.ts';

/** Back to the state of a fresh clone. A database that DATABASE_URL names is not touched. */
export async function resetStudio({ stateDir }: StudioSettings, say: (line: string) => void): Promise<void> {
  await removePostgres({ stateDir });
  for (const name of ['logs', 'auth-secret']) rmSync(join(stateDir, name), { recursive: true, force: true });
  say(`${stateDir}의 데이터를 모두 지웠어요 · Deleted all data in ${stateDir}`);
}
