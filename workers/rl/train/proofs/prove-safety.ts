import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EvolveProblem } from '#domain/evolve/problem.ts';
import { type Briefs, makeWorld } from '#domain/preference/simulation/world.ts';
import { readPolicyFile } from '../policy-file.ts';
import { readRlConfig } from '../rl-config.ts';
import { trainPolicy } from '../train-policy.ts';
import type { TrainingFaults, TrainingReport, TrainingSummary } from '../training-messages.ts';
import { type Answering, carelessly, deliver, rateAndFit, UPSIDE_DOWN } from './rate-and-fit.ts';
import { mean, rounded } from './statistics.ts';

const RATINGS = 200;
const DELIVER_EVALS = 3000;

type Answer = (row: Record<string, unknown>) => Promise<void>;

/** Faults and bad raters: (a) lr × 50, (b) a NaN reward, (c) 30 % random answers, (d) a rater who answers upside down. */
export async function proveSafety(
  briefs: Briefs,
  { worlds, firstWorld, evals, only }: { worlds: number; firstWorld: number; evals: number; only: string },
  answer: Answer,
): Promise<boolean> {
  const results: boolean[] = [];
  if (only.includes('a')) results.push(await learningRateFault(briefs.training.slice(0, 8), answer));
  if (only.includes('b')) results.push(await nanFault(briefs.training.slice(0, 8), answer));
  const raters = async (name: string, answering: Answering, judge: (gain: number, lead: number) => boolean): Promise<void> => {
    const gains: number[] = [];
    const leads: number[] = [];
    const gates: number[] = [];
    for (let seed = firstWorld; seed < firstWorld + worlds; seed++) {
      const world = makeWorld(briefs, seed, { evals: DELIVER_EVALS });
      const { model } = await rateAndFit(world, { ratings: RATINGS, evals, answering, seed: seed * 17 + 3 });
      const { gain, lead } = await deliver(world, model, { evals: DELIVER_EVALS });
      gains.push(gain);
      leads.push(lead);
      gates.push(model.gate.weight);
      await answer({
        check: name,
        world: seed,
        gain: rounded(gain),
        lead_stars: rounded(lead),
        gate: rounded(model.gate.weight, 2),
        reason: model.gate.reason,
      });
    }
    const ok = judge(mean(gains), mean(leads));
    results.push(ok);
    await answer({
      check: name,
      ok,
      worlds,
      gain: rounded(mean(gains)),
      lead_stars: rounded(mean(leads)),
      gates: gates.map((gate) => rounded(gate, 2)),
    });
  };
  if (only.includes('c')) await raters('c: 30 % random answers, gain ≥ .2', carelessly(0.3), (gain) => gain >= 0.2);
  if (only.includes('d')) await raters('d: upside-down rater, utility ≥ brief − .1', UPSIDE_DOWN, (_gain, lead) => lead >= -0.1);
  const ok = results.every(Boolean);
  await answer({ ok });
  return ok;
}

async function learningRateFault(problems: readonly EvolveProblem[], answer: Answer): Promise<boolean> {
  const faultAt = 4;
  const before = await shortTraining(problems, {}, faultAt - 1);
  const struck = await shortTraining(problems, { learningRate: { iteration: faultAt, factor: 50 } }, faultAt - 1, faultAt);
  const rollback = struck.reports.find((report) => report.type === 'rollback');
  const restored = rollback !== undefined && struck.weights === before.weights;
  const ok = rollback?.type === 'rollback' && rollback.rollback.iteration === faultAt && restored;
  await answer({
    check: 'a: learning rate × 50',
    ok,
    fault_at: faultAt,
    rollback: rollback?.type === 'rollback' ? rollback.rollback : null,
    weights_equal_checkpoint: restored,
  });
  return ok;
}

async function nanFault(problems: readonly EvolveProblem[], answer: Answer): Promise<boolean> {
  const faultAt = 3;
  const { reports, summary } = await shortTraining(problems, { nanReward: { iteration: faultAt } }, 6);
  const rollback = reports.find((report) => report.type === 'rollback');
  const ok = rollback?.type === 'rollback' && rollback.rollback.reason === 'not_a_number' && summary.iterations >= 5;
  await answer({
    check: 'b: NaN reward',
    ok,
    rollback: rollback?.type === 'rollback' ? rollback.rollback : null,
    iterations: summary.iterations,
  });
  return ok;
}

/** A few iterations of fine-tuning; stops after `stopAfter` reports of an iteration when given. Returns a hash of the final weights. */
async function shortTraining(
  problems: readonly EvolveProblem[],
  faults: TrainingFaults,
  iterations: number,
  stopAfter?: number,
): Promise<{ reports: TrainingReport[]; summary: TrainingSummary; weights: string }> {
  const directory = mkdtempSync(join(tmpdir(), 'safety-'));
  const config = readRlConfig();
  const reports: TrainingReport[] = [];
  const seen = (): number => reports.filter((report) => report.type === 'iteration').length;
  try {
    const summary = await trainPolicy(
      {
        kind: 'fine_tune',
        catalogue: null,
        briefs: [],
        model: null,
        designer: null,
        config,
        seed: 7,
        directory,
        referencePath: null,
        resume: false,
        provider: 'cpu',
        faults,
      },
      (report) => reports.push(report),
      () => seen() >= (stopAfter ?? iterations),
      problems,
    );
    const { theta } = readPolicyFile(readFileSync(summary.policyPath));
    return { reports, summary, weights: createHash('sha256').update(new Uint8Array(theta.buffer)).digest('hex') };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
