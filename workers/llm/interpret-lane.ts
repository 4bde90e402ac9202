import { z } from 'zod';
import type { Reading, Validation } from '#domain/brief/reading.ts';
import { templateHints } from '#domain/brief/template-hints.ts';
import { validateReading } from '#domain/brief/validate-reading.ts';
import { DomainError } from '#domain/error.ts';
import type { Lexicon } from '#domain/lexicon/build-lexicon.ts';
import type { NewRunEvent } from '#domain/run/event.ts';
import type { Wakeups } from '#server/db/wakeups.ts';
import type { Lane } from '#server/queue/lane.ts';
import { INTERPRET_QUEUE, type RunJob } from '#server/queue/queues.ts';
import { LostRun } from '#server/services/run/append-events.ts';
import { type ClaimedRun, claimRun } from '#server/services/run/claim-run.ts';
import { failRun } from '#server/services/run/fail-run.ts';
import { finishReading } from '#server/services/run/finish-reading.ts';
import { sayHintText } from '#server/services/run/hint-text.ts';
import { recordEvents } from '#server/services/run/record-events.ts';
import { watchControl } from '#server/services/run/watch-control.ts';
import type { WorkerWorld } from '../worker-process.ts';
import { embeddedOf } from './embedded.ts';
import { EventWriter } from './event-writer.ts';
import type { Reader } from './open-reader.ts';

const SLOTS = 2;

export interface InterpretWorld extends WorkerWorld {
  readonly lexicon: Lexicon;
  readonly reader: Reader;
  readonly wakeups: Wakeups;
}

/** Reads briefs: fields as they become known, hints in creative mode, the validated reading; then it is evolution's turn. */
export function interpretLane(world: InterpretWorld): Lane<RunJob> {
  return { queue: INTERPRET_QUEUE, slots: SLOTS, handle: ({ runId }, { signal }) => interpret(world, runId, signal) };
}

async function interpret(world: InterpretWorld, runId: string, drained: AbortSignal): Promise<void> {
  const { ctx, log, wakeups } = world;
  const claimed = await claimRun(ctx, runId, 'interpret');
  if (!claimed) return;
  const { attempt, config } = claimed.row;
  using control = watchControl({ ctx, wakeups, runId, attempt });
  const writer = new EventWriter((events) => recordEvents({ ctx, input: { runId, attempt, events } }));
  try {
    if (attempt > 1) writer.add({ type: 'resumed', data: { by: world.name, attempt, gen: 0 } });
    const read = claimed.row.reading
      ? correctedByDesigner(world, claimed, claimed.row.reading, writer)
      : await readByReader(world, claimed, writer, AbortSignal.any([drained, control.lost]));
    const { reading, validation, valid, key, ensemble } = read;
    if (!validation.ok) {
      writer.add({ type: 'reading.invalid', data: { issues: validation.issues, notices: reading.notices } });
      await writer.flushed();
      const first = validation.issues.find((issue) => issue.severity === 'error');
      throw new DomainError(
        'bad_input',
        'the reading breaks a rule',
        first?.message_ko ?? '브리프를 해석하지 못했어요. 조금 더 자세히 적어 주세요.',
      );
    }
    await writer.flushed();
    await finishReading({ ctx, input: { runId, attempt, events: [valid], reading, key, config: { ...config, ensemble } } });
  } catch (error) {
    if (error instanceof LostRun || control.lost.aborted) return;
    if (!(error instanceof DomainError)) throw error;
    log.info({ runId, code: error.code }, 'brief refused');
    await failRun({ ctx, input: { runId, attempt, error } });
  }
}

interface Read {
  readonly reading: Reading;
  readonly validation: Validation;
  readonly key: string | null;
  readonly valid: NewRunEvent;
  readonly ensemble: unknown;
}

async function readByReader(world: InterpretWorld, { row, brief }: ClaimedRun, writer: EventWriter, signal: AbortSignal): Promise<Read> {
  const output = await world.reader.read({
    brief,
    mode: row.mode,
    waitedS: (world.ctx.now().getTime() - row.createdAt.getTime()) / 1000,
    tenant: row.ownerId,
    embedded: embeddedOf(world, row.seed),
    signal,
    onField: ({ path, value, confidence, words }) =>
      writer.add({ type: 'reading.field', data: { path, value: z.json().parse(value), confidence, words } }),
    onHint: (hint) => writer.add({ type: 'hint', data: hint }),
    onText: (writing) => {
      // A lost piece is made good by the next one, and by the finished hint in the log.
      sayHintText({ ctx: world.ctx, input: { runId: row.id, ...writing } }).catch((error: unknown) =>
        world.log.debug({ err: error }, 'hint text not told'),
      );
    },
    onMode: (change) => writer.add({ type: 'mode', data: change }),
  });
  const { reading, validation, key, servedBy, servedMode, cached, resolvedConfig } = output;
  const valid: NewRunEvent = {
    type: 'reading.valid',
    data: { reading, validation, key, servedBy: servedBy.read, servedMode, ...(cached ? { cached } : {}) },
  };
  return { reading, validation, key, valid, ensemble: resolvedConfig };
}

/** A reading that its designer has corrected is taken as it is; rules still judge it, and nothing is cached under it. */
function correctedByDesigner(world: InterpretWorld, { row }: ClaimedRun, reading: Reading, writer: EventWriter): Read {
  const { catalogue } = world;
  const validation = validateReading(reading, catalogue);
  if (row.mode === 'creative') {
    const hints = templateHints(reading, { seed: row.seed, catalogue });
    for (const [i, text] of hints.entries()) writer.add({ type: 'hint', data: { i, of: hints.length, text, servedBy: 'templates' } });
  }
  const valid: NewRunEvent = {
    type: 'reading.valid',
    data: { reading, validation, key: null, servedBy: 'designer', servedMode: row.mode },
  };
  return { reading, validation, key: null, valid, ensemble: null };
}
