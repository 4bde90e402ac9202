import { world } from '#server/api/world.ts';
import { mayReadMetrics } from '#server/auth/metrics-access.ts';
import { readMetrics } from '#server/services/telemetry/process-metrics.ts';

export const dynamic = 'force-dynamic';

/** Prometheus text of every process. Loopback in development; elsewhere the bearer token of METRICS_TOKEN. */
export async function GET(request: Request): Promise<Response> {
  const { env, connection, metrics } = await world();
  if (!mayReadMetrics(request.headers, env)) return new Response('metrics need the token of METRICS_TOKEN\n', { status: 401 });
  return new Response(await readMetrics(connection, metrics), { headers: { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' } });
}
