import { flushCompileCache } from 'node:module';
import type { FromChild, GenerateOrder, LoadOrder, ToChild } from '../protocol.ts';
import { GenerationFailed, generate } from './generate.ts';
import { startHeartbeat } from './heartbeat.ts';
import { inspectModel } from './inspect-model.ts';
import { type LoadedModel, loadModel, messageOf, openLlama, Refused } from './load-model.ts';

/** A model's own process. It loads one file, answers until it is told to drain, and dies with its supervisor. */
const TEXT_FLUSH_MS = 100;
const SELFTEST_GRAMMAR = 'selftest';

const running = new Map<string, AbortController>();
let loaded: LoadedModel | null = null;
let draining = false;

startHeartbeat(Number(process.env.LLM_HEARTBEAT_MS ?? 1000));
process.on('disconnect', () => process.exit(0));
process.on('SIGINT', () => undefined);
process.on('message', (message: ToChild) => {
  handle(message).catch((error: unknown) => {
    process.stderr.write(`model child: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  });
});
say({ type: 'hello' });

async function handle(message: ToChild): Promise<void> {
  switch (message.type) {
    case 'load':
      return load(message.order);
    case 'inspect':
      return refusing(async () =>
        say({ type: 'inspected', inspection: await inspectModel(await openLlama(message.order.gpu, 1), message.order) }),
      );
    case 'generate':
      return answer(message.order);
    case 'abort':
      running.get(message.id)?.abort();
      return;
    case 'drain':
      draining = true;
      leaveWhenIdle();
  }
}

function load(order: LoadOrder): Promise<void> {
  return refusing(async () => {
    let said = 0;
    const model = await loadModel({ ...order, grammars: { ...order.grammars, [SELFTEST_GRAMMAR]: 'root ::= "ok"' } }, (progress) => {
      if (progress < 1 && performance.now() - said < TEXT_FLUSH_MS) return;
      said = performance.now();
      say({ type: 'loading', progress });
    });
    say({ type: 'selftest' });
    await selftest(model, order.warmSystemPrompt);
    loaded = model;
    say({ type: 'ready', report: model.report });
    // Node keeps compiled code when a process ends by itself; this one is more often killed.
    flushCompileCache();
  });
}

/**
 * Every sequence answers once under a grammar. One of them does so behind the role's system prompt and is the first to be
 * lent out, so that the first request finds the prompt evaluated; the others come by it with their own first request.
 */
async function selftest(model: LoadedModel, warmSystemPrompt: string | null): Promise<void> {
  const systems = Array.from({ length: model.pool.size }, (_, index) =>
    index === 0 && warmSystemPrompt !== null ? warmSystemPrompt : 'Answer ok.',
  );
  const tries = systems.map((system, index) =>
    generate(
      model,
      {
        id: `selftest-${index}`,
        subject: 'selftest',
        system,
        user: 'ok?',
        grammar: SELFTEST_GRAMMAR,
        maxTokens: 8,
        temperature: 0,
        topP: 1,
        seed: 1,
        timeoutMs: 0,
      },
      { signal: new AbortController().signal, onText: () => undefined },
    ),
  );
  for (const { text } of await Promise.all(tries)) {
    if (text !== 'ok') throw new Refused('bad_file', `the self-test answered ${JSON.stringify(text)}`);
  }
}

async function answer(order: GenerateOrder): Promise<void> {
  if (!loaded || draining) return fail(order.id, 'not_ready', draining ? 'draining' : 'no model is loaded');
  const cancel = new AbortController();
  running.set(order.id, cancel);
  const flush = textFlusher(order.id);
  try {
    const generation = await generate(loaded, order, {
      signal: AbortSignal.any([cancel.signal, AbortSignal.timeout(order.timeoutMs)]),
      onText: flush.add,
    });
    flush.now();
    say({ type: 'done', id: order.id, generation });
  } catch (error) {
    if (error instanceof GenerationFailed) fail(order.id, error.code, error.message);
    else fail(order.id, 'internal', messageOf(error));
  } finally {
    flush.stop();
    running.delete(order.id);
    leaveWhenIdle();
  }
}

/** Text goes out at most ten times a second, whatever the tokens do. */
function textFlusher(id: string): { add: (text: string) => void; now: () => void; stop: () => void } {
  let pending = '';
  const now = (): void => {
    if (pending !== '') say({ type: 'text', id, text: pending });
    pending = '';
  };
  const timer = setInterval(now, TEXT_FLUSH_MS);
  const add = (text: string): void => {
    pending += text;
  };
  return { add, now, stop: () => clearInterval(timer) };
}

function leaveWhenIdle(): void {
  if (!draining || running.size > 0) return;
  say({ type: 'drained' }, () => process.exit(0));
}

async function refusing(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Refused) say({ type: 'refused', code: error.code, message: error.message });
    else say({ type: 'refused', code: 'bad_file', message: messageOf(error) });
  }
}

function fail(id: string, code: GenerationFailed['code'], message: string): void {
  say({ type: 'failed', id, code, message });
}

function say(message: FromChild, sent: () => void = () => undefined): void {
  if (!process.connected) process.exit(0);
  process.send?.(message, undefined, undefined, sent);
}
