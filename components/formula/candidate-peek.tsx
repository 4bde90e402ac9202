'use client';
import { useTranslations } from 'next-intl';
import { useMaterials } from '../ingredient/materials.ts';
import { useRunState } from '../run/use-run.ts';
import { Peek } from '../ui/peek.tsx';
import { Pyramid } from './blotter.tsx';
import { FormulaTable } from './formula-table.tsx';
import { pyramidOf } from './pyramid.ts';

/** A candidate in full: what is in it, how it unfolds, what the law says and why it was chosen. */
export function CandidatePeek({ candidateId, onClose }: { candidateId: string; onClose: () => void }) {
  const t = useTranslations();
  const materials = useMaterials();
  const candidate = useRunState((run) => [...run.candidates, ...run.withdrawn].find((one) => one.id === candidateId));
  if (!candidate) return null;
  return (
    <Peek title={t('peek.title', { rank: candidate.rank })} onClose={onClose}>
      <Pyramid tiers={pyramidOf(candidate.lines, materials.card)} />
      <FormulaTable lines={candidate.lines} />
    </Peek>
  );
}
