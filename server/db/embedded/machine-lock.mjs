/**
 * A lock that a killed process cannot leave behind: a listening socket that has a name and no file. The kernel releases it.
 * Plain JavaScript, because the bootstrap needs it on Node 20 too. Types: machine-lock.d.mts.
 */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const RETRY_MS = 25;
/** Linux names fill all 108 bytes: Node 20 pads shorter ones with NULs and Node 24 does not, so they would not meet. */
const LINUX_NAME_BYTES = 108;

function socketName(purpose, folder) {
  const digest = createHash('sha256').update(folder).digest('hex').slice(0, 32);
  const name = `fragrance-ai/${purpose}/${digest}`;
  if (process.platform === 'linux') return `\0${name}`.padEnd(LINUX_NAME_BYTES, '.');
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`;
  return join(tmpdir(), `${name.replaceAll('/', '-')}.sock`);
}

function listen(name, answer) {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.end(answer());
    });
    server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(null) : reject(error)));
    server.listen(name, () => {
      server.unref();
      resolve({ release: () => new Promise((closed) => server.close(() => closed())) });
    });
  });
}

export async function takeLock(purpose, folder, answer = () => String(process.pid)) {
  const name = socketName(purpose, folder);
  const lock = await listen(name, answer);
  if (lock || process.platform === 'linux' || process.platform === 'win32') return lock;
  // Elsewhere the socket is a file, and a killed holder leaves it behind.
  if ((await askHolder(purpose, folder)) !== null) return null;
  rmSync(name, { force: true });
  return listen(name, answer);
}

export function askHolder(purpose, folder) {
  return new Promise((resolve) => {
    const socket = createConnection(socketName(purpose, folder));
    let said = '';
    socket.setEncoding('utf8');
    socket.on('data', (text) => {
      said += text;
    });
    socket.once('end', () => resolve(said));
    socket.once('error', () => resolve(null));
  });
}

export async function oneAtATime(purpose, folder, work, onWait = () => undefined) {
  for (let waited = 0; ; waited++) {
    const lock = await takeLock(purpose, folder);
    if (!lock) {
      if (waited === 0) onWait();
      await sleep(RETRY_MS);
      continue;
    }
    try {
      return await work();
    } finally {
      await lock.release();
    }
  }
}
