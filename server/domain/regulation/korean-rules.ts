import type { Catalogue } from '../ingredient/catalogue.ts';
import { KOREAN_CARBONATE_SUM, koreanLimit } from './korean-limits.ts';
import type { RestrictedContent } from './restricted-content.ts';
import { type Judged, type Touch, touch } from './rule.ts';

export const KOREAN_SOURCE = '2차 자료에서 옮긴 화장품 기준이에요.';

/** Korean limits and prohibitions of a content. */
export function koreanTouches(catalogue: Catalogue, content: RestrictedContent, judged: Judged): Touch[] {
  const rows = catalogue.regulation.krLimits.filter(({ cas }) => cas.includes(content.cas));
  const touches = rows.flatMap((row): Touch[] => {
    const limit = koreanLimit(row, judged);
    if (limit === null || (limit === 'prohibited' && content.origin === 'natural')) return [];
    // "Each": every rose ketone has the limit for itself; other rows sum their CAS numbers.
    const key = row.conditions === 'each' ? `kr:${content.cas}` : `kr:${row.cas.join('|')}`;
    const base = {
      key,
      standard: row.conditions === 'each' ? `${row.nameKo}: ${content.name}` : row.nameKo,
      ifraId: null,
      source: 'kr',
    } as const;
    const words = row.conditions === null ? '' : ` (${row.conditions})`;
    return [
      touch(
        limit === 'prohibited'
          ? { ...base, kind: 'prohibited', limitPct: 0, text: `${KOREAN_SOURCE}${words}` }
          : { ...base, kind: 'limit', limitPct: limit, text: `${KOREAN_SOURCE}${words}` },
        content,
      ),
    ];
  });
  if (KOREAN_CARBONATE_SUM.cas.some((cas) => cas === content.cas)) {
    touches.push(
      touch(
        {
          key: 'kr:mhc+moc',
          standard: '메틸헵틴카보네이트 + 메틸옥틴카보네이트',
          ifraId: null,
          source: 'kr',
          kind: 'limit',
          limitPct: KOREAN_CARBONATE_SUM.limitPct,
          text: `${KOREAN_SOURCE} 둘을 합쳐 계산해요.`,
        },
        content,
      ),
    );
  }
  return touches;
}
