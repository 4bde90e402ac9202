import type { Reading } from '#domain/brief/reading.ts';
import { FEWEST_HINTS, showableHint } from './roles/hinter.ts';

export type OnField = (field: { path: string; value: unknown; confidence: number; words: string[] }) => void;
export type OnHint = (hint: { i: number; of: number; text: string; servedBy: string }) => void;
/** A hint as far as it is written; told again with every piece, never kept. */
export type OnText = (writing: { i: number; text: string }) => void;

/** Reports a field of the reading when it is first known and again whenever its value changes, with the words that led to it. */
export class FieldReporter {
  readonly #onField: OnField;
  readonly #reported = new Map<string, string>();

  constructor(onField: OnField) {
    this.#onField = onField;
  }

  report(reading: Reading): void {
    const paths = new Set(reading.evidence.map(({ path }) => path.split(/[.[]/)[0] ?? path));
    for (const path of paths) {
      const value = (reading as Readonly<Record<string, unknown>>)[path];
      if (value === undefined) continue;
      const spelled = JSON.stringify(value);
      if (this.#reported.get(path) === spelled) continue;
      this.#reported.set(path, spelled);
      const own = reading.evidence.filter((item) => item.path.split(/[.[]/)[0] === path);
      this.#onField({
        path,
        value,
        confidence: Math.max(...own.map(({ confidence }) => confidence)),
        words: [...new Set(own.map(({ text }) => text))],
      });
    }
  }
}

/** Reports each place of the list of hints once, and again when something else comes to stand there. */
export class HintReporter {
  readonly #onHint: OnHint;
  readonly #onText: OnText;
  readonly #reported: string[] = [];

  constructor(onHint: OnHint, onText: OnText = () => undefined) {
    this.#onHint = onHint;
    this.#onText = onText;
  }

  /** Hints that a model has finished, and the one it is writing now; only what may be shown. */
  soFar(written: readonly string[], open: string | null): void {
    const hints = [...new Set(written.map(showableHint))].filter((hint) => hint !== null);
    this.#report(hints, Math.max(FEWEST_HINTS, hints.length), 'llama');
    const writing = open === null ? null : showableHint(open);
    if (writing !== null) this.#onText({ i: hints.length, text: writing });
  }

  all(hints: readonly string[], servedBy: string): void {
    this.#report(hints, hints.length, servedBy);
  }

  #report(hints: readonly string[], of: number, servedBy: string): void {
    for (const [i, text] of hints.entries()) {
      if (this.#reported[i] === text) continue;
      this.#reported[i] = text;
      this.#onHint({ i, of, text, servedBy });
    }
  }
}
