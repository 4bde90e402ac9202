import { withParticle } from '../brief/particle.ts';
import { FAMILIES } from '../ingredient/family.ts';
import { f64 } from '../math/element.ts';
import { FAMILY_COUNT, PHASE_COUNT } from './brief-target.ts';
import { FAMILY_KO } from './family-ko.ts';
import type { Individual } from './individual.ts';
import type { Evaluation } from './objective.ts';
import { isFamily } from './palette.ts';
import type { EvolveProblem } from './problem.ts';
import { lineOf } from './sheet.ts';

const PHASE_KO = ['첫 향', '중심 향', '잔향'] as const;
const SILLAGE_KO = { low: '은은한', moderate: '보통', high: '강한' } as const;

/** Shares this close to the wish count as met. */
const MET = 0.07;
/** Shares further off than this are said to be given up. */
const GIVEN_UP = 0.08;

/** Korean sentences: which asked-for facets a formula meets, and what it gave up for them. Facts of this formula only. */
export function whyItFits(
  problem: EvolveProblem,
  individual: Individual,
  evaluation: Evaluation,
  longevityH: number | null,
  among: { best: number; cheapest: number },
): string[] {
  return [
    familiesMet(problem, evaluation),
    wishesMet(problem, individual),
    ...slotsMet(problem, evaluation),
    longevity(problem, longevityH),
    standing(problem, individual, evaluation, among),
    givenUp(problem, evaluation),
    ...problem.remarks,
  ].filter((sentence) => sentence !== null);
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

function familiesMet({ target }: EvolveProblem, { profile }: Evaluation): string | null {
  const asked = byShare(target.share).filter((f) => f64(target.share, f) >= 0.1);
  if (asked.length === 0) return null;
  const said = asked.slice(0, 3).map((f) => `${nameOf(f)} ${percent(f64(profile, f))} (바란 비율 ${percent(f64(target.share, f))})`);
  const met = asked.filter((f) => Math.abs(f64(profile, f) - f64(target.share, f)) <= MET).length;
  return `향의 비중이 ${said.join(', ')}예요. ${met === asked.length ? '바란 비율과 모두 가까워요.' : met > 0 ? `${asked.length}가지 가운데 ${met}가지가 바란 비율과 가까워요.` : '방향은 같지만 비율은 조금 달라요.'}`;
}

function wishesMet({ palette, limits, materials }: EvolveProblem, individual: Individual): string | null {
  const names = materials.flatMap(({ id, nameKo }, i) => {
    const line = lineOf(individual, i);
    const asked = palette.wanted.includes(id) || palette.wantedAny.some((ids) => ids.includes(id));
    if (line < 0 || !asked) return [];
    return `${nameKo} ${f64(individual.pct, line).toFixed(2)} %${f64(limits.lockedPct, i) > 0 ? ' (고정)' : ''}`;
  });
  return names.length > 0 ? `꼭 넣어 달라고 한 원료를 넣었어요: ${names.join(', ')}.` : null;
}

function slotsMet({ reading }: EvolveProblem, { phaseProfile }: Evaluation): string[] {
  const { pyramid } = reading;
  if (pyramid === null) return [];
  return [pyramid.top, pyramid.middle, pyramid.base].flatMap((slot, phase) => {
    const families = slot.filter(isFamily);
    if (families.length === 0 || phase >= PHASE_COUNT) return [];
    const share = families.reduce((sum, family) => sum + f64(phaseProfile, phase * FAMILY_COUNT + FAMILIES.indexOf(family)), 0);
    return `${PHASE_KO[phase]}에서 ${families.map((family) => FAMILY_KO[family]).join('·')} 비중이 ${percent(share)}예요.`;
  });
}

function longevity({ reading, target }: EvolveProblem, longevityH: number | null): string | null {
  if (reading.longevity_hours_min === null || longevityH === null) return null;
  const hours = longevityH.toFixed(1);
  return longevityH >= target.longevityH
    ? `지속력은 약 ${hours}시간으로 바란 ${target.longevityH}시간을 채워요.`
    : `지속력은 약 ${hours}시간으로 바란 ${target.longevityH}시간보다 짧아요.`;
}

/** What sets this one apart from its companions. */
function standing(
  { options, target, limits }: EvolveProblem,
  { objectives }: Individual,
  { costKrwPerKg }: Evaluation,
  { best, cheapest }: { best: number; cheapest: number },
): string | null {
  const cost = `농축액 1 kg당 약 ${Math.round(costKrwPerKg).toLocaleString('ko-KR')}원`;
  if (f64(objectives, 0) <= best) return '이번 후보 가운데 브리프에 가장 가까워요.';
  if (f64(objectives, 1) <= cheapest) return `이번 후보 가운데 가장 저렴해요 (${cost}).`;
  if (Number.isFinite(limits.budget)) return `${cost}으로 상한의 ${percent(costKrwPerKg / limits.budget)}예요.`;
  if (target.sillage !== null) return `${SILLAGE_KO[target.sillage]} 확산을 목표로 맞췄어요 (부향률 ${options.dosePct} %).`;
  return null;
}

/** The wish that fell shortest, and what stands there instead. */
function givenUp({ target }: EvolveProblem, { profile }: Evaluation): string | null {
  const gap = (f: number): number => f64(target.share, f) - f64(profile, f);
  const [missing = 0] = byShare(Float64Array.from(target.share, (_, f) => gap(f)));
  const [extra = 0] = byShare(Float64Array.from(target.share, (_, f) => -gap(f)));
  if (gap(missing) < GIVEN_UP) return null;
  return `대신 ${withParticle(nameOf(missing), '은')} 바란 ${percent(f64(target.share, missing))}보다 적은 ${percent(f64(profile, missing))}이고, 그 자리에 ${withParticle(nameOf(extra), '이')} ${percent(f64(profile, extra))} 있어요.`;
}

function nameOf(f: number): string {
  const family = FAMILIES[f];
  return family ? FAMILY_KO[family] : '';
}

function byShare(values: Float64Array): number[] {
  return Array.from(values.keys()).sort((a, b) => f64(values, b) - f64(values, a) || a - b);
}
