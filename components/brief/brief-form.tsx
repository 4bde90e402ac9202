'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { BRIEF_MAX_CODE_POINTS, checkBrief } from '#domain/brief/check-brief.ts';
import { MARKETS, type Market } from '#domain/regulation/category.ts';
import { MODES, type Mode } from '#domain/run/mode.ts';
import { useOnline } from '../run/use-run.ts';
import { Button } from '../ui/button.tsx';
import { useFigures } from '../ui/figures.ts';
import { Segment } from '../ui/segment.tsx';
import { useDraft } from './use-draft.ts';
import { useImeSafeSubmit } from './use-ime-safe-submit.ts';

/** From this length on the box says how much room is left. */
const NEARLY_FULL = 1800;

export interface StartWish {
  readonly brief: string;
  readonly mode: Mode;
  readonly market: Market;
}

interface BriefFormProps {
  /** What the box holds before anything was typed. */
  readonly text: string;
  readonly mode: Mode;
  readonly large: boolean;
  /** Whether a text this browser kept may take the box; not when the designer has just chosen another. */
  readonly restore: boolean;
  /** Why the last attempt to start was refused. */
  readonly refused: string | null;
  readonly onStart: (wish: StartWish) => void;
}

/** The box the whole studio begins with. Enter breaks the line; the chord or the button starts. The text is never lost. */
export function BriefForm({ text, mode: initialMode, large, restore, refused, onStart }: BriefFormProps) {
  const t = useTranslations('brief');
  const locale = useLocale();
  const figures = useFigures();
  const online = useOnline();
  const ref = useRef<HTMLTextAreaElement>(null);
  const draft = useDraft(ref);
  const [count, setCount] = useState(() => [...text].length);
  // The run's own mode until the designer chooses another for the next one.
  const [chosenMode, setMode] = useState<Mode | null>(null);
  const mode = chosenMode ?? initialMode;
  const [market, setMarket] = useState<Market>('kr');
  const [fault, setFault] = useState<string | null>(null);

  const start = (typed: string) => {
    if (!online) return;
    const checked = checkBrief(typed);
    if (!checked.ok) {
      setFault(locale === 'ko' ? checked.messageKo : checked.messageEn);
      ref.current?.focus();
      return;
    }
    setFault(null);
    draft.forget();
    onStart({ brief: checked.brief, mode, market });
  };
  useImeSafeSubmit(ref, 'mod+enter', start);

  const restoreDraft = useEffectEvent(() => {
    const element = ref.current;
    if (!element) return;
    // Typed before the page woke up: that is the newest text there is.
    const kept = element.value === text && restore ? draft.restore() : element.value;
    if (kept) element.value = kept;
    setCount([...element.value].length);
    if (large && matchMedia('(min-width: 1024px)').matches) element.focus({ preventScroll: true });
  });
  useEffect(() => restoreDraft(), []);

  const note = fault ?? refused;
  return (
    <form
      className={`sheet ${large ? 'p-2 shadow-sheet' : ''}`}
      onSubmit={(event) => {
        event.preventDefault();
        start(ref.current?.value ?? '');
      }}
    >
      <textarea
        ref={ref}
        id="brief"
        name="brief"
        aria-label={t('label')}
        aria-describedby="brief-hint"
        aria-invalid={note !== null}
        defaultValue={text}
        placeholder={t('placeholder')}
        rows={large ? 4 : 6}
        onCompositionStart={(event) => {
          event.currentTarget.dataset.composing = 'yes';
        }}
        onCompositionEnd={(event) => {
          delete event.currentTarget.dataset.composing;
        }}
        onChange={(event) => {
          setCount([...event.target.value].length);
          setFault(null);
          draft.keep(event.target.value);
        }}
        className={`field-sizing-content max-h-[46vh] w-full resize-none rounded-[12px] bg-transparent px-4 pt-3.5 outline-none placeholder:text-ink-3 ${large ? 'min-h-[8.5rem] text-[18px] leading-[1.65]' : 'min-h-[9rem] text-body'}`}
      />
      {note && (
        <p role="alert" className="mx-4 mb-1 text-caption text-over">
          {note}
        </p>
      )}
      <div className={`flex flex-wrap items-center gap-2 p-2 ${large ? '' : 'border-t border-line mt-2'}`}>
        <Segment
          label={t('mode')}
          value={mode}
          onChange={setMode}
          options={MODES.map((value) => ({ value, label: t(`modes.${value}.name`), title: t(`modes.${value}.hint`) }))}
        />
        <label className="inline-flex items-center">
          <span className="sr-only">{t('market')}</span>
          <select
            value={market}
            onChange={(event) => setMarket(MARKETS.find((one) => one === event.target.value) ?? 'kr')}
            className="tap rounded-[10px] border border-line-2 bg-surface px-2.5 text-caption font-medium text-ink-2"
          >
            {MARKETS.map((value) => (
              <option key={value} value={value}>
                {t(`markets.${value}`)}
              </option>
            ))}
          </select>
        </label>
        <div className={`flex items-center gap-3 ${large ? 'ml-auto max-sm:ml-0 max-sm:w-full' : 'w-full'}`}>
          <Button type="submit" look="primary" size="large" disabled={!online} className="grow" aria-describedby="brief-hint">
            {t('start')}
            <span aria-hidden="true" className="font-sans text-caption font-normal opacity-70 max-md:hidden">
              ⌘↵
            </span>
          </Button>
        </div>
      </div>
      <div className="figures flex flex-wrap justify-between gap-x-4 px-4 pb-2.5 text-micro text-ink-3">
        <p id="brief-hint">{online ? t('hint') : t('offline')}</p>
        <p>
          {draft.saved !== 'none' && <span className="mr-2">{t(draft.saved)}</span>}
          {count > NEARLY_FULL ? t('left', { n: figures.count(BRIEF_MAX_CODE_POINTS - count) }) : count > 0 && t('count', { n: count })}
        </p>
      </div>
    </form>
  );
}
