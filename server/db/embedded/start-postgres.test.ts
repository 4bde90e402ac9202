import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import postgres from 'postgres';
import { afterEach, describe, expect, it } from 'vitest';
import { checkOutsideDatabase } from '../outside-database.ts';
import { sharedHome } from './place.ts';
import { isAlive } from './process-table.ts';
import { type EmbeddedPostgres, startPostgres } from './start-postgres.ts';

const isRoot = process.getuid?.() === 0;
const cleanups: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function newStateDir(name = 'my studio'): string {
  const base = mkdtempSync(join(tmpdir(), 'fragrance-pg-'));
  if (isRoot) chmodSync(base, 0o755);
  const stateDir = join(base, name);
  cleanups.push(() => {
    rmSync(base, { recursive: true, force: true });
    if (isRoot) rmSync(sharedHome(stateDir), { recursive: true, force: true });
  });
  return stateDir;
}

/** The folder of binaries and data, as the launcher remembers it. */
function homeOf(stateDir: string): string {
  return resolve(stateDir, 'postgres', readFileSync(join(stateDir, 'postgres', 'home'), 'utf8'));
}

async function start(stateDir: string): Promise<EmbeddedPostgres> {
  const server = await startPostgres({ stateDir });
  cleanups.push(() => server.stop());
  return server;
}

async function ask<Row extends object>(url: string, question: string): Promise<Row[]> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => undefined });
  try {
    return [...(await sql.unsafe<Row[]>(question))];
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function kill9(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => isAlive(pid), { timeout: 60_000, interval: 10 }).toBe(false);
}

