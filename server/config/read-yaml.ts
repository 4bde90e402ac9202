import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { z } from 'zod';

/** A configuration that does not parse; the message names the file, the key and what is wrong. */
export class ConfigError extends Error {
  constructor(file: string, problem: string) {
    super(`${file}: ${problem}`);
    this.name = 'ConfigError';
  }
}

export type Plain = { readonly [key: string]: unknown };

export function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads YAML as data only: core schema, no custom tags, no duplicate keys, few aliases (an alias bomb ends here). */
export function parseYaml(text: string, file: string): Plain {
  let value: unknown;
  try {
    value = parse(text, { schema: 'core', customTags: [], maxAliasCount: 50, uniqueKeys: true });
  } catch (error) {
    throw new ConfigError(file, error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
  }
  if (!isPlain(value)) throw new ConfigError(file, 'must be a mapping of keys');
  return value;
}

export function readYamlFile(path: string): Plain {
  return parseYaml(readFileSync(path, 'utf8'), path);
}

/** `base` with `overlay` laid over it, key by key; lists and scalars are replaced whole. */
export function overlaid(base: Plain, overlay: Plain): Plain {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(overlay)) {
    // Assigning this key would replace the object's prototype instead of adding a key that the schema can refuse.
    if (key === '__proto__') throw new ConfigError('configuration', '__proto__ is not a key');
    const under = Object.hasOwn(base, key) ? base[key] : undefined;
    merged[key] = isPlain(value) && isPlain(under) ? overlaid(under, value) : value;
  }
  return merged;
}

/** Parses against a schema; an unknown key is an error. The result is deeply frozen. */
export function checked<T>(schema: z.ZodType<T>, value: unknown, file: string): T {
  const result = schema.safeParse(value);
  if (result.success) return frozen(result.data);
  throw new ConfigError(file, result.error.issues.map((issue) => `${issue.path.join('.') || 'file'}: ${issue.message}`).join('; '));
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) frozen(part);
    Object.freeze(value);
  }
  return value;
}
