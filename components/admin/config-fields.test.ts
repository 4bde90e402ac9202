import { describe, expect, test } from 'vitest';
import { type NumberField, nested, readNumber, settingAt } from './config-fields.ts';

describe('settings by their dotted paths', () => {
  test('are found in a configuration, and a missing one is undefined, not null', () => {
    const config = { modes: { fast: { timeout_s: 8 } }, ladder: { wait_s: null } };
    expect(settingAt(config, 'modes.fast.timeout_s')).toBe(8);
    expect(settingAt(config, 'ladder.wait_s')).toBeNull();
    expect(settingAt(config, 'modes.slow.timeout_s')).toBeUndefined();
    expect(settingAt(config, 'toString.length')).toBeUndefined();
  });

  test('become one nested object', () => {
    expect(nested({ 'modes.fast.timeout_s': 5, 'modes.fast.top_p': 0.9, 'ladder.wait_s': null, enabled: false })).toEqual({
      modes: { fast: { timeout_s: 5, top_p: 0.9 } },
      ladder: { wait_s: null },
      enabled: false,
    });
  });

  test('are read from what was typed: out of range is refused, empty is off only where off is possible', () => {
    const seconds: NumberField = { kind: 'number', path: 'x', label: 'timeout_s', min: 1, max: 300, step: 1 };
    expect(readNumber(seconds, ' 12 ')).toEqual({ value: 12 });
    expect(readNumber(seconds, '0')).toBeNull();
    expect(readNumber(seconds, '301')).toBeNull();
    expect(readNumber(seconds, '')).toBeNull();
    expect(readNumber({ ...seconds, nullable: true }, '')).toEqual({ value: null });
  });
});
