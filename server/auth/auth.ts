import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { admin, username } from 'better-auth/plugins';
import { createAccessControl } from 'better-auth/plugins/access';
import { adminAc, defaultStatements } from 'better-auth/plugins/admin/access';
import { account, session, user, verification } from '#drizzle/schema/auth.ts';
import type { Env } from '../config/env.ts';
import type { Db } from '../db/connect.ts';

const access = createAccessControl({ ...defaultStatements });
const none = access.newRole({ user: [], session: [] });
/** What a role may do to accounts; what it may do to the studio is checked by each verb (requireRole). */
const roles = { designer: none, viewer: none, operator: none, admin: access.newRole({ ...adminAc.statements }) };

const SESSION_S = 7 * 24 * 3600;
const MIN_PASSWORD_LENGTH = 10;

/** Sign-in for the profiles that need one. Accounts are made by an admin or the command line, never by sign-up. */
export function makeAuth(db: Db, env: Env, secret: string) {
  const baseURL = env.PUBLIC_URL ?? `http://${env.HOST}:${env.PORT}`;
  return betterAuth({
    baseURL,
    secret,
    telemetry: { enabled: false },
    trustedOrigins: [baseURL, `http://localhost:${env.PORT}`, `http://127.0.0.1:${env.PORT}`],
    database: drizzleAdapter(db, { provider: 'pg', schema: { user, session, account, verification }, transaction: true }),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: MIN_PASSWORD_LENGTH, autoSignIn: false },
    // No cookie cache: a role that was taken away must be gone at the next request.
    session: { expiresIn: SESSION_S, updateAge: SESSION_S / 7 },
    rateLimit: { enabled: true, window: 60, max: 100 },
    advanced: {
      cookiePrefix: 'studio',
      useSecureCookies: baseURL.startsWith('https:'),
      database: { generateId: () => crypto.randomUUID() },
    },
    plugins: [username({ minUsernameLength: 3 }), admin({ ac: access, roles, defaultRole: 'designer', adminRoles: ['admin'] })],
  });
}

export type Auth = ReturnType<typeof makeAuth>;
