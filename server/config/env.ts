import { z } from 'zod';

export const PROFILES = ['development', 'staging', 'production'] as const;
export type Profile = (typeof PROFILES)[number];

const Env = z
  .object({
    APP_ENV: z.enum(PROFILES).default('development'),
    DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgres:// or postgresql://'),
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number().int().min(1).max(65535).default(8000),
    AUTH_SECRET: z.string().min(32, 'must be at least 32 random characters').optional(),
    PUBLIC_URL: z.url().optional(),
    METRICS_TOKEN: z.string().min(16, 'must be at least 16 characters').optional(),
    LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
    GIT_COMMIT: z.string().optional(),
  })
  .superRefine((env, context) => {
    if (env.APP_ENV !== 'development' && !env.AUTH_SECRET) {
      context.addIssue({ code: 'custom', path: ['AUTH_SECRET'], message: `is required when APP_ENV is ${env.APP_ENV}` });
    }
    if (env.APP_ENV === 'development' && !isLoopback(env.HOST)) {
      context.addIssue({
        code: 'custom',
        path: ['HOST'],
        message:
          'the development profile signs in the local admin by itself and therefore binds to loopback only; use 127.0.0.1, or APP_ENV=production',
      });
    }
  });
export type Env = Readonly<z.infer<typeof Env>>;

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * The environment, checked once. Secrets come in here and nowhere else.
 * Throws an Error whose message names each variable and how to mend it.
 */
export function readEnv(source: Readonly<Record<string, string | undefined>> = process.env): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
  const result = Env.safeParse(given);
  if (result.success) return Object.freeze(result.data);
  const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The environment is not complete. ${problems.join('; ')}`);
}
