import { user } from '#drizzle/schema/auth.ts';
import type { Db } from '../db/connect.ts';
import type { Actor } from './actor.ts';

/** The account that the development profile signs in by itself, on loopback only. It has no password. */
export const LOCAL_ADMIN: Actor = { id: 'local-admin', name: '로컬 관리자', role: 'admin' };

export async function ensureLocalAdmin(db: Db): Promise<void> {
  await db
    .insert(user)
    .values({
      id: LOCAL_ADMIN.id,
      name: LOCAL_ADMIN.name,
      role: LOCAL_ADMIN.role,
      email: 'local-admin@users.invalid',
      username: 'local-admin',
    })
    .onConflictDoNothing();
}
