'use client';
import { useEffect, useState } from 'react';
import { useTRPCClient } from '../trpc/client.ts';
import { type IterationPoint, withPoints } from './figures-of-training.ts';

const POLL_MS = 1_000;
const RETRY_MS = 4_000;
const OPEN = ['queued', 'running'];

/** The curve of a training, read once a second while it runs, only what is new. */
export function useCurve(trainingId: string | null): { points: readonly IterationPoint[]; status: string | null; lost: boolean } {
  const api = useTRPCClient();
  const [curve, setCurve] = useState<{ id: string | null; points: readonly IterationPoint[]; status: string | null; lost: boolean }>({
    id: null,
    points: [],
    status: null,
    lost: false,
  });
  useEffect(() => {
    if (trainingId === null) return;
    let points: readonly IterationPoint[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    let left = false;
    const read = async () => {
      try {
        const next = await api.training.curve.query({ id: trainingId, after: points.at(-1)?.iteration ?? -1 });
        if (left) return;
        points = withPoints(points, next.points);
        setCurve({ id: trainingId, points, status: next.status, lost: false });
        if (next.status === null || OPEN.includes(next.status)) timer = setTimeout(() => void read(), POLL_MS);
      } catch {
        if (left) return;
        setCurve({ id: trainingId, points, status: null, lost: true });
        timer = setTimeout(() => void read(), RETRY_MS);
      }
    };
    void read();
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [api, trainingId]);
  return curve.id === trainingId ? curve : { points: [], status: null, lost: false };
}
