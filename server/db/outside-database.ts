import postgres from 'postgres';
import { StartError } from './embedded/start-error.ts';

/** PostgreSQL 15, as server_version_num counts. */
const OLDEST_VERSION_NUM = 150_000;
const CONNECT_TIMEOUT_S = 10;

/**
 * Checks the server that DATABASE_URL names before anything is started on it: reachable, lets us in, 15 or newer, and we may
 * create schemas. Throws StartError that says which of these fails; never repeats the password.
 */
export async function checkOutsideDatabase(url: string): Promise<void> {
  const where = nameOf(url);
  const sql = postgres(url, { max: 1, connect_timeout: CONNECT_TIMEOUT_S, onnotice: () => undefined });
  try {
    const [row] = await sql<{ version: number; text: string; may_create: boolean }[]>`
      select current_setting('server_version_num')::int as version, current_setting('server_version') as text,
             has_database_privilege(current_database(), 'create') as may_create`;
    if (!row) throw new StartError(`${where} gave no answer to a simple question.`, `${where}에서 답이 오지 않아요.`);
    if (row.version < OLDEST_VERSION_NUM) {
      throw new StartError(
        `DATABASE_URL: ${where} is PostgreSQL ${row.text}; the studio needs 15 or newer. Unset DATABASE_URL to use the bundled one.`,
        `DATABASE_URL의 ${where}는 PostgreSQL ${row.text}이에요. 15 이상이 필요해요. DATABASE_URL을 비우면 함께 들어 있는 것을 써요.`,
      );
    }
    if (!row.may_create) {
      throw new StartError(
        `DATABASE_URL: this account may not create schemas on ${where}. Run there: grant create on database … to …;`,
        `DATABASE_URL의 계정이 ${where}에 스키마를 만들 수 없어요. 그 서버에서 grant create on database … to …; 를 실행해 주세요.`,
      );
    }
  } catch (error) {
    throw word(error, where);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** host:port/database, without the account and its password. */
function nameOf(url: string): string {
  try {
    const { protocol, host, pathname } = new URL(url);
    if (/^postgres(ql)?:$/.test(protocol)) return `${host}${pathname}`;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  throw new StartError(
    'DATABASE_URL is not a PostgreSQL address. It looks like postgres://user:password@host:5432/database',
    'DATABASE_URL이 PostgreSQL 주소가 아니에요. postgres://user:password@host:5432/database 모양으로 적어 주세요.',
  );
}

function word(error: unknown, where: string): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  switch (error.code) {
    case '28P01':
    case '28000':
      return new StartError(
        `DATABASE_URL: ${where} does not accept this user and password.`,
        `DATABASE_URL의 사용자나 비밀번호를 ${where}가 받아들이지 않아요.`,
        { cause: error },
      );
    case '3D000':
      return new StartError(
        `DATABASE_URL: the server is there, but it has no such database: ${where}. Create it, or correct the name.`,
        `DATABASE_URL의 서버에 그런 데이터베이스가 없어요: ${where}. 만들거나 이름을 고쳐 주세요.`,
        { cause: error },
      );
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EHOSTUNREACH':
    case 'ETIMEDOUT':
    case 'CONNECT_TIMEOUT':
    case 'CONNECTION_CLOSED':
      return new StartError(
        `DATABASE_URL: no PostgreSQL answers at ${where} (${error.code}). Start it, correct the address, or unset DATABASE_URL.`,
        `DATABASE_URL의 ${where}에서 PostgreSQL이 대답하지 않아요(${error.code}). 켜거나 주소를 고치거나 DATABASE_URL을 비워 주세요.`,
        { cause: error },
      );
    default:
      return error;
  }
}