describe('the embedded PostgreSQL', () => {
  it('starts in a folder with a space, speaks scram on loopback only, and is found running by a second start', async () => {
    const stateDir = newStateDir();
    const first = await start(stateDir);
    const second = await start(stateDir);
    expect(first.reused).toBe(false);
    expect(second).toMatchObject({ reused: true, pid: first.pid, url: first.url });
    const [row] = await ask<Record<string, string>>(
      first.url,
      `select current_setting('server_version_num')::int >= 180000 as is18, system_user as login, current_setting('listen_addresses') as addresses,
              current_setting('TimeZone') as zone, (select count(*) > 400 from pg_timezone_names) as zones`,
    );
    expect(row).toMatchObject({ is18: true, login: 'scram-sha-256:studio', addresses: '127.0.0.1', zones: true });
    await expect(ask(first.url.replace(/:[0-9a-f]+@/, ':wrong@'), 'select 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('keeps password and port from other people and never runs as root', async () => {
    const stateDir = newStateDir();
    const server = await start(stateDir);
    for (const file of ['password', 'port', 'server.log']) expect(statSync(join(stateDir, 'postgres', file)).mode & 0o077).toBe(0);
    expect(statSync(`/proc/${server.pid}`).uid).not.toBe(0);
  });

  it('keeps every committed row and its address through kill -9 of the server with a session open', async () => {
    const stateDir = newStateDir();
    const before = await start(stateDir);
    const session = postgres(before.url, { max: 1, onnotice: () => undefined });
    await session`create table ledger (n int)`;
    for (let n = 0; n < 200; n++) await session`insert into ledger values (${n})`;
    await kill9(before.pid);
    const after = await start(stateDir);
    expect(after).toMatchObject({ reused: false, url: before.url });
    expect(await ask(after.url, 'select count(*)::int as n from ledger')).toEqual([{ n: 200 }]);
    await session.end({ timeout: 1 });
  });

  it('does not mistake a foreign process for its server when the pid file names one', async () => {
    const stateDir = newStateDir();
    const before = await start(stateDir);
    const home = homeOf(stateDir);
    await kill9(before.pid);
    const bystander = spawn('sleep', ['60']);
    cleanups.push(() => void bystander.kill('SIGKILL'));
    const pidFile = join(home, 'data', 'postmaster.pid');
    writeFileSync(pidFile, readFileSync(pidFile, 'utf8').replace(/^\d+/, String(bystander.pid)));
    const after = await start(stateDir);
    expect(after.reused).toBe(false);
    expect(bystander.exitCode).toBe(null);
    expect(await ask(after.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('moves to another port when somebody took its own', async () => {
    const stateDir = newStateDir();
    const before = await start(stateDir);
    await before.stop();
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(before.port, '127.0.0.1', resolve));
    cleanups.push(() => new Promise<void>((resolve) => squatter.close(() => resolve())));
    const after = await start(stateDir);
    expect(after.port).not.toBe(before.port);
    expect(await ask(after.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('is created once by three processes that start at the same time', async () => {
    const stateDir = newStateDir();
    const program = `const { startPostgres } = await import(${JSON.stringify(join(import.meta.dirname, 'start-postgres.ts'))});
      const { pid, reused } = await startPostgres({ stateDir: process.argv[1] });
      console.log(JSON.stringify({ pid, reused }));`;
    const answers = await Promise.all(
      [1, 2, 3].map(
        () =>
          new Promise<{ pid: number; reused: boolean }>((resolve, reject) => {
            const child = spawn(process.execPath, ['--input-type=module', '-e', program, stateDir], {
              stdio: ['ignore', 'pipe', 'inherit'],
            });
            let out = '';
            child.stdout.on('data', (data) => {
              out += data;
            });
            child.once('exit', () => (out ? resolve(JSON.parse(out)) : reject(new Error('no answer'))));
          }),
      ),
    );
    await start(stateDir);
    expect(new Set(answers.map((answer) => answer.pid)).size).toBe(1);
    expect(answers.filter((answer) => !answer.reused)).toHaveLength(1);
  });

  it('gives data that outlived its password file a new password instead of losing it', async () => {
    const stateDir = newStateDir();
    const before = await start(stateDir);
    await ask(before.url, 'create table kept (n int)');
    await before.stop();
    rmSync(join(stateDir, 'postgres', 'password'));
    const after = await start(stateDir);
    expect(after.url).not.toBe(before.url);
    expect(await ask(after.url, 'select count(*)::int as n from kept')).toEqual([{ n: 0 }]);
  });

  it('is found again when its folder is moved', async () => {
    const stateDir = newStateDir();
    const before = await start(stateDir);
    await ask(before.url, 'create table kept (n int)');
    await before.stop();
    const moved = `${stateDir} moved`;
    renameSync(stateDir, moved);
    const after = await start(moved);
    expect(await ask(after.url, 'select count(*)::int as n from kept')).toEqual([{ n: 0 }]);
  });

  it('clears away what a killed copy and a killed initdb left', async () => {
    const stateDir = newStateDir();
    for (const half of ['data.half', 'binaries-18.4.0-beta.17.half']) {
      mkdirSync(join(stateDir, 'postgres', half), { recursive: true });
      writeFileSync(join(stateDir, 'postgres', half, 'rubbish'), '');
    }
    const server = await start(stateDir);
    expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(existsSync(join(stateDir, 'postgres', 'data.half'))).toBe(false);
  });

  it('works under a folder that only its owner may enter', async () => {
    const stateDir = newStateDir();
    chmodSync(join(stateDir, '..'), 0o700);
    const server = await start(stateDir);
    expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    const home = homeOf(stateDir);
    expect(home).toBe(isRoot ? sharedHome(stateDir) : join(stateDir, 'postgres'));
    expect(statSync(join(home, 'data')).mode & 0o077).toBe(0);
  });

  it('says which folder it may not write to', async () => {
    const locked = newStateDir('locked');
    mkdirSync(locked);
    chmodSync(locked, 0o555);
    // Root may write everywhere, so for this one call it acts as nobody.
    if (isRoot) process.seteuid?.(65534);
    try {
      await expect(startPostgres({ stateDir: join(locked, 'state') })).rejects.toThrow(/No permission to write .*locked\/state/);
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });
});

describe('a PostgreSQL that DATABASE_URL names', () => {
  it('is accepted when it is new enough and lets us in', async () => {
    const server = await start(newStateDir());
    await expect(checkOutsideDatabase(server.url)).resolves.toBeUndefined();
    await expect(checkOutsideDatabase(server.url.replace(/:[0-9a-f]+@/, ':secret-word@'))).rejects.toThrow(/does not accept this user/);
    await expect(checkOutsideDatabase(`${server.url}-absent`)).rejects.toThrow(/no such database/);
  });

  it.each([
    ['mysql://host/db', /not a PostgreSQL address/],
    ['nonsense', /not a PostgreSQL address/],
    ['postgres://user:secret-word@127.0.0.1:1/db', /no PostgreSQL answers at 127\.0\.0\.1:1\/db/],
  ])('is refused in words when it is %s', async (url, words) => {
    await expect(checkOutsideDatabase(url)).rejects.toThrow(words);
    await expect(checkOutsideDatabase(url)).rejects.not.toThrow(/secret-word/);
  });
});
