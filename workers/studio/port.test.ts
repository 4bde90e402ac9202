import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { choosePort, DEFAULT_PORT } from './port.ts';

const held: Server[] = [];

afterEach(async () => {
  for (const server of held.splice(0)) await new Promise((resolve) => server.close(resolve));
});

/** A port that something else listens on. */
async function takenPort(port = 0): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    // Somebody else may hold it already: taken all the same.
    server.once('error', () => resolve());
    server.listen(port, '127.0.0.1', resolve);
  });
  if (!server.listening) return port;
  held.push(server);
  const address = server.address();
  return address && typeof address === 'object' ? address.port : port;
}

describe('the port of the pages', () => {
  it('is refused with another one to try when it was asked for and is taken', async () => {
    const port = await takenPort();
    await expect(choosePort('127.0.0.1', port)).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken`);
    await expect(choosePort('127.0.0.1', port)).rejects.toMatchObject({ messageKo: expect.stringContaining(`PORT=${port + 1}`) });
  });

  it('is the next free one when none was asked for and 8000 is taken', async () => {
    await takenPort(DEFAULT_PORT);
    expect(await choosePort('127.0.0.1', null)).toBeGreaterThan(DEFAULT_PORT);
  });

  it('is refused when HOST is no address of this machine', async () => {
    await expect(choosePort('192.0.2.1', null)).rejects.toThrow(/Cannot listen on 192\.0\.2\.1/);
  });
});
