import { world } from '#server/api/world.ts';
import { checkHealth } from '#server/services/health.ts';

export const dynamic = 'force-dynamic';

/** 200 when this process can serve; 503 with the reason otherwise. */
export async function GET(): Promise<Response> {
  try {
    await checkHealth((await world()).connection);
    return Response.json({ status: 'ok' });
  } catch (error) {
    return Response.json({ status: 'unavailable', reason: error instanceof Error ? error.message : 'unknown' }, { status: 503 });
  }
}
