import { TRPCClientError } from '@trpc/client';

interface ApiError {
  readonly code: string;
  readonly messageKo: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** The server's own words for a refusal; null when the request never arrived or the server broke without words. */
export function apiErrorOf(error: unknown): ApiError | null {
  if (!(error instanceof TRPCClientError)) return null;
  const data: unknown = error.data;
  return typeof data === 'object' && data !== null && 'api' in data ? (data.api as ApiError) : null;
}

/** True when the request did not reach the server or no answer came back. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof TRPCClientError && !error.data;
}
