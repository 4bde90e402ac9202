import { headers } from 'next/headers';
import { cache } from 'react';
import { makeApiContext } from '#server/api/trpc.ts';
import { world } from '#server/api/world.ts';
import type { Actor } from '#server/auth/actor.ts';

/** Who is reading this page; null when nobody is signed in. Read once per request. */
export const currentActor = cache(async (): Promise<Actor | null> => {
  const { actor } = await makeApiContext(await world(), await headers());
  return actor;
});
