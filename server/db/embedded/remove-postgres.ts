import { existsSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { oneAtATime } from './machine-lock.mjs';
import { choosePlace, sharedHome } from './place.ts';
import { stopServer } from './postmaster.ts';
import { wordStartError } from './start-error.ts';

/** Stops the PostgreSQL of a state folder and deletes it with all its data, also the part that lives outside the folder. */
export async function removePostgres({ stateDir }: { stateDir: string }): Promise<void> {
  if (!existsSync(join(stateDir, 'postgres'))) return;
  try {
    const folder = realpathSync(resolve(stateDir));
    await oneAtATime('postgres', folder, async () => {
      const remembered = join(folder, 'postgres', 'home');
      if (existsSync(remembered)) {
        await stopServer(choosePlace(folder));
        // Only a folder this launcher names itself: the file could have been edited.
        if (readFileSync(remembered, 'utf8').trim() === sharedHome(folder)) rmSync(sharedHome(folder), { recursive: true, force: true });
      }
      rmSync(join(folder, 'postgres'), { recursive: true, force: true });
    });
  } catch (error) {
    throw wordStartError(error, stateDir);
  }
}
