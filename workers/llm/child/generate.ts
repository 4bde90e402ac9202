import { type ChatHistoryItem, LlamaChat } from 'node-llama-cpp';
import type { GenerateOrder, Generation, GenerationFailure } from '../protocol.ts';
import type { LoadedModel } from './load-model.ts';

/** A generation that did not end as an answer. */
export class GenerationFailed extends Error {
  readonly code: GenerationFailure;

  constructor(code: GenerationFailure, message: string) {
    super(message);
    this.name = 'GenerationFailed';
    this.code = code;
  }
}

/**
 * One answer under a grammar. The brief enters only as a user turn's text, so special tokens that a person typed stay
 * ordinary text. Running out of tokens is a failure: the JSON is cut. Throws GenerationFailed.
 */
export async function generate(
  loaded: LoadedModel,
  order: GenerateOrder,
  { signal, onText }: { signal: AbortSignal; onText: (text: string) => void },
): Promise<Generation> {
  const began = performance.now();
  const grammar = loaded.grammars.get(order.grammar);
  if (!grammar) throw new GenerationFailed('internal', `no grammar ${order.grammar}`);
  const history: ChatHistoryItem[] = [
    { type: 'system', text: order.system },
    { type: 'user', text: order.user },
    { type: 'model', response: [] },
  ];
  const promptTokens = loaded.wrapper.generateContextState({ chatHistory: history }).contextText.tokenize(loaded.model.tokenizer).length;
  const sequence = await loaded.pool.acquire(signal).catch(failAborted);
  const chat = new LlamaChat({ contextSequence: sequence, chatWrapper: loaded.wrapper });
  try {
    // A context that overflows is shifted silently and loses the system prompt; refuse instead.
    if (promptTokens + order.maxTokens > sequence.contextSize) {
      throw new GenerationFailed('too_long', `${promptTokens} + ${order.maxTokens} tokens do not fit ${sequence.contextSize}`);
    }
    const before = sequence.tokenMeter.getState();
    let firstTokenMs: number | null = null;
    let outputTokens = 0;
    const result = await chat
      .generateResponse(history, {
        grammar,
        maxTokens: order.maxTokens,
        temperature: order.temperature,
        topP: order.topP,
        seed: order.seed,
        // The default penalty punishes the punctuation that JSON repeats.
        repeatPenalty: false,
        budgets: { thoughtTokens: 0, commentTokens: 0 },
        signal,
        onToken: (tokens) => {
          firstTokenMs ??= performance.now() - began;
          outputTokens += tokens.length;
        },
        onTextChunk: onText,
      })
      .catch(failAborted);
    if (result.metadata.stopReason === 'maxTokens') throw new GenerationFailed('max_tokens', `no end within ${order.maxTokens} tokens`);
    const { usedInputTokens } = sequence.tokenMeter.diff(before);
    return {
      text: result.response,
      promptTokens,
      reusedTokens: Math.max(0, promptTokens - usedInputTokens),
      outputTokens,
      firstTokenMs,
      ms: performance.now() - began,
    };
  } finally {
    chat.dispose({ disposeSequence: false });
    loaded.pool.release(sequence);
  }
}

function failAborted(reason: unknown): never {
  if (reason instanceof GenerationFailed) throw reason;
  if (reason instanceof Error && reason.name === 'TimeoutError') throw new GenerationFailed('deadline', 'the deadline passed');
  if (reason instanceof Error && reason.name === 'AbortError') throw new GenerationFailed('aborted', 'aborted');
  throw reason;
}
