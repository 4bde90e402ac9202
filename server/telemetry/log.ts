import { type Logger, pino } from 'pino';

export type Log = Logger;

/** A JSON log on stderr. Brief text and secrets are redacted: briefs are trade secrets. */
export function makeLog(name: string, level = process.env.LOG_LEVEL ?? 'info'): Log {
  return pino(
    {
      name,
      level,
      redact: {
        paths: ['brief', '*.brief', 'password', '*.password', 'secret', '*.secret', 'url', 'connectionString'],
        censor: '[redacted]',
      },
    },
    pino.destination(2),
  );
}
