import { describe, expect, it } from 'vitest';
import { ROLES } from '#drizzle/schema/auth.ts';
import { requireRole } from '../auth/actor.ts';
import { makeAuth } from '../auth/auth.ts';
import { readEnv } from '../config/env.ts';
import { freshCtx } from '../db/testing/fresh-database.ts';
import { listenForWakeups } from '../db/wakeups.ts';
import { loadCatalogue } from '../services/catalogue/load-catalogue.ts';
import { RUN_EVENTS_CHANNEL } from '../services/run/append-events.ts';
import { listenForHintText } from '../services/run/hint-text.ts';
import { makeMetrics } from '../telemetry/metrics.ts';
import { appRouter, callerFor } from './root.ts';
import type { World } from './world.ts';

async function worldOf({ connection, ctx, url }: Awaited<ReturnType<typeof freshCtx>>): Promise<World> {
  const env = readEnv({ DATABASE_URL: url });
  return {
    env,
    connection,
    boss: ctx.boss,
    wakeups: await listenForWakeups(connection.sql, RUN_EVENTS_CHANNEL),
    hintTexts: await listenForHintText(connection.sql),
    auth: makeAuth(connection.db, env, 'x'.repeat(32)),
    metrics: makeMetrics(),
    catalogue: () => loadCatalogue(connection),
  };
}

/** Calls a procedure by its path, whatever its kind and input. */
async function call(caller: unknown, path: string): Promise<unknown> {
  let target: unknown = caller;
  for (const part of path.split('.')) target = (target as Record<string, unknown>)[part];
  const answer: unknown = await (target as (input?: unknown) => unknown)(undefined);
  if (typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer) {
    for await (const _ of answer as AsyncIterable<unknown>) return _;
  }
  return answer;
}

describe('the API', () => {
  it('answers nobody who is not signed in, on any route there is', async () => {
    const caller = callerFor({ world: await worldOf(await freshCtx()), actor: null });
    const paths = Object.keys(appRouter._def.procedures);
    expect(paths.length).toBeGreaterThan(10);
    for (const path of paths) await expect(call(caller, path), path).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  });

  it('keeps admin and training routes from designers', async () => {
    const fresh = await freshCtx('designer');
    const caller = callerFor({ world: await worldOf(fresh), actor: fresh.ctx.actor });
    const paths = Object.keys(appRouter._def.procedures).filter((path) => /^(admin|training)\./.test(path));
    for (const path of paths) await expect(call(caller, path), path).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('lets viewers read the admin pages and change nothing there', async () => {
    const fresh = await freshCtx('viewer');
    const caller = callerFor({ world: await worldOf(fresh), actor: fresh.ctx.actor });
    // Its type is nested like the router, the record itself is flat: one entry per path.
    const procedures = appRouter._def.procedures as unknown as Readonly<Record<string, { readonly _def: { readonly type: string } }>>;
    const changing = Object.entries(procedures).filter(([path, { _def }]) => /^(admin|training)\./.test(path) && _def.type === 'mutation');
    expect(changing.length).toBeGreaterThan(5);
    for (const [path] of changing) await expect(call(caller, path), path).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(caller.admin.measures()).resolves.toMatchObject({ hours: 24 });
  });

  it('gives a screen the Korean sentence and the code of a refusal', async () => {
    const fresh = await freshCtx();
    const caller = callerFor({ world: await worldOf(fresh), actor: fresh.ctx.actor });
    await expect(caller.run.start({ id: crypto.randomUUID(), brief: ' ' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      cause: { code: 'bad_input', messageKo: expect.stringMatching(/[가-힣]/) },
    });
  });

  it('ranks roles from designer to admin', () => {
    for (const [i, role] of ROLES.entries()) {
      for (const [j, least] of ROLES.entries()) {
        const attempt = () => requireRole({ id: 'x', name: 'x', role }, least);
        if (i >= j) expect(attempt).not.toThrow();
        else expect(attempt).toThrow(/may not/);
      }
    }
  });
});
