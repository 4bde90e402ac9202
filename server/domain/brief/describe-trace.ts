import type { traceBrief } from './read-brief.ts';

/** One brief through every stage, a line or two per stage, to be read by a person. */
export function describeTrace({ result, trace }: ReturnType<typeof traceBrief>): string[] {
  const { reading, key } = result;
  const said = Object.entries(reading).filter(
    ([field, value]) =>
      !['schema', 'evidence', 'notices', 'notes_preference'].includes(field) &&
      value !== null &&
      !(Array.isArray(value) && value.length === 0),
  );
  return [
    `1 folded     ${trace.folded}`,
    `2 words      ${trace.words.map((word) => `${word.text}⟨${word.entry?.id ?? word.kind}${word.ending ? ` ${word.ending}` : ''}${word.particles.length > 0 ? ` +${word.particles.join('+')}` : ''}⟩`).join(' ')}`,
    `3 predicates ${trace.complexes
      .map(
        (one) =>
          `${trace.words
            .slice(one.first, one.last + 1)
            .map((word) => word.text)
            .join(
              ' ',
            )}: ${one.verb}${one.negative ? ', negative' : ''}${one.excess ? ', too much' : ''}${one.less ? ', less' : ''}, ${one.ending}`,
      )
      .join(' | ')}`,
    `4 mentions   ${trace.mentions.map((mention) => `${mention.wanted ? (mention.reduced ? '±' : '+') : mention.soft ? '~' : '−'}${mention.entry.id}${mention.weight === 1 ? '' : ` ×${mention.weight.toFixed(2)}`}${mention.slot ? ` @${mention.slot}` : ''}${mention.sharePct === null ? '' : ` ${mention.sharePct} %`}`).join('  ')}`,
    `5 shares     ${Object.entries(reading.notes_preference)
      .sort(([, a], [, b]) => b - a)
      .map(([family, share]) => `${family} ${share.toFixed(2)}`)
      .join(', ')}`,
    `6 fields     ${said.map(([field, value]) => `${field}=${JSON.stringify(value)}`).join(' ')}`,
    `7 notices    ${reading.notices.map((notice) => `${notice.kind}: ${notice.text}`).join(' | ') || 'none'}`,
    `8 evidence   ${reading.evidence.map((one) => `${one.path} ← “${one.text}” ${one.confidence}`).join('; ')}`,
    `9 key        ${key ?? 'none (a cue could not be attached: never cached)'}`,
  ];
}
