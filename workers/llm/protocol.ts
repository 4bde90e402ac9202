/** What a supervisor and its model child say to each other. Structured clones over the fork's channel. */

/** Everything a child needs to become ready. `grammars` are built at load, so that a bad one fails readiness. */
export interface LoadOrder {
  readonly modelPath: string;
  readonly wrappers: readonly string[];
  readonly gpu: boolean;
  readonly threads: number;
  readonly contextSize: number;
  readonly sequences: number;
  readonly batchSize: number;
  readonly grammars: Readonly<Record<string, string>>;
  /** System prompts that are evaluated once per sequence at load, so that the first request finds them there. */
  readonly warmSystemPrompt: string | null;
}

export interface GenerateOrder {
  readonly id: string;
  /** What the request is about (a hash): a process that dies under it counts against the subject. */
  readonly subject: string;
  readonly system: string;
  readonly user: string;
  /** Name of one of the load order's grammars. */
  readonly grammar: string;
  readonly maxTokens: number;
  readonly temperature: number;
  readonly topP: number;
  readonly seed: number;
  /** Milliseconds from receipt; clocks of two processes are not compared. */
  readonly timeoutMs: number;
}

export type ToChild =
  | { readonly type: 'load'; readonly order: LoadOrder }
  | { readonly type: 'inspect'; readonly order: Pick<LoadOrder, 'modelPath' | 'contextSize' | 'sequences' | 'gpu'> }
  | { readonly type: 'generate'; readonly order: GenerateOrder }
  | { readonly type: 'abort'; readonly id: string }
  | { readonly type: 'drain' };

export interface ReadyReport {
  readonly wrapper: string;
  readonly architecture: string;
  readonly contextSize: number;
  readonly sequences: number;
  readonly gpu: string | null;
  readonly gpuLayers: number;
  readonly loadMs: number;
}

/** What a file would need, from its header alone. Bytes. */
export interface Inspection {
  readonly architecture: string;
  readonly weightBytes: number;
  readonly kvBytesPerToken: number;
  readonly contextBytes: number;
  readonly overheadBytes: number;
  readonly freeBytes: number;
  readonly where: 'vram' | 'ram';
  readonly fits: boolean;
}

export interface Generation {
  readonly text: string;
  readonly promptTokens: number;
  /** Prompt tokens that were still in the sequence from an earlier request and were not evaluated again. */
  readonly reusedTokens: number;
  readonly outputTokens: number;
  readonly firstTokenMs: number | null;
  readonly ms: number;
}

export const GENERATION_FAILURES = ['too_long', 'max_tokens', 'aborted', 'deadline', 'not_ready', 'internal'] as const;
export type GenerationFailure = (typeof GENERATION_FAILURES)[number];

/** Why a child will never be ready with this file. */
export const REFUSALS = ['insufficient_memory', 'wrong_wrapper', 'bad_file', 'bad_grammar', 'no_backend'] as const;
export type Refusal = (typeof REFUSALS)[number];

export type FromChild =
  | { readonly type: 'hello' }
  | { readonly type: 'loading'; readonly progress: number }
  | { readonly type: 'selftest' }
  | { readonly type: 'ready'; readonly report: ReadyReport }
  | { readonly type: 'refused'; readonly code: Refusal; readonly message: string }
  | { readonly type: 'inspected'; readonly inspection: Inspection }
  | { readonly type: 'text'; readonly id: string; readonly text: string }
  | { readonly type: 'done'; readonly id: string; readonly generation: Generation }
  | { readonly type: 'failed'; readonly id: string; readonly code: GenerationFailure; readonly message: string }
  | { readonly type: 'drained' };

/** One line of the heartbeat pipe: how long ago the main loop last turned, and the process's memory. */
export interface Beat {
  readonly lagMs: number;
  readonly rss: number;
}

/** The pipe the heartbeat thread writes to; it is not the message channel, which a busy main loop would hold up. */
export const HEARTBEAT_FD = 4;
