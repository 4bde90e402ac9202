import { createServer } from 'node:net';
import { StartError } from '#server/db/embedded/start-error.ts';

export const DEFAULT_PORT = 8000;
const PORTS_TRIED = 100;

/** The port the web server will take: the one asked for or a refusal; when none was asked for, 8000 or the next free one. */
export async function choosePort(host: string, asked: number | null): Promise<number> {
  if (asked !== null) {
    const problem = await tryPort(host, asked);
    if (problem === null) return asked;
    throw word(host, asked, problem);
  }
  for (let port = DEFAULT_PORT; port < DEFAULT_PORT + PORTS_TRIED; port++) {
    const problem = await tryPort(host, port);
    if (problem === null) return port;
    if (problem !== 'EADDRINUSE') throw word(host, port, problem);
  }
  throw word(host, DEFAULT_PORT, 'EADDRINUSE');
}

/** null = free, else the code of the error. */
function tryPort(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen(port, host, () => probe.close(() => resolve(null)));
  });
}

function word(host: string, port: number, problem: string): StartError {
  switch (problem) {
    case 'EADDRINUSE':
      return new StartError(
        `Port ${port} on ${host} is taken by another program. Stop it, or choose another port: PORT=${port + 1} npm run studio`,
        `${host}의 ${port} 포트를 다른 프로그램이 쓰고 있어요. 그 프로그램을 멈추거나 다른 포트로 시작해 주세요: PORT=${port + 1} npm run studio`,
      );
    case 'EACCES':
      return new StartError(
        `Port ${port} needs rights that this account has not. Choose one above 1023: PORT=${DEFAULT_PORT} npm run studio`,
        `${port} 포트를 열 권한이 없어요. 1024 이상으로 시작해 주세요: PORT=${DEFAULT_PORT} npm run studio`,
      );
    default:
      return new StartError(
        `Cannot listen on ${host}:${port} (${problem}). Is HOST an address of this machine?`,
        `${host}:${port}에서 열 수 없어요(${problem}). HOST가 이 컴퓨터의 주소인지 확인해 주세요.`,
      );
  }
}
