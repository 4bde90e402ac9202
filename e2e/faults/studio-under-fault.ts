import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { uuidv7 } from 'uuidv7';
import { startTestStudio, type TestStudio } from '#configs/tools/runners/test-studio.ts';
import { isAlive } from '#server/db/embedded/process-table.ts';
import { startPostgres } from '#server/db/embedded/start-postgres.ts';

const BRIEF = '상큼한 시트러스와 은은한 꽃향기가 나는 여름 향수';
const MODE = 'fast';
/** The most a run may ask for: checkpoints come every two seconds, and the run must outlast the first. */
const GENERATIONS = 20_000;
const POLL_MS = 50;

export interface LogLine {
  readonly seq: number;
  readonly type: string;
  readonly data: {
    readonly gen?: number;
    readonly hash?: string;
    readonly attempt?: number;
    readonly id?: string;
    readonly candidates?: number;
  };
}

/** A studio of a test's own, with the means to look behind it and to hurt it. */
export class StudioUnderFault {
  readonly studio: TestStudio;
  /** The address stays the same over restarts of the database. */
  readonly #databaseUrl: string;

  constructor(studio: TestStudio, databaseUrl: string) {
    this.studio = studio;
    this.#databaseUrl = databaseUrl;
  }

  static async start(name: string, options: Parameters<typeof startTestStudio>[1]): Promise<StudioUnderFault> {
    const studio = await startTestStudio(name, options);
    const { url } = await startPostgres({ stateDir: studio.stateDir });
    return new StudioUnderFault(studio, url);
  }

  async startRun(seed: number): Promise<string> {
    const id = uuidv7();
    const response = await fetch(new URL('/api/trpc/run.start', this.studio.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ json: { id, brief: BRIEF, mode: MODE, seed, generations: GENERATIONS } }),
    });
    if (!response.ok) throw new Error(`run.start: ${response.status} ${await response.text()}`);
    return id;
  }

  /** The run's log as it stands in the database. */
  async log(runId: string): Promise<LogLine[]> {
    return this.#ask((sql) => sql<LogLine[]>`select seq, type, data from run_event where run_id = ${runId} order by seq`);
  }

  async status(runId: string): Promise<string> {
    const rows = await this.#ask((sql) => sql<{ status: string }[]>`select status from run where id = ${runId}`);
    return rows[0]?.status ?? 'absent';
  }

  /** Waits for the first checkpoint: from here on a run must not begin again. */
  async untilUnderWay(runId: string): Promise<void> {
    for (;;) {
      const kept = await this.#ask((sql) => sql`select 1 from run_checkpoint where run_id = ${runId}`);
      const log = await this.log(runId);
      if (isOver(log)) throw new Error(`the run was over before it could be disturbed: ${JSON.stringify(log.at(-1))}`);
      if (kept.length > 0) return;
      await sleep(POLL_MS);
    }
  }

  async untilOver(runId: string): Promise<LogLine[]> {
    for (;;) {
      const log = await this.log(runId);
      if (isOver(log)) return log;
      await sleep(POLL_MS);
    }
  }

  /** The pid of a process that the supervisor started, by a word of its command line. */
  pidOf(word: string): number {
    const pid = processes().find(({ parent, command }) => parent === this.studio.process.pid && command.includes(word))?.pid;
    if (pid === undefined) throw new Error(`no process ${word} under the studio`);
    return pid;
  }

  /** The pid of the database server as it runs now. */
  async databasePid(): Promise<number> {
    return (await startPostgres({ stateDir: this.studio.stateDir })).pid;
  }

  /** Everything at once, as a power cut would: supervisor, workers, web server, database. */
  async killEverything(): Promise<void> {
    const supervisor = this.studio.process.pid ?? 0;
    const started = processes().filter(({ parent }) => parent === supervisor);
    const pids = [...new Set([supervisor, await this.databasePid(), ...started.map(({ pid }) => pid)])];
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    while (pids.some(isAlive)) await sleep(POLL_MS);
  }

  /** Asks the database; waits while it is down. */
  async #ask<Rows>(question: (sql: postgres.Sql) => Promise<Rows>): Promise<Rows> {
    for (;;) {
      const sql = postgres(this.#databaseUrl, { max: 1, connect_timeout: 2 });
      try {
        return await question(sql);
      } catch (error) {
        if (!(error instanceof Error && 'code' in error) || error.code === '42P01') throw error;
        await sleep(POLL_MS);
      } finally {
        await sql.end({ timeout: 1 });
      }
    }
  }
}

function isOver(log: readonly LogLine[]): boolean {
  return log.some(({ type }) => type === 'done' || type === 'failed' || type === 'cancelled');
}

function processes(): { pid: number; parent: number; command: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        return [{ pid: Number(name), parent, command: readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ') }];
      } catch {
        // Ended while the list was read.
        return [];
      }
    });
}
