import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { z } from 'zod';
import type { MaterialCard } from '#components/ingredient/materials.ts';
import { DomainError } from '#domain/error.ts';
import type { RunState } from '#domain/run/fold-run.ts';
import { callerFor } from '#server/api/root.ts';
import { makeApiContext } from '#server/api/trpc.ts';
import { world } from '#server/api/world.ts';

export interface StudioStart {
  readonly materials: readonly MaterialCard[];
  readonly snapshot: RunState | null;
  readonly draft: string;
}

/** What the studio's first HTML needs, read once per request. A run that is not the reader's own does not exist. */
export const loadStudio = cache(async (runId: string | undefined): Promise<StudioStart> => {
  if (runId !== undefined && !z.uuid().safeParse(runId).success) notFound();
  const held = await world();
  const api = callerFor(await makeApiContext(held, await headers()));
  const [catalogue, snapshot, draft] = await Promise.all([
    held.catalogue(),
    runId ? api.run.snapshot({ id: runId }).catch(orNotFound) : null,
    api.draft.get(),
  ]);
  const materials = catalogue.materials.map(({ id, name, nameKo, note, families }) => ({ id, name, nameKo, note, families }));
  return { materials, snapshot, draft: draft.text };
});

function orNotFound(error: unknown): never {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof DomainError && cause.code === 'not_found') notFound();
  throw error;
}
