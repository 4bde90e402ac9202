import { describe, expect, it } from 'vitest';
import { CheckResult } from '#domain/regulation/check.ts';
import { type CliIo, EXIT, type Verb } from '../verb.ts';
import { verb as check } from './check.ts';
import { verb as odour } from './odour.ts';

/** Runs a verb on these input lines; answers are what would go to stdout. */
async function run(verb: Verb, lines: readonly unknown[]): Promise<{ exit: number; answers: Record<string, unknown>[] }> {
  const answers: Record<string, unknown>[] = [];
  const io: CliIo = {
    async *lines() {
      for (const line of lines) yield typeof line === 'string' ? line : JSON.stringify(line);
    },
    answer: async (row) => void answers.push(JSON.parse(JSON.stringify(row))),
    progress: () => undefined,
    signal: new AbortController().signal,
  };
  return { exit: await verb.run(io, []), answers };
}

describe('check on the command line', () => {
  it('answers every line once, in order, with its id as it came, errors among them', async () => {
    const formula = { category: '4', dose_pct: 20, market: 'ifra', lines: [{ ingredient: 'Rose oil', pct: 5 }] };
    const { exit, answers } = await run(check, [
      { id: 7, ...formula },
      { id: 'x', ...formula, lines: [{ ingredient: 'Lime oil', pct: 5 }] },
      'not json',
      { id: 8, ...formula, category: '13' },
      { ...formula, category: 'ALL', dose_pct: '20 %' },
    ]);
    expect(exit).toBe(EXIT.someErrors);
    expect(answers.map(({ id, error }) => [id ?? null, (error as { code: string } | undefined)?.code ?? null])).toEqual([
      [7, null],
      ['x', 'ambiguous_ingredient'],
      [null, 'bad_json'],
      [8, 'bad_input'],
      [null, null],
    ]);
    const { id, ...result } = answers[0] ?? {};
    expect(CheckResult.safeParse(result).success).toBe(true);
    expect(result).toMatchObject({ ok: false, max_dose_pct: 11, category: '4', market: 'ifra', dose_pct: 20 });
    expect(answers[4]).toMatchObject({ category: 'all' });
  });

  it('exits 0 when all are answered', async () => {
    const { exit } = await run(check, [{ category: 4, dose_pct: 10, lines: [{ cas: '5989-27-5', pct: 10 }] }]);
    expect(exit).toBe(EXIT.allAnswered);
  });
});

describe('odour on the command line', () => {
  it('answers with components, a curve at the asked times, longevity and the mass balance', async () => {
    const { exit, answers } = await run(odour, [
      {
        id: 1,
        lines: [
          { ingredient: 'Lemon oil (expressed)', pct: 10 },
          { ingredient: 'ethanol', pct: 90 },
        ],
        times_s: [0, 60, 3600],
        surface: 'skin',
      },
      { id: 2, mole_fractions: { '64-17-5': 0.5 } },
    ]);
    expect(exit).toBe(EXIT.someErrors);
    expect(answers[0]).toMatchObject({ curve: [{ t_s: 0 }, { t_s: 60 }, { t_s: 3600 }] });
    expect(answers[0]?.mass_balance_error).toBeLessThan(1e-6);
    expect(answers[1]).toMatchObject({ id: 2, error: { code: 'bad_input' } });
  });
});
