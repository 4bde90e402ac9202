import type { Reading } from '#domain/brief/reading.ts';
import type { ReadingField, RunState } from '#domain/run/fold-run.ts';

/** A reading on its way: some fields are there, the others will come. */
export type PartialReading = Partial<Reading>;

/** The validated reading, or what its fields say so far. A dotted path fills in one part of a field. */
export function readingSoFar(run: Pick<RunState, 'reading' | 'fields'>): PartialReading {
  if (run.reading) return run.reading;
  const reading: Record<string, unknown> = {};
  for (const { path, value } of run.fields) {
    const [head, ...rest] = path.split('.');
    if (!head) continue;
    if (rest.length === 0) reading[head] = value;
    else {
      const part = reading[head];
      reading[head] = { ...(typeof part === 'object' && part !== null ? part : {}), [rest.join('.')]: value };
    }
  }
  return reading as PartialReading;
}

/** The words of the brief that led to a field, each once. */
export function wordsFor(run: Pick<RunState, 'reading' | 'fields'>, path: string): string[] {
  const under = (other: string) => other === path || other.startsWith(`${path}.`);
  const fromFields = run.fields.filter((field: ReadingField) => under(field.path)).flatMap((field) => field.words);
  const fromEvidence = run.reading?.evidence.filter((evidence) => under(evidence.path)).map((evidence) => evidence.text) ?? [];
  return [...new Set([...fromFields, ...fromEvidence])];
}
