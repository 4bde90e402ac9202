import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres, { type Sql } from 'postgres';
import * as schema from '#drizzle/schema/index.ts';

export type Db = PostgresJsDatabase<typeof schema>;
export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0];

export interface Connection {
  readonly db: Db;
  /** The driver itself, for LISTEN and NOTIFY. */
  readonly sql: Sql;
  close(): Promise<void>;
}

/** Opens a pool. `name` is what pg_stat_activity shows. */
export function connect(url: string, { name, max }: { name: string; max: number }): Connection {
  const sql = postgres(url, {
    max,
    onnotice: () => undefined,
    connect_timeout: 10,
    connection: { application_name: name },
  });
  return { db: drizzle(sql, { schema }), sql, close: () => sql.end({ timeout: 5 }) };
}
