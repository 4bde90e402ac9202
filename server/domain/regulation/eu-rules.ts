import type { Catalogue } from '../ingredient/catalogue.ts';
import { isRinseOff } from './leave-on.ts';
import type { RestrictedContent } from './restricted-content.ts';
import { type Judged, type Rule, type Touch, touch } from './rule.ts';

/** EU caps and prohibitions of a content. A prohibition is not applied to traces in naturals. */
export function euTouches(catalogue: Catalogue, content: RestrictedContent, { category }: Judged): Touch[] {
  const rows = catalogue.regulation.euLimits.filter(
    ({ cas, limit }) => cas === content.cas && !(limit === 'prohibited' && content.origin === 'natural'),
  );
  return rows.flatMap((row): Touch[] => {
    if (row.scope.startsWith('other than oral products') && category === '6') return [];
    if (row.scope.startsWith('leave-on') && isRinseOff(category)) return [];
    const summedWith = row.scope.includes('sum with isoeugenol')
      ? catalogue.regulation.euLimits.find(({ name }) => name === 'Isoeugenol')
      : row;
    const standard = `${row.basis.split(' (')[0]}: ${summedWith?.name ?? row.name}`;
    const verify = row.confidence === 'verify' ? ' 2차 자료예요: 원문을 확인해 주세요.' : '';
    const base = { key: `eu:${summedWith?.cas ?? row.cas}`, standard, ifraId: null, source: 'eu' } as const;
    const rule: Rule =
      row.limit === 'prohibited'
        ? { ...base, kind: 'prohibited', limitPct: 0, text: row.basis }
        : { ...base, kind: 'limit', limitPct: row.limit, text: `범위: ${row.scope}.${verify}` };
    return [touch(rule, content)];
  });
}
