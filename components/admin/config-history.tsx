'use client';
import { useTranslations } from 'next-intl';
import { Button } from '../ui/button.tsx';
import { useFigures } from '../ui/figures.ts';
import { Panel } from './admin-frame.tsx';
import { ChangeLine } from './change-line.tsx';
import type { ConfigView } from './config-editor.tsx';

/** Every change that took effect, by whom, when and why; any of them can be brought back as a new one. */
export function ConfigHistory({
  history,
  activeId,
  mayRevert,
  onRevert,
}: {
  history: ConfigView['history'];
  activeId: number | null;
  mayRevert: boolean;
  onRevert: (revisionId: number, note: string) => void;
}) {
  const t = useTranslations('admin.config');
  const figures = useFigures();
  return (
    <Panel title={t('history')}>
      {history.length === 0 ? (
        <p className="text-dense text-ink-3">{t('historyEmpty')}</p>
      ) : (
        <ol className="grid text-dense">
          {history.map((revision) => (
            <li key={revision.id} className="border-t border-line py-3 first:border-t-0">
              <p className="figures flex flex-wrap items-center gap-x-3">
                <span className="font-medium">#{revision.id}</span>
                <span>{figures.stamp(revision.appliedAt)}</span>
                <span className="text-ink-2">{revision.appliedBy}</span>
                <span className="min-w-0 flex-1 text-ink-2">{revision.note}</span>
                {revision.revertOf !== null && <span className="text-caption text-ink-3">{t('wasRevert', { id: revision.revertOf })}</span>}
                {revision.id === activeId ? (
                  <span className="text-caption font-medium text-ok">{t('inForce')}</span>
                ) : (
                  mayRevert && (
                    <Button look="line" onClick={() => onRevert(revision.id, t('revertNote', { id: revision.id }))}>
                      {t('revert')}
                    </Button>
                  )
                )}
              </p>
              <ul className="mt-1">
                {revision.changes.map((change) => (
                  <ChangeLine key={change.path} change={change} />
                ))}
              </ul>
            </li>
          ))}
        </ol>
      )}
      {activeId !== null && mayRevert && (
        <div className="mt-3">
          <Button look="quiet" onClick={() => onRevert(0, t('fileNote'))}>
            {t('toFile')}
          </Button>
        </div>
      )}
    </Panel>
  );
}
