import { describe, expect, it } from 'vitest';
import { readBrief } from '#domain/brief/read-brief.ts';
import { fitPreference } from '#domain/preference/fit.ts';
import { packModel } from '#domain/preference/model.ts';
import type { CandidateEventData } from '#domain/run/event.ts';
import { readSeedLexicon } from '#drizzle/seed/read-lexicon.ts';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { SHIPPED_REFERENCE } from '../train/train-policy.ts';
import { runEvolution } from './run-evolution.ts';

/** A model whose gate is open, so that its path through a run is taken; what it believes does not matter here. */
function openGate() {
  const materials = readSeedCatalogue().materials.map((material) => material.id);
  const model = packModel(fitPreference({ candidates: [], ratings: [], pairs: [], materials: materials.length }), materials);
  return { ...model, gate: { ...model.gate, weight: 0.5, lowerBound: 0.05, reason: null } };
}

async function evolve(taste: boolean): Promise<{ candidates: CandidateEventData[]; hash: string }> {
  const { reading } = readBrief('상큼한 시트러스와 은은한 꽃향기가 나는 여름 향수', readSeedLexicon());
  const candidates: CandidateEventData[] = [];
  const end = await runEvolution({
    reading,
    market: 'kr',
    category: '4',
    dosePct: 18,
    preset: 'fast',
    maxRounds: 1,
    seed: 7,
    mode: 'fast',
    ...(taste ? { taste: { model: openGate(), designer: 'd1', policyPath: SHIPPED_REFERENCE } } : {}),
    signal: new AbortController().signal,
    onEvents: async (events) => {
      for (const event of events) if (event.type === 'candidate') candidates.push(event.data);
    },
    onCheckpoint: async () => undefined,
  });
  return { candidates, hash: end.hash };
}

describe('a run with a learned taste', () => {
  it('carries one control formula beside those the policy began, and repeats to the last digit', async () => {
    const [first, second] = [await evolve(true), await evolve(true)];
    expect(first.candidates.map((candidate) => candidate.source).sort()).toEqual(['control', ...Array.from({ length: 7 }, () => 'policy')]);
    expect(first.candidates.every((candidate) => candidate.compliance.ok)).toBe(true);
    expect(second.hash).toBe(first.hash);
  });

  it('has neither without one', async () => {
    expect(new Set((await evolve(false)).candidates.map((candidate) => candidate.source))).toEqual(new Set(['evolved']));
  });
});
