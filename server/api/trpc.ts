import { initTRPC, TRPCError } from '@trpc/server';
import superjson from 'superjson';
import { ZodError } from 'zod';
import { DomainError, type ErrorCode } from '#domain/error.ts';
import type { Role } from '#drizzle/schema/auth.ts';
import { type Actor, requireRole } from '../auth/actor.ts';
import { actorOfRequest } from '../auth/actor-of-request.ts';
import type { Ctx } from '../services/context.ts';
import type { World } from './world.ts';

export interface ApiContext {
  readonly world: World;
  readonly actor: Actor | null;
}

/** What a screen gets of an error: a code it can act on and the Korean sentence. */
export interface ApiError {
  readonly code: ErrorCode | 'unauthorized';
  readonly messageKo: string;
  readonly details: Readonly<Record<string, unknown>>;
}

const HTTP_CODE: Readonly<Record<ErrorCode, TRPCError['code']>> = {
  bad_json: 'BAD_REQUEST',
  bad_input: 'BAD_REQUEST',
  unknown_ingredient: 'BAD_REQUEST',
  ambiguous_ingredient: 'BAD_REQUEST',
  infeasible: 'UNPROCESSABLE_CONTENT',
  too_long: 'BAD_REQUEST',
  not_found: 'NOT_FOUND',
  forbidden: 'FORBIDDEN',
  conflict: 'CONFLICT',
  queue_full: 'TOO_MANY_REQUESTS',
  unavailable: 'SERVICE_UNAVAILABLE',
  internal: 'INTERNAL_SERVER_ERROR',
};

const t = initTRPC.context<ApiContext>().create({
  transformer: superjson,
  sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 30_000 }, maxDurationMs: 6 * 3600 * 1000 },
  errorFormatter: ({ shape, error }) => ({
    ...shape,
    data: { code: shape.data.code, httpStatus: shape.data.httpStatus, path: shape.data.path, api: wordError(error) },
  }),
});

function wordError(error: TRPCError): ApiError {
  const { cause } = error;
  if (cause instanceof DomainError) return { code: cause.code, messageKo: cause.messageKo, details: cause.details };
  if (cause instanceof ZodError) {
    const fields = cause.issues.map((issue) => issue.path.join('.'));
    return { code: 'bad_input', messageKo: '입력한 내용의 형식이 맞지 않아요. 표시된 곳을 고쳐 주세요.', details: { fields } };
  }
  if (error.code === 'UNAUTHORIZED')
    return { code: 'unauthorized', messageKo: '로그인이 끝났어요. 다시 로그인하면 이어서 할 수 있어요.', details: {} };
  return { code: 'internal', messageKo: '문제가 생겼어요. 입력한 내용은 저장돼 있어요. 다시 시도해 주세요.', details: {} };
}

export async function makeApiContext(world: World, headers: Headers): Promise<ApiContext> {
  return { world, actor: await actorOfRequest(headers, { db: world.connection.db, env: world.env, auth: world.auth }) };
}

/** Words a DomainError as a tRPC error; anything else passes on as a defect. */
const wordDomainErrors = t.middleware(async ({ next }) => {
  const result = await next();
  if (!result.ok && result.error.cause instanceof DomainError) {
    const { cause } = result.error;
    throw new TRPCError({ code: HTTP_CODE[cause.code], message: cause.message, cause });
  }
  return result;
});

const signedIn = t.middleware(({ ctx, next }) => {
  const { world, actor } = ctx;
  if (!actor) throw new TRPCError({ code: 'UNAUTHORIZED', message: 'nobody is signed in' });
  const services: Ctx = { db: world.connection.db, boss: world.boss, actor, now: () => new Date() };
  return next({ ctx: { world, actor, services } });
});

export const router = t.router;
export const createCaller = t.createCallerFactory;

/** Every procedure needs someone signed in; ownership is checked by the service it calls. */
export const procedure = t.procedure.use(wordDomainErrors).use(signedIn);

/** A procedure for a role and above (designer < viewer < operator < admin). */
export const procedureFor = (least: Role) =>
  procedure.use(({ ctx, next }) => {
    requireRole(ctx.actor, least);
    return next();
  });
