import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { SEATS } from '#server/config/ensemble.ts';
import type { Proof } from '../fault.ts';
import { openTinyWorld, roleQuestion, sampleBrief } from './tiny-world.ts';

const SLOPE_BAR_MB = 1;
const RELOADS = 50;
/** Share of the requests that warm caches and arenas up before memory is watched. */
const WARM_UP = 0.3;
const SAMPLES = 40;

/** Many short requests over three models while two of them are replaced again and again; memory and handles stay. */
export const proof: Proof = {
  summary: 'soak: requests over three models with reloads',
  n: 10_000,
  async prove(io, n) {
    await using world = await openTinyWorld({ supervision: { recycle_after_requests: 1_000_000, recycle_rss_growth: 10 } });
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const reloads = Math.min(RELOADS, Math.ceil(n / 50));
    const reloadEvery = Math.ceil(n / reloads);
    const sampleEvery = Math.max(1, Math.floor(n / SAMPLES));
    const parent: [number, number][] = [];
    const child: [number, number][] = [];
    const handles: number[] = [];
    let errors = 0;
    let done = 0;
    let reloaded = 0;
    while (done < n && !io.signal.aborted) {
      const round = Math.min(8, n - done);
      const asked = Array.from({ length: round }, (_, k) => {
        const { order, valid } = roleQuestion(world, 'mistral', sampleBrief(done + k), done + k);
        const seat = SEATS[(done + k) % SEATS.length] ?? 'qwen';
        return world.ensemble.generate(seat, order, { signal: io.signal, onText: () => undefined }).then(
          ({ text }) => valid(text) || errors++,
          () => errors++,
        );
      });
      await Promise.all(asked);
      const before = done;
      done += round;
      if (Math.floor(before / reloadEvery) !== Math.floor(done / reloadEvery) && reloaded < reloads) {
        await world.ensemble.recycle([reloaded++ % 2 === 0 ? 'mistral' : 'llama']);
        await world.ensemble.settled(AbortSignal.timeout(60_000));
      }
      if (Math.floor(before / sampleEvery) === Math.floor(done / sampleEvery)) continue;
      collect();
      const [kept] = world.ensemble.reports();
      const here = ownMemoryMb(process.pid) ?? process.memoryUsage().rss / 1e6;
      const there = ownMemoryMb(kept?.pid ?? 0) ?? (kept?.rss ?? 0) / 1e6;
      if (done >= WARM_UP * n) {
        parent.push([done, here]);
        child.push([done, there]);
        handles.push(process.getActiveResourcesInfo().filter((name) => name !== 'Timeout' && name !== 'Immediate').length);
      }
      io.progress(`  ${done} requests, ${reloaded} reloads, ${here.toFixed(1)} MB here, ${there.toFixed(1)} MB in the child`);
    }
    const slopes = { parent: slopePerThousand(parent), child: slopePerThousand(child) };
    const handleGrowth = (handles.at(-1) ?? 0) - (handles[0] ?? 0);
    return {
      ok: errors === 0 && handleGrowth <= 1 && slopes.parent < SLOPE_BAR_MB && slopes.child < SLOPE_BAR_MB,
      requests: done,
      reloads: reloaded,
      errors,
      memory_mb_per_1000: slopes,
      memory_mb: { parent: endsOf(parent), child: endsOf(child) },
      bar_mb_per_1000: SLOPE_BAR_MB,
      handles: { first: handles[0], last: handles.at(-1) },
    };
  },
};

/**
 * Memory that a process has made for itself, MB, or null where the system does not say. What is mapped from files is left
 * out: the system drops and reads that again as it likes, and a leak would hide behind it.
 */
function ownMemoryMb(pid: number): number | null {
  try {
    const line = readFileSync(`/proc/${pid}/status`, 'utf8').match(/^RssAnon:\s+(\d+) kB/m);
    return line ? Number(line[1]) / 1000 : null;
  } catch {
    return null; // no /proc on this system
  }
}

/** The first and the last figure of a series, MB. */
function endsOf(points: readonly (readonly [number, number])[]): (number | undefined)[] {
  return [points[0], points.at(-1)].map((point) => (point === undefined ? undefined : Math.round(point[1] * 10) / 10));
}

/** Least-squares slope of y over x, per thousand x. */
function slopePerThousand(points: readonly (readonly [number, number])[]): number {
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  const covariance = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const variance = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return variance === 0 ? 0 : Math.round((covariance / variance) * 1e5) / 100;
}
