'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { type ConfigField, type FieldGroup, type NumberField, readNumber, type Setting, settingAt } from './config-fields.ts';

interface TableProps {
  readonly current: unknown;
  readonly groups: readonly FieldGroup[];
  readonly readOnly: boolean;
  /** `undefined` = as it is in force. */
  readonly onChange: (path: string, value: Setting | undefined) => void;
}

/** What is in force beside what the draft would make of it, with the range in words. */
export function ConfigTable({ current, groups, readOnly, onChange }: TableProps) {
  const t = useTranslations('admin.config');
  return groups.map((group) => (
    <section key={group.name} aria-label={t(`group.${group.name}`)} className="sheet overflow-x-auto p-5">
      <h2 className="mb-2 text-[17px] font-semibold">{t(`group.${group.name}`)}</h2>
      <table className="figures w-full min-w-[560px] text-dense">
        <thead>
          <tr className="text-left text-caption text-ink-3">
            <th scope="col" className="w-[30%] py-1 font-normal">
              {t('item')}
            </th>
            <th scope="col" className="w-[14%] py-1 font-normal">
              {t('current')}
            </th>
            {!readOnly && (
              <th scope="col" className="w-[20%] py-1 font-normal">
                {t('draft')}
              </th>
            )}
            <th scope="col" className="py-1 font-normal">
              {t('range')}
            </th>
          </tr>
        </thead>
        <tbody>
          {group.fields.map((field) => (
            <Row key={field.path} field={field} value={settingAt(current, field.path) ?? null} readOnly={readOnly} onChange={onChange} />
          ))}
        </tbody>
      </table>
    </section>
  ));
}

function Row({
  field,
  value,
  readOnly,
  onChange,
}: {
  field: ConfigField;
  value: Setting;
  readOnly: boolean;
  onChange: TableProps['onChange'];
}) {
  const t = useTranslations('admin.config');
  const label = t(`field.${field.label}.name`);
  return (
    <tr className="border-t border-line align-baseline">
      <th scope="row" className="py-2 pr-3 text-left font-medium">
        {label}
        <span className="block text-micro font-normal text-ink-3">{t(`field.${field.label}.hint`)}</span>
      </th>
      <td className="py-2 pr-3">{value === null ? t('unset') : value === true ? t('on') : value === false ? t('off') : String(value)}</td>
      {!readOnly && (
        <td className="py-2 pr-3">
          {field.kind === 'number' ? (
            <NumberBox field={field} value={typeof value === 'number' ? value : null} label={label} onChange={onChange} />
          ) : (
            <label className="tap inline-flex items-center gap-2">
              <input
                type="checkbox"
                defaultChecked={value === true}
                className="size-5 accent-(--accent)"
                onChange={(event) => onChange(field.path, event.target.checked === value ? undefined : event.target.checked)}
              />
              <span className="sr-only">{label}</span>
            </label>
          )}
        </td>
      )}
      <td className="py-2 text-caption text-ink-3">
        {field.kind === 'number' ? t(field.nullable ? 'rangeOrOff' : 'rangeIs', { min: field.min, max: field.max }) : t('onOrOff')}
      </td>
    </tr>
  );
}

function NumberBox({
  field,
  value,
  label,
  onChange,
}: {
  field: NumberField;
  value: number | null;
  label: string;
  onChange: TableProps['onChange'];
}) {
  const t = useTranslations('admin.config');
  const [wrong, setWrong] = useState(false);
  return (
    <>
      <input
        type="text"
        inputMode="decimal"
        aria-label={label}
        aria-invalid={wrong}
        defaultValue={value ?? ''}
        placeholder={field.nullable ? t('unset') : ''}
        className="tap w-28 rounded-[8px] border border-control bg-surface px-2.5 text-body aria-invalid:border-over md:text-dense"
        onChange={(event) => {
          const read = readNumber(field, event.target.value);
          setWrong(read === null);
          onChange(field.path, read === null || read.value === value ? undefined : read.value);
        }}
      />
      {wrong && (
        <p role="alert" className="mt-1 text-micro text-over">
          {t('rangeIs', { min: field.min, max: field.max })}
        </p>
      )}
    </>
  );
}
