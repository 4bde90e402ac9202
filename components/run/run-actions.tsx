'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useTRPCClient } from '../trpc/client.ts';
import { useErrorWords } from '../trpc/use-error-words.ts';
import { Button } from '../ui/button.tsx';
import { say } from '../ui/say.ts';
import { useRunState } from './use-run.ts';

export interface Actions {
  readonly asked: 'stop' | 'cancel' | null;
  readonly stop: () => void;
  readonly cancel: () => void;
}

/** Stop keeps what was found, cancel discards the run; the button answers before the server does. */
export function useRunActions(runId: string): Actions {
  const api = useTRPCClient();
  const words = useErrorWords();
  const [asked, setAsked] = useState<'stop' | 'cancel' | null>(null);
  const ask = (what: 'stop' | 'cancel') => {
    setAsked(what);
    api.run[what].mutate({ id: runId }).catch((error: unknown) => {
      setAsked(null);
      say(words(error).message);
    });
  };
  return { asked, stop: () => ask('stop'), cancel: () => ask('cancel') };
}

/** On a phone the actions stand in a bar under the thumb. */
export function RunActions({ actions, started, onNew }: { actions: Actions; started: boolean; onNew: () => void }) {
  const t = useTranslations('run');
  const over = useRunState((run) => run.end !== null);
  const evolving = useRunState((run) => run.progress !== null);
  const bar =
    'flex items-center gap-2 max-md:fixed max-md:inset-x-0 max-md:bottom-0 max-md:z-20 max-md:border-t max-md:border-line max-md:bg-canvas max-md:p-3 max-md:*:grow';
  if (over) {
    return (
      <div className={bar}>
        <Button look="primary" onClick={onNew}>
          {t('new')}
        </Button>
      </div>
    );
  }
  return (
    <div className={bar}>
      <Button look="primary" disabled={!started || !evolving || actions.asked !== null} onClick={actions.stop} aria-keyshortcuts=".">
        {actions.asked === 'stop' ? t('stopping') : t('stop')}
      </Button>
      <Button look="line" disabled={!started || actions.asked !== null} onClick={actions.cancel}>
        {actions.asked === 'cancel' ? t('cancelling') : t('cancel')}
      </Button>
    </div>
  );
}
