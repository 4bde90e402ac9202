import { eq } from 'drizzle-orm';
import { user } from '#drizzle/schema/auth.ts';
import { type Env, isLoopback } from '../config/env.ts';
import type { Db } from '../db/connect.ts';
import type { Actor } from './actor.ts';
import type { Auth } from './auth.ts';
import { LOCAL_ADMIN } from './local-admin.ts';

/**
 * Who sent this request; null when nobody is signed in. In development the local admin, but only for requests
 * addressed to a loopback name: a page elsewhere that points its own name at 127.0.0.1 gets nobody.
 */
export async function actorOfRequest(headers: Headers, { db, env, auth }: { db: Db; env: Env; auth: Auth }): Promise<Actor | null> {
  if (env.APP_ENV === 'development') return isLoopback(hostOf(headers)) ? LOCAL_ADMIN : null;
  const session = await auth.api.getSession({ headers });
  if (!session) return null;
  const [row] = await db
    .select({ id: user.id, name: user.name, role: user.role, banned: user.banned })
    .from(user)
    .where(eq(user.id, session.user.id));
  return row && !row.banned ? { id: row.id, name: row.name, role: row.role } : null;
}

/** A request that changes something must come from our own pages. */
export function isSameOrigin(headers: Headers): boolean {
  const origin = headers.get('origin');
  if (origin === null) return headers.get('sec-fetch-site') !== 'cross-site';
  return URL.canParse(origin) && new URL(origin).host === headers.get('host');
}

function hostOf(headers: Headers): string {
  const host = headers.get('host') ?? '';
  return host.startsWith('[') ? host.slice(0, host.indexOf(']') + 1) : (host.split(':')[0] ?? '');
}
