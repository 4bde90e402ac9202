import { createHash } from 'node:crypto';
import type { Mode } from '#domain/run/mode.ts';
import { type EnsembleConfig, quantisationOf, type Seat } from '#server/config/ensemble.ts';
import { HINTER_PROMPT_VERSION, HINTER_SYSTEM } from './prompts/hinter.ts';
import { READER_PROMPT_VERSION, READER_SYSTEM } from './prompts/reader.ts';
import { VALIDATOR_PROMPT_VERSION, VALIDATOR_SYSTEM } from './prompts/validator.ts';
import type { GenerateOrder } from './protocol.ts';

/** JSON roles stay close to the most likely word; only a role that writes sentences takes the mode's temperature. */
const JSON_TEMPERATURE = 0.3;

export const SYSTEM_PROMPTS: Readonly<Record<Seat, string>> = { qwen: READER_SYSTEM, mistral: VALIDATOR_SYSTEM, llama: HINTER_SYSTEM };
export const GRAMMAR_OF_SEAT: Readonly<Record<Seat, string>> = { qwen: 'reader', mistral: 'validator', llama: 'hinter' };
const PROMPT_VERSIONS = [READER_PROMPT_VERSION, VALIDATOR_PROMPT_VERSION, HINTER_PROMPT_VERSION].join('+');

let orders = 0;

/** One question to one seat. Equal questions have equal seeds, so that they replay. */
export function orderFor(
  seat: Seat,
  user: string,
  mode: Mode,
  config: EnsembleConfig,
  { timeoutMs, subject }: { timeoutMs: number; subject: string },
): GenerateOrder {
  const settings = config.modes[mode];
  const writes = seat === 'llama';
  return {
    id: `${process.pid}-${++orders}`,
    subject,
    system: SYSTEM_PROMPTS[seat],
    user,
    grammar: GRAMMAR_OF_SEAT[seat],
    maxTokens: seat === 'mistral' ? Math.ceil(settings.max_new_tokens / 4) : settings.max_new_tokens,
    temperature: writes ? settings.temperature : Math.min(settings.temperature, JSON_TEMPERATURE),
    topP: settings.top_p,
    seed: createHash('sha256').update(`${seat}\n${mode}\n${user}`).digest().readUInt32BE(0),
    timeoutMs: Math.max(1, Math.round(timeoutMs)),
  };
}

/** What a model's answer depends on besides the brief; part of every cache key. `facts` names lexicon and limits. */
export function answerVersions(config: EnsembleConfig, facts: string): string {
  const models = (['qwen', 'mistral', 'llama'] as const).map((seat) => `${config.seats[seat].model}-${quantisationOf(config, seat)}`);
  return ['schema-1', PROMPT_VERSIONS, ...models, facts, 'ko'].join('|');
}
