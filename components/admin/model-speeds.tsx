'use client';
import { useTranslations } from 'next-intl';
import { useFigures } from '../ui/figures.ts';
import { Panel } from './admin-frame.tsx';
import { useMeasures } from './measures.tsx';

/** How fast the models have been, by role; a role that has not answered yet has no figures. */
export function ModelSpeeds() {
  const t = useTranslations('admin.models');
  const words = useTranslations('admin.measures');
  const figures = useFigures();
  const models = useMeasures().data?.models.filter(({ outputTokens, tokensPerSecond }) => outputTokens > 0 || tokensPerSecond !== null);
  if (!models || models.length === 0) return null;
  return (
    <Panel title={t('figures')}>
      <ul className="figures grid gap-1 text-dense">
        {models.map(({ seat, tokensPerSecond, firstTokenS, outputTokens }) => (
          <li key={seat} className="flex flex-wrap gap-x-5">
            <span className="min-w-[9em] font-medium">{t(`role.${seat}.name`)}</span>
            <span>{tokensPerSecond === null ? words('noData') : t('tokens', { n: figures.decimal(tokensPerSecond, 1) })}</span>
            <span>
              {t('firstToken')} {firstTokenS === null ? words('noData') : words('seconds', { n: figures.decimal(firstTokenS, 2) })}
            </span>
            <span>
              {t('written')} {figures.count(outputTokens)}
            </span>
          </li>
        ))}
      </ul>
      <p className="mt-3 text-caption text-ink-3">{t('figuresSource')}</p>
    </Panel>
  );
}
