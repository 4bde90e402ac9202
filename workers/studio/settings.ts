import { existsSync, mkdirSync, realpathSync, statfsSync } from 'node:fs';
import { resolve } from 'node:path';
import { isLoopback, PROFILES, type Profile, readEnv } from '#server/config/env.ts';
import { StartError, wordStartError } from '#server/db/embedded/start-error.ts';

export const ROOT = decodeURIComponent(new URL('../../', import.meta.url).pathname);

/** No secrets in these; what is set in the environment wins over them. */
const PROFILE_FILES: Readonly<Record<Profile, string>> = { development: '.env.dev', staging: '.env.staging', production: '.env.prod' };
const MOST_WORKERS = 64;
/** PostgreSQL needs room for its log to recover; below this a start is refused while everything is still in order. */
const LEAST_FREE_BYTES = 300e6;

export interface StudioSettings {
  readonly profile: Profile;
  readonly host: string;
  /** null = not asked for: 8000 or the next free one. */
  readonly port: number | null;
  readonly stateDir: string;
  /** null = the embedded PostgreSQL. */
  readonly databaseUrl: string | null;
  readonly llmWorkers: number;
  readonly rlWorkers: number;
}

/** Reads APP_ENV, then that profile's file, then the rest. Throws StartError for anything that cannot be. */
export function readSettings(env: NodeJS.ProcessEnv = process.env): StudioSettings {
  const profile = readProfile(env.APP_ENV);
  const file = resolve(ROOT, PROFILE_FILES[profile]);
  if (existsSync(file)) process.loadEnvFile(file);
  env.APP_ENV = profile;
  const host = env.HOST || '127.0.0.1';
  if (profile === 'development' && !isLoopback(host)) {
    throw new StartError(
      `HOST=${host} is refused: the development profile signs the local admin in by itself, so it answers on this machine only. Leave HOST unset, or use APP_ENV=production with accounts.`,
      `HOST=${host}로는 시작할 수 없어요. 개발 프로필은 관리자를 자동으로 로그인시키므로 이 컴퓨터에서만 열려요. HOST를 비우거나 APP_ENV=production을 쓰세요.`,
    );
  }
  const port = readPort(env.PORT);
  checkTheRest(env);
  return {
    profile,
    host,
    port,
    stateDir: makeStateDir(env.STUDIO_STATE_DIR || resolve(ROOT, '.studio')),
    databaseUrl: env.DATABASE_URL || null,
    llmWorkers: readCount('LLM_WORKERS', env.LLM_WORKERS),
    rlWorkers: readCount('RL_WORKERS', env.RL_WORKERS),
  };
}

function readProfile(word: string | undefined): Profile {
  const profile = PROFILES.find((known) => known === (word || 'development'));
  if (profile) return profile;
  throw new StartError(
    `APP_ENV=${word} is not a profile; it is one of ${PROFILES.join(', ')}.`,
    `APP_ENV=${word}라는 프로필은 없어요. ${PROFILES.join(', ')} 중 하나를 쓰세요.`,
  );
}

/** What web and workers will ask of the environment (secrets above all) is asked here first, before anything is started. */
function checkTheRest(env: NodeJS.ProcessEnv): void {
  try {
    readEnv({ ...env, DATABASE_URL: 'postgres://not-yet-known' });
  } catch (error) {
    const problems = error instanceof Error ? error.message : String(error);
    throw new StartError(problems, `환경 변수를 고쳐 주세요. ${problems}`, { cause: error });
  }
}

function readPort(word: string | undefined): number | null {
  if (!word) return null;
  const port = Number(word);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new StartError(`PORT=${word} is not a port; use 1 to 65535.`, `PORT=${word}는 포트 번호가 아니에요. 1–65535 사이로 적어 주세요.`);
}

function readCount(name: string, word: string | undefined): number {
  const count = Number(word || '1');
  if (Number.isInteger(count) && count >= 0 && count <= MOST_WORKERS) return count;
  throw new StartError(
    `${name}=${word} is not a number of workers (0 to ${MOST_WORKERS}).`,
    `${name}=${word}는 0–${MOST_WORKERS} 사이의 수가 아니에요.`,
  );
}

function makeStateDir(wanted: string): string {
  try {
    mkdirSync(wanted, { recursive: true });
    const folder = realpathSync(wanted);
    const { bavail, bsize } = statfsSync(folder);
    if (bavail * bsize < LEAST_FREE_BYTES) throw Object.assign(new Error('too little space'), { code: 'ENOSPC' });
    return folder;
  } catch (error) {
    throw wordStartError(error, wanted);
  }
}
