import { createInterface } from 'node:readline';
import type { z } from 'zod';
import { DomainError } from '#domain/error.ts';

/** What a verb may touch of the outside: input lines, answer lines, progress on stderr, interruption. */
export interface CliIo {
  lines(): AsyncIterable<string>;
  /** Writes one NDJSON answer line and waits for the pipe to drain. */
  answer(row: unknown): Promise<void>;
  /** Progress and remarks, on stderr. */
  progress(text: string): void;
  /** Aborted on Ctrl-C. */
  readonly signal: AbortSignal;
}

export const EXIT = { allAnswered: 0, someErrors: 1, usage: 2, interrupted: 130 } as const;

/** One verb of the command line; loaded only when it runs. */
export interface Verb {
  readonly summary: string;
  /** Shown by --help: input and output shape, options. */
  readonly help: string;
  run(io: CliIo, args: readonly string[]): Promise<number>;
}

export function processIo(signal: AbortSignal): CliIo {
  return {
    lines: () => createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY, signal }),
    answer: (row) =>
      new Promise((resolve, reject) => {
        process.stdout.write(`${JSON.stringify(row)}\n`, (error) => (error ? reject(error) : resolve()));
      }),
    progress: (text) => void process.stderr.write(`${text}\n`),
    signal,
  };
}

/**
 * Answers every non-empty input line in order with exactly one line; a line that cannot be answered gets an `error` row.
 * `id` comes back as it came. Returns the exit code.
 */
export async function answerEachLine<In extends { id?: string | number | undefined }>(
  io: CliIo,
  schema: z.ZodType<In>,
  answer: (input: In) => unknown,
): Promise<number> {
  let failed = false;
  for await (const line of io.lines()) {
    if (line.trim() === '') continue;
    let id: unknown = null;
    try {
      const json = parseJson(line);
      if (typeof json === 'object' && json !== null && 'id' in json) id = json.id;
      const input = schema.safeParse(json);
      if (!input.success) {
        const issue = input.error.issues[0];
        throw new DomainError('bad_input', `${issue?.path.join('.') || 'line'}: ${issue?.message}`, '입력 형식이 맞지 않아요.');
      }
      await io.answer({ id, ...((await answer(input.data)) as object) });
    } catch (error) {
      failed = true;
      await io.answer({ id, error: errorRow(error) });
    }
    if (io.signal.aborted) return EXIT.interrupted;
  }
  if (io.signal.aborted) return EXIT.interrupted;
  return failed ? EXIT.someErrors : EXIT.allAnswered;
}

export function errorRow(error: unknown): Record<string, unknown> {
  if (error instanceof DomainError) return { code: error.code, message: error.message, message_ko: error.messageKo, ...error.details };
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new DomainError('bad_json', 'not a JSON object on one line', 'JSON 한 줄이 아니에요.');
  }
}
