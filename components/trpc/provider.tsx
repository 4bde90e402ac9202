'use client';
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { LiveRuns, LiveRunsContext } from '../run/live-runs.ts';
import { createApiClient, createQueryClient, TRPCProvider } from './client.ts';

/** Everything under it shares one API client, one query cache and one live connection. */
export function ApiProvider({ children }: { children: ReactNode }) {
  const [api] = useState(createApiClient);
  const [queries] = useState(createQueryClient);
  const [live] = useState(() => new LiveRuns(api));
  useEffect(() => live.open(), [live]);
  return (
    <QueryClientProvider client={queries}>
      <TRPCProvider trpcClient={api} queryClient={queries}>
        <LiveRunsContext value={live}>{children}</LiveRunsContext>
      </TRPCProvider>
    </QueryClientProvider>
  );
}
