'use client';
import { QueryClient } from '@tanstack/react-query';
import { createTRPCClient, httpBatchStreamLink, httpSubscriptionLink, splitLink } from '@trpc/client';
import type { inferRouterOutputs } from '@trpc/server';
import { createTRPCContext } from '@trpc/tanstack-react-query';
import superjson from 'superjson';

const API_PATH = '/api/trpc';
/** Answers may be this old before a page that is opened again asks for them again. */
const STALE_MS = 30_000;

export type ApiOutputs = inferRouterOutputs<StudioApi>;
export type ApiClient = ReturnType<typeof createApiClient>;

export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<StudioApi>();

export function createApiClient() {
  return createTRPCClient<StudioApi>({
    links: [
      splitLink({
        condition: (operation) => operation.type === 'subscription',
        true: httpSubscriptionLink({ url: API_PATH, transformer: superjson }),
        false: httpBatchStreamLink({ url: API_PATH, transformer: superjson }),
      }),
    ],
  });
}

export function createQueryClient() {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: STALE_MS, retry: 1, refetchOnWindowFocus: false },
      mutations: { retry: false },
    },
  });
}
