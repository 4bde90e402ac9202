import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { appRouter } from '#server/api/root.ts';
import { makeApiContext } from '#server/api/trpc.ts';
import { world } from '#server/api/world.ts';
import { isSameOrigin } from '#server/auth/actor-of-request.ts';

export const dynamic = 'force-dynamic';

async function handle(request: Request): Promise<Response> {
  if (request.method === 'POST' && !isSameOrigin(request.headers)) {
    return Response.json({ error: 'cross-origin request refused' }, { status: 403 });
  }
  const held = await world();
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: appRouter,
    createContext: () => makeApiContext(held, request.headers),
    responseMeta: () => ({ headers: new Headers({ 'Cache-Control': 'no-cache, no-transform', 'X-Accel-Buffering': 'no' }) }),
  });
}

export { handle as GET, handle as POST };
