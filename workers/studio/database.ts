import { isAlive } from '#server/db/embedded/process-table.ts';
import { startPostgres } from '#server/db/embedded/start-postgres.ts';
import { checkOutsideDatabase } from '#server/db/outside-database.ts';

const WATCH_MS = 250;

export interface StudioDatabase {
  readonly url: string;
  /** Stops the server where it is ours. */
  stop(): Promise<void>;
}

/**
 * The database of this studio: the one DATABASE_URL names, checked, or the embedded one. The embedded server is watched and
 * started again on the same address when it dies; `lost` is called when that cannot be done.
 */
export async function openDatabase({
  outside,
  stateDir,
  say,
  lost,
}: {
  outside: string | null;
  stateDir: string;
  say: (line: string) => void;
  lost: (reason: unknown) => void;
}): Promise<StudioDatabase> {
  if (outside !== null) {
    await checkOutsideDatabase(outside);
    return { url: outside, stop: async () => undefined };
  }
  let server = await startPostgres({ stateDir });
  let stopping = false;
  let watching = Promise.resolve();

  async function watch(): Promise<void> {
    if (stopping || isAlive(server.pid)) return;
    say('데이터베이스가 멈춰서 다시 켜고 있어요 · The database stopped; starting it again');
    try {
      const before = server.url;
      server = await startPostgres({ stateDir });
      if (server.url !== before) throw new Error('its port was taken meanwhile, so it moved; start the studio again');
    } catch (error) {
      lost(error);
    }
  }
  const timer = setInterval(() => {
    watching = watching.then(watch);
  }, WATCH_MS);

  return {
    url: server.url,
    async stop() {
      stopping = true;
      clearInterval(timer);
      await watching;
      await server.stop();
    },
  };
}
