import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removePostgres } from './remove-postgres.ts';
import { type EmbeddedPostgres, startPostgres } from './start-postgres.ts';

/** A PostgreSQL for one measurement; `stop` deletes it with all its data. */
export async function startTemporaryPostgres(): Promise<EmbeddedPostgres> {
  const stateDir = mkdtempSync(join(tmpdir(), 'fragrance-ai-'));
  // The account it runs as under root must be able to enter.
  if (process.getuid?.() === 0) chmodSync(stateDir, 0o755);
  const server = await startPostgres({ stateDir });
  return {
    ...server,
    async stop() {
      await removePostgres({ stateDir });
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}
