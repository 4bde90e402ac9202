import type { Mention } from './mention.ts';
import type { Layout } from './scope.ts';

/** Where a brief without any word on strength stands. */
export const NEUTRAL_INTENSITY = 0.5;
export const NEUTRAL_COMPLEXITY = 0.4;
/** Half the width of the range that words can reach from neutral; many words saturate. */
const INTENSITY_SPAN = 0.44;
const COMPLEXITY_SPAN = 0.38;
/** A strength said of one note only ("은은한 꽃향") moves the whole by this part. */
const BOUND_PART = 0.6;
/** What is left of a negated word's effect, turned around: 무겁지 않은 is not yet light. */
const TURNED_PART = 0.65;

/** Intensity and complexity of the whole perfume, 0..1, from every wanted or refused word. */
export function readStrength(layout: Layout, ignored: ReadonlySet<Mention>): { intensity: number; complexity: number; moved: Mention[] } {
  let intensity = 0;
  let complexity = 0;
  const moved: Mention[] = [];
  const seen = new Set<string>();
  const wanted = new Set<string>();
  for (const mention of layout.mentionAt) {
    if (!mention || ignored.has(mention) || (mention.weight === 0 && mention.bound)) continue;
    const { entry } = mention;
    if (mention.wanted && mention.smell) wanted.add(entry.id);
    if (entry.intensity === 0 && entry.complexity === 0) continue;
    if (!mention.wanted && mention.smell && !('value' in entry && (entry.value ?? '').startsWith('bad')) && entry.kind !== 'family')
      continue;
    const part =
      (mention.wanted ? 1 : -TURNED_PART) *
      (mention.bound ? BOUND_PART : 1) *
      (seen.has(entry.id) ? 0.3 : 1) *
      Math.min(1.4, Math.max(0.3, mention.weight));
    seen.add(entry.id);
    intensity += entry.intensity * part;
    complexity += entry.complexity * part;
    moved.push(mention);
  }
  // Many different notes make a perfume more complex than one.
  if (wanted.size >= 5) complexity += 0.08;
  return {
    intensity: bounded(NEUTRAL_INTENSITY, intensity, INTENSITY_SPAN),
    complexity: bounded(NEUTRAL_COMPLEXITY, complexity, COMPLEXITY_SPAN),
    moved,
  };
}

function bounded(neutral: number, sum: number, span: number): number {
  return Math.round((neutral + span * Math.tanh(sum / span)) * 100) / 100;
}
