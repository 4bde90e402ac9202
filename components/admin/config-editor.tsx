'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { type ApiOutputs, useTRPC } from '../trpc/client.ts';
import { useErrorWords } from '../trpc/use-error-words.ts';
import { say } from '../ui/say.ts';
import { AnswerState } from './answer-state.tsx';
import { ChangeLine } from './change-line.tsx';
import { ConfigDraft } from './config-draft.tsx';
import type { FieldGroup, Setting } from './config-fields.ts';
import { nested } from './config-fields.ts';
import { ConfigHistory } from './config-history.tsx';
import { ConfigTable } from './config-table.tsx';
import { useMayOperate } from './may-operate.ts';

export type ConfigName = 'llm_ensemble' | 'cache';
export type ConfigView = ApiOutputs['admin']['config']['read'];

/** Draft → differences → reason → in force → history → back: the way every setting is changed. */
export function ConfigEditor({ config, groups }: { config: ConfigName; groups: readonly FieldGroup[] }) {
  const t = useTranslations('admin.config');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const words = useErrorWords();
  const mayOperate = useMayOperate();
  const view = useQuery({ ...trpc.admin.config.read.queryOptions({ config }), staleTime: 0 });
  const [changes, setChanges] = useState<Readonly<Record<string, Setting>>>({});
  const [generation, setGeneration] = useState(0);

  const reload = () => queries.invalidateQueries({ queryKey: trpc.admin.config.read.queryKey({ config }) });
  const failed = { onError: (error: unknown) => say(words(error).message), onSettled: reload };
  const save = useMutation({ ...trpc.admin.config.saveDraft.mutationOptions(), ...failed });
  const discard = useMutation({ ...trpc.admin.config.discardDraft.mutationOptions(), ...failed });
  const apply = useMutation({ ...trpc.admin.config.applyDraft.mutationOptions(), ...failed });
  const revert = useMutation({ ...trpc.admin.config.revert.mutationOptions(), ...failed });

  if (!view.data) return <AnswerState error={view.error} onRetry={() => void view.refetch()} />;
  const { current, draft, history, activeId } = view.data;
  const begin = () => {
    setChanges({});
    setGeneration((now) => now + 1);
  };
  const bringBack = (revisionId: number, note: string) =>
    revert.mutate({ config, revisionId, note }, { onSuccess: () => say(t('reverted')) });
  const putInForce = async (note: string) => {
    const { id } = await save.mutateAsync({ config, changes: nested(changes), note });
    await apply.mutateAsync({ config, draftId: id });
    begin();
    say(t('applied'), { label: t('takeBack'), run: () => bringBack(activeId ?? 0, t('takenBackNote')) });
  };

  return (
    <>
      <ConfigTable
        key={generation}
        current={current}
        groups={groups}
        readOnly={!mayOperate}
        onChange={(path, value) => {
          setChanges(({ [path]: _gone, ...rest }) => (value === undefined ? rest : { ...rest, [path]: value }));
        }}
      />
      {mayOperate && Object.keys(changes).length > 0 && (
        <ConfigDraft
          current={current}
          changes={changes}
          busy={save.isPending || apply.isPending}
          onApply={(note) => void putInForce(note).catch(() => undefined)}
          onDiscard={begin}
        />
      )}
      {draft && mayOperate && Object.keys(changes).length === 0 && (
        <div className="sheet grid gap-2 p-5 text-dense">
          <p className="font-medium">{t('openDraft', { n: draft.changes.length, by: draft.authorId })}</p>
          <ul>
            {draft.changes.map((change) => (
              <ChangeLine key={change.path} change={change} />
            ))}
          </ul>
          <div>
            <button type="button" className="tap text-over underline underline-offset-4" onClick={() => discard.mutate({ config })}>
              {t('discardDraft')}
            </button>
          </div>
        </div>
      )}
      <ConfigHistory history={history} activeId={activeId} mayRevert={mayOperate} onRevert={bringBack} />
    </>
  );
}
