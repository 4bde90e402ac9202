import { SEATS, type Seat } from '#server/config/ensemble.ts';
import type { Proof } from '../fault.ts';
import { openTinyWorld, roleQuestion, sampleBrief, type TinyWorld } from './tiny-world.ts';

/** Every family writes every role's grammar: random weights try what no trained model would. */
export const proof: Proof = {
  summary: 'answers of three synthetic families stay inside grammar and schema, in the real child',
  n: 200,
  async prove(io, n) {
    await using world = await openTinyWorld();
    const families: Record<string, unknown> = {};
    let ok = true;
    for (const seat of SEATS) {
      const result = await answersOf(world, seat, n, io.signal);
      const wrapper = world.ensemble.reports().find((report) => report.seat === seat)?.ready?.wrapper;
      families[seat] = { wrapper, ...result };
      ok &&= result.valid === n && result.restarts === 0;
      io.progress(`  ${seat}: ${result.valid} of ${n} valid, ${result.tokens} tokens`);
    }
    return { ok, families };
  },
};

async function answersOf(
  world: TinyWorld,
  seat: Seat,
  n: number,
  signal: AbortSignal,
): Promise<{ valid: number; tokens: number; restarts: number; invalid?: string }> {
  let valid = 0;
  let tokens = 0;
  let invalid: string | undefined;
  const sequences = world.config.seats[seat].sequences;
  let next = 0;
  const work = async (): Promise<void> => {
    for (let i = next++; i < n && !signal.aborted; i = next++) {
      const question = roleQuestion(world, SEATS[i % SEATS.length] ?? 'qwen', sampleBrief(i), i);
      const { text, outputTokens } = await world.ensemble.generate(seat, question.order, { signal, onText: () => undefined });
      tokens += outputTokens;
      if (question.valid(text)) valid++;
      else invalid ??= text;
    }
  };
  await Promise.all(Array.from({ length: sequences }, work));
  const restarts = world.ensemble.reports().find((report) => report.seat === seat)?.restarts ?? 0;
  return { valid, tokens, restarts, ...(invalid === undefined ? {} : { invalid }) };
}
