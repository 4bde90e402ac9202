import postgres from 'postgres';
import { inject, onTestFinished } from 'vitest';
import { type Role, user } from '#drizzle/schema/auth.ts';
import { createQueues, makeBoss } from '../../queue/boss.ts';
import type { Ctx } from '../../services/context.ts';
import { makeLog } from '../../telemetry/log.ts';
import { type Connection, connect } from '../connect.ts';

export const TEMPLATE_DATABASE = 'studio_template';

/** Runs statements that cannot be part of a transaction, on the server's own database. */
export async function administer(url: string, statements: readonly string[]): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    for (const statement of statements) await sql.unsafe(statement);
  } finally {
    await sql.end();
  }
}

/** A database of this test's own: migrated, seeded, dropped when the test ends. */
export async function freshDatabase(): Promise<{ url: string; connection: Connection }> {
  const server = inject('postgresUrl');
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`;
  await administer(server, [`create database ${name} template ${TEMPLATE_DATABASE}`]);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const connection = connect(url.href, { name: 'test', max: 8 });
  onTestFinished(async () => {
    await connection.close();
    await administer(server, [`drop database if exists ${name} with (force)`]);
  });
  return { url: url.href, connection };
}

/** A context for services: a fresh database with queues, and an actor of the role asked for. */
export async function freshCtx(
  role: Role = 'designer',
): Promise<{ url: string; connection: Connection; ctx: Ctx; actorOf(role: Role): Promise<Ctx> }> {
  const { url, connection } = await freshDatabase();
  const boss = makeBoss(url, 'test-owner', 'owner', makeLog('test', 'silent'));
  await boss.start();
  await createQueues(boss);
  onTestFinished(() => boss.stop({ graceful: false }));
  const actorOf = async (wanted: Role): Promise<Ctx> => {
    const id = crypto.randomUUID();
    await connection.db.insert(user).values({ id, name: wanted, role: wanted, email: `${id}@users.invalid` });
    return { db: connection.db, boss, actor: { id, name: wanted, role: wanted }, now: () => new Date() };
  };
  return { url, connection, ctx: await actorOf(role), actorOf };
}
