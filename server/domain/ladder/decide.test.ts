import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MODES } from '../run/mode.ts';
import { type Decision, decide, modeAfterWaiting } from './decide.ts';

const bits = (n: number) => ({
  qwen: (n & 1) !== 0,
  mistral: (n & 2) !== 0,
  llama: (n & 4) !== 0,
  queueFull: (n & 8) !== 0,
  dbUp: (n & 16) !== 0,
});
const with3 = { weights: true, embedded: true } as const;

/**
 * The specification's table, written out by hand for the eight states of the three models with room in the queue.
 * Columns: models up (Q Mi L) → per mode: first reader, validators, hints, served mode.
 */
const TABLE: Readonly<Record<string, Readonly<Record<(typeof MODES)[number], string>>>> = {
  '---': { fast: 'cache rules - emergency', balanced: 'cache rules - emergency', creative: 'cache rules templates emergency' },
  'Q--': { fast: 'qwen rules - fast', balanced: 'qwen rules - fast', creative: 'qwen rules templates fast' },
  '-M-': {
    fast: 'cache rules - emergency',
    balanced: 'cache rules+mistral - emergency',
    creative: 'cache rules+mistral templates emergency',
  },
  'QM-': { fast: 'qwen rules - fast', balanced: 'qwen rules+mistral - balanced', creative: 'qwen rules+mistral templates balanced' },
  '--L': { fast: 'cache rules - emergency', balanced: 'cache rules - emergency', creative: 'cache rules llama emergency' },
  'Q-L': { fast: 'qwen rules - fast', balanced: 'qwen rules - fast', creative: 'qwen rules llama fast' },
  '-ML': { fast: 'cache rules - emergency', balanced: 'cache rules+mistral - emergency', creative: 'cache rules+mistral llama emergency' },
  QML: { fast: 'qwen rules - fast', balanced: 'qwen rules+mistral - balanced', creative: 'qwen rules+mistral llama creative' },
};

function inWords(decision: Decision): string {
  if (!decision.accept) return 'refused';
  return `${decision.read[0]} ${decision.validate.join('+')} ${decision.hints ?? '-'} ${decision.servedMode}`;
}

describe('the ladder', () => {
  it('answers all 32 states of health × 3 modes as the table says', () => {
    for (let n = 0; n < 32; n++) {
      const health = bits(n);
      const row = TABLE[`${health.qwen ? 'Q' : '-'}${health.mistral ? 'M' : '-'}${health.llama ? 'L' : '-'}`];
      for (const mode of MODES) {
        const decision = decide(health, { mode, ...with3 });
        expect(inWords(decision), `${JSON.stringify(health)} ${mode}`).toBe(health.queueFull ? 'refused' : row?.[mode]);
        if (decision.accept) expect(decision.persist).toBe(health.dbUp ? 'database' : 'spool');
        else expect(decision.reasons).toEqual(['queue_full']);
      }
    }
  });

  it('names only the models that the mode needs', () => {
    const allDown = bits(16);
    const reasons = MODES.map((mode) => decide(allDown, { mode, ...with3 }).reasons);
    expect(reasons).toEqual([['qwen_down'], ['qwen_down', 'mistral_down'], ['qwen_down', 'mistral_down', 'llama_down']]);
    expect(decide({ ...allDown, qwen: true }, { mode: 'fast', ...with3 }).reasons).toEqual([]);
  });

  it('serves the asked mode by the embedded engines, without any reason, when no weights are installed', () => {
    for (let n = 16; n < 24; n++) {
      for (const mode of MODES) {
        expect(decide(bits(n), { mode, weights: false, embedded: true })).toEqual({
          accept: true,
          read: ['embedded'],
          validate: ['rules'],
          hints: mode === 'creative' ? 'templates' : null,
          servedMode: mode,
          persist: 'database',
          reasons: [],
        });
      }
    }
  });

  it('leaves no reader when the embedded engine is switched off and no model is installed', () => {
    const decision = decide(bits(16), { mode: 'fast', weights: false, embedded: false });
    expect(decision).toMatchObject({ accept: true, read: [], reasons: ['embedded_off'] });
  });

  it('is total: any state gets a decision, and one with the embedded engine on always has a reader', () => {
    fc.assert(
      fc.property(fc.nat(31), fc.constantFrom(...MODES), fc.boolean(), (n, mode, weights) => {
        const decision = decide(bits(n), { mode, weights, embedded: true });
        expect(decision.accept ? decision.read.at(-1) : decision.reasons[0]).toBe(decision.accept ? 'embedded' : 'queue_full');
      }),
    );
  });

  it('lets waiting step a run down only when an admin has set a limit', () => {
    expect(modeAfterWaiting('creative', 600, null)).toEqual({ mode: 'creative', reasons: [] });
    expect(modeAfterWaiting('creative', 61, 60)).toEqual({ mode: 'balanced', reasons: ['load'] });
    expect(modeAfterWaiting('fast', 61, 60)).toEqual({ mode: 'fast', reasons: [] });
  });
});
