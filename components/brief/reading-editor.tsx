'use client';
import { Minus, Plus, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { PRODUCTS } from '#domain/brief/product.ts';
import type { Reading } from '#domain/brief/reading.ts';
import { FAMILIES, type Family } from '#domain/ingredient/family.ts';
import { FamilyGlyph } from '../ingredient/family-mark.tsx';
import { useMaterials } from '../ingredient/materials.ts';
import { Button } from '../ui/button.tsx';
import { useFigures } from '../ui/figures.ts';
import { changeCostCap, changeProduct, changeShare, removeExcluded, withoutFamily } from './edit-reading.ts';

const STEP = 0.05;

/** The reading corrected by hand. It starts a new run from the corrected reading; the old one stays. */
export function ReadingEditor({ reading, onFork, onClose }: { reading: Reading; onFork: (reading: Reading) => void; onClose: () => void }) {
  const t = useTranslations();
  const figures = useFigures();
  const materials = useMaterials();
  const [draft, setDraft] = useState(reading);
  const named = FAMILIES.filter((family) => (draft.notes_preference[family] ?? 0) > 0);
  const others = FAMILIES.filter((family) => !named.includes(family) && !draft.exclude_families.includes(family));
  const select = 'tap rounded-[8px] border border-line-2 bg-surface px-2.5 text-dense';
  const pick = (onPick: (family: Family) => void, label: string) => (
    <select
      aria-label={label}
      value=""
      className={select}
      onChange={(event) => {
        const family = FAMILIES.find((one) => one === event.target.value);
        if (family) onPick(family);
      }}
    >
      <option value="">{label}</option>
      {others.map((family) => (
        <option key={family} value={family}>
          {t(`family.${family}`)}
        </option>
      ))}
    </select>
  );
  return (
    <div className="grid gap-5 text-dense">
      <fieldset className="grid gap-1">
        <legend className="mb-1 text-caption text-ink-3">{t('reading.field.notes_preference')}</legend>
        {named.map((family) => {
          const share = draft.notes_preference[family] ?? 0;
          const name = t(`family.${family}`);
          return (
            <div key={family} className="figures flex items-center gap-2">
              <span className="w-24">
                <FamilyGlyph family={family} /> {name}
              </span>
              <Button
                look="line"
                size="icon"
                aria-label={t('reading.less', { name })}
                onClick={() => setDraft(changeShare(draft, family, share - STEP))}
              >
                <Minus aria-hidden="true" className="size-4" />
              </Button>
              <span className="w-12 text-center font-medium">{figures.share(share)}</span>
              <Button
                look="line"
                size="icon"
                aria-label={t('reading.more', { name })}
                onClick={() => setDraft(changeShare(draft, family, share + STEP))}
              >
                <Plus aria-hidden="true" className="size-4" />
              </Button>
              <Button look="quiet" onClick={() => setDraft(withoutFamily(draft, family))}>
                {t('reading.exclude')}
              </Button>
            </div>
          );
        })}
        <div className="mt-1">{pick((family) => setDraft(changeShare(draft, family, STEP * 2)), t('reading.addFamily'))}</div>
      </fieldset>

      <fieldset className="grid gap-2">
        <legend className="mb-1 text-caption text-ink-3">{t('reading.field.exclude_families')}</legend>
        <div className="flex flex-wrap gap-2">
          {[...draft.exclude_families, ...draft.exclude_ingredients].map((excluded) => {
            const family = FAMILIES.find((one) => one === excluded);
            const name = family ? t(`family.${family}`) : materials.nameOfId(excluded);
            return (
              <Button
                key={excluded}
                aria-label={t('reading.allowAgain', { name })}
                onClick={() => setDraft(removeExcluded(draft, excluded))}
              >
                {family && <FamilyGlyph family={family} />}
                {name}
                <X aria-hidden="true" className="size-3.5" />
              </Button>
            );
          })}
          {pick((family) => setDraft(withoutFamily(draft, family)), t('reading.excludeFamily'))}
        </div>
      </fieldset>

      <div className="grid gap-4 sm:grid-cols-2">
        <label className="grid gap-1">
          <span className="text-caption text-ink-3">{t('reading.field.product')}</span>
          <select
            className={select}
            value={draft.product}
            onChange={(event) => setDraft(changeProduct(draft, PRODUCTS.find((one) => one === event.target.value) ?? draft.product))}
          >
            {PRODUCTS.map((product) => (
              <option key={product} value={product}>
                {t(`product.${product}`)}
              </option>
            ))}
          </select>
        </label>
        <label className="grid gap-1">
          <span className="text-caption text-ink-3">{t('reading.costCapKg')}</span>
          <input
            type="number"
            inputMode="numeric"
            min={0}
            step={1000}
            placeholder={t('reading.noCap')}
            className={`${select} figures text-body md:text-dense`}
            defaultValue={draft.cost_cap?.unit === 'KRW/kg' ? draft.cost_cap.value : ''}
            onBlur={(event) => setDraft(changeCostCap(draft, event.target.valueAsNumber))}
          />
        </label>
      </div>

      <div className="flex flex-wrap items-center gap-2 border-t border-line pt-4">
        <Button look="primary" onClick={() => onFork(draft)}>
          {t('reading.fork')}
        </Button>
        <Button look="quiet" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <p className="basis-full text-caption text-ink-3">{t('reading.forkNote')}</p>
      </div>
    </div>
  );
}
