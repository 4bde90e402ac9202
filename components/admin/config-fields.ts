import { MODES } from '#domain/run/mode.ts';

/** A setting an admin may change. The server judges every value again; the range here is for the words beside the field. */
export interface NumberField {
  readonly kind: 'number';
  readonly path: string;
  readonly label: FieldLabel;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** Empty means null: the setting is off. */
  readonly nullable?: boolean;
}
export interface SwitchField {
  readonly kind: 'switch';
  readonly path: string;
  readonly label: FieldLabel;
}
export type ConfigField = NumberField | SwitchField;

export type FieldLabel =
  | 'max_new_tokens'
  | 'temperature'
  | 'top_p'
  | 'timeout_s'
  | 'enabled'
  | 'embedded'
  | 'wait_s'
  | 'limit'
  | 'retry_after_s'
  | 'krw_per_gpu_second'
  | 'krw_per_cpu_second'
  | 'cache_enabled'
  | 'ttl_seconds'
  | 'ttl_min_seconds'
  | 'ttl_max_seconds'
  | 'max_entries';

export interface FieldGroup {
  readonly name: (typeof MODES)[number] | 'switching' | 'cost' | 'cache';
  readonly fields: readonly ConfigField[];
}

export const MODE_GROUPS: readonly FieldGroup[] = [
  ...MODES.map((mode) => ({
    name: mode,
    fields: [
      { kind: 'number', path: `modes.${mode}.max_new_tokens`, label: 'max_new_tokens', min: 16, max: 4096, step: 16 },
      { kind: 'number', path: `modes.${mode}.temperature`, label: 'temperature', min: 0, max: 2, step: 0.05 },
      { kind: 'number', path: `modes.${mode}.top_p`, label: 'top_p', min: 0.01, max: 1, step: 0.01 },
      { kind: 'number', path: `modes.${mode}.timeout_s`, label: 'timeout_s', min: 1, max: 300, step: 1 },
    ] as const satisfies readonly ConfigField[],
  })),
  {
    name: 'switching',
    fields: [
      { kind: 'switch', path: 'enabled', label: 'enabled' },
      { kind: 'switch', path: 'embedded', label: 'embedded' },
      { kind: 'number', path: 'ladder.wait_s', label: 'wait_s', min: 1, max: 600, step: 1, nullable: true },
      { kind: 'number', path: 'queue.limit', label: 'limit', min: 1, max: 10_000, step: 1 },
      { kind: 'number', path: 'queue.retry_after_s', label: 'retry_after_s', min: 1, max: 3600, step: 1 },
    ],
  },
  {
    name: 'cost',
    fields: [
      { kind: 'number', path: 'cost.krw_per_gpu_second', label: 'krw_per_gpu_second', min: 0, max: 1000, step: 0.01 },
      { kind: 'number', path: 'cost.krw_per_cpu_second', label: 'krw_per_cpu_second', min: 0, max: 1000, step: 0.01 },
    ],
  },
];

export const CACHE_GROUPS: readonly FieldGroup[] = [
  {
    name: 'cache',
    fields: [
      { kind: 'switch', path: 'cache.enabled', label: 'cache_enabled' },
      { kind: 'number', path: 'cache.ttl_seconds', label: 'ttl_seconds', min: 600, max: 86_400, step: 60 },
      { kind: 'number', path: 'cache.ttl_min_seconds', label: 'ttl_min_seconds', min: 1, max: 86_400, step: 60 },
      { kind: 'number', path: 'cache.ttl_max_seconds', label: 'ttl_max_seconds', min: 1, max: 604_800, step: 60 },
      { kind: 'number', path: 'cache.max_entries', label: 'max_entries', min: 1, max: 10_000_000, step: 1000 },
    ],
  },
];

export type Setting = number | boolean | null;

/** The value at a dotted path of a configuration; undefined when there is none. */
export function settingAt(config: unknown, path: string): Setting | undefined {
  let value: unknown = config;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.getOwnPropertyDescriptor(value, key)?.value;
  }
  return typeof value === 'number' || typeof value === 'boolean' || value === null ? value : undefined;
}

export type Nested = { [key: string]: Setting | Nested };

/** Dotted paths as the nested object that the server lays over the file. */
export function nested(changes: Readonly<Record<string, Setting>>): Nested {
  const out: Nested = {};
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split('.');
    const last = keys.pop();
    if (last === undefined) continue;
    let at = out;
    for (const key of keys) {
      const inner = at[key];
      const next: Nested = typeof inner === 'object' && inner !== null ? inner : {};
      at[key] = next;
      at = next;
    }
    at[last] = value;
  }
  return out;
}

/** What a typed number means for a field, or null when it is out of its range. */
export function readNumber(field: NumberField, typed: string): { value: number | null } | null {
  const text = typed.trim();
  if (text === '') return field.nullable ? { value: null } : null;
  const value = Number(text);
  return Number.isFinite(value) && value >= field.min && value <= field.max ? { value } : null;
}
