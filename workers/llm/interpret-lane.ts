import { z } from 'zod';
import { readBrief } from '#domain/brief/read-brief.ts';
import type { Reading } from '#domain/brief/reading.ts';
import { templateHints } from '#domain/brief/template-hints.ts';
import { validateReading } from '#domain/brief/validate-reading.ts';
import { DomainError } from '#domain/error.ts';
import type { Lexicon } from '#domain/lexicon/build-lexicon.ts';
import type { NewRunEvent } from '#domain/run/event.ts';
import type { Lane } from '#server/queue/lane.ts';
import { INTERPRET_QUEUE, type RunJob } from '#server/queue/queues.ts';
import { LostRun } from '#server/services/run/append-events.ts';
import { type ClaimedRun, claimRun } from '#server/services/run/claim-run.ts';
import { failRun } from '#server/services/run/fail-run.ts';
import { finishReading } from '#server/services/run/finish-reading.ts';
import { recordEvents } from '#server/services/run/record-events.ts';
import type { WorkerWorld } from '../worker-process.ts';

const SLOTS = 2;

/** Reads briefs: fields as they become known, the validated reading, hints in creative mode; then evolution's turn. */
export function interpretLane(world: WorkerWorld, lexicon: Lexicon): Lane<RunJob> {
  return { queue: INTERPRET_QUEUE, slots: SLOTS, handle: ({ runId }) => interpret(world, lexicon, runId) };
}

async function interpret(world: WorkerWorld, lexicon: Lexicon, runId: string): Promise<void> {
  const { ctx, catalogue, log } = world;
  const claimed = await claimRun(ctx, runId, 'interpret');
  if (!claimed) return;
  const { attempt, mode, seed } = claimed.row;
  const write = (events: readonly NewRunEvent[]) => recordEvents({ ctx, input: { runId, attempt, events } });
  try {
    const { reading, key } = read(claimed, lexicon);
    await write([...resumedIf(attempt), ...fieldsOf(reading)]);
    const validation = validateReading(reading, catalogue);
    if (!validation.ok) {
      await write([{ type: 'reading.invalid', data: { issues: validation.issues, notices: reading.notices } }]);
      throw new DomainError(
        'bad_input',
        'the reading breaks a rule',
        validation.issues.find((issue) => issue.severity === 'error')?.message_ko ?? '브리프를 해석하지 못했어요.',
      );
    }
    const hints = mode === 'creative' ? templateHints(reading, { seed, catalogue }) : [];
    await finishReading({
      ctx,
      input: {
        runId,
        attempt,
        config: claimed.row.config,
        events: [
          {
            type: 'reading.valid',
            data: { reading, validation, key, servedBy: claimed.row.reading ? 'designer' : 'embedded', servedMode: mode },
          },
          ...hints.map((text, i): NewRunEvent => ({ type: 'hint', data: { i, of: hints.length, text, servedBy: 'templates' } })),
        ],
        reading,
        key,
      },
    });
  } catch (error) {
    if (error instanceof LostRun) return;
    if (!(error instanceof DomainError)) throw error;
    log.info({ runId, code: error.code }, 'brief refused');
    await failRun({ ctx, input: { runId, attempt, error } });
  }
}

/** The designer's corrected reading when there is one; the brief read anew otherwise. */
function read({ row, brief }: ClaimedRun, lexicon: Lexicon): { reading: Reading; key: string | null } {
  return row.reading ? { reading: row.reading, key: null } : readBrief(brief, lexicon);
}

function resumedIf(attempt: number): NewRunEvent[] {
  return attempt > 1 ? [{ type: 'resumed', data: { by: 'worker', attempt, gen: 0 } }] : [];
}

/** One event per field that the brief itself speaks of, with the words that led to it. */
export function fieldsOf(reading: Reading): NewRunEvent[] {
  const fields = new Map<string, { confidence: number; words: string[] }>();
  for (const { path, text, confidence } of reading.evidence) {
    const name = path.split(/[.[]/)[0] ?? path;
    const field = fields.get(name) ?? { confidence: 1, words: [] };
    fields.set(name, { confidence: Math.min(field.confidence, confidence), words: [...field.words, text] });
  }
  const values = new Map(Object.entries(reading));
  return [...fields].flatMap(([path, { confidence, words }]) => {
    const value = values.get(path);
    return value === undefined ? [] : [{ type: 'reading.field', data: { path, value: z.json().parse(value), confidence, words } }];
  });
}
