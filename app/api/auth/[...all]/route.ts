import { world } from '#server/api/world.ts';

export const dynamic = 'force-dynamic';

async function handle(request: Request): Promise<Response> {
  const { auth } = await world();
  return auth.handler(request);
}

export { handle as GET, handle as POST };
