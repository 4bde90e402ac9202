import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { COLOUR_GROUPS, GLYPH } from './palette.ts';

const css = readFileSync(new URL('../../app/globals.css', import.meta.url), 'utf8');

/** The light and the dark value of a token. */
function token(name: string): [light: string, dark: string] {
  const match = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(css);
  if (!match?.[1] || !match[2]) throw new Error(`no token ${name}`);
  return [match[1], match[2]];
}

/** Relative luminance of a #rrggbb colour, WCAG 2.2. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

describe('the colours', () => {
  test('black on white is 21 : 1', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 6);
  });

  test('every family stands out from its surface by 3 : 1 in both themes, and has a glyph of its own', () => {
    const surface = token('surface');
    for (const group of COLOUR_GROUPS) {
      token(`family-${group}`).forEach((colour, theme) => {
        expect(contrast(colour, surface[theme] ?? ''), `${group} ${theme}`).toBeGreaterThanOrEqual(3);
      });
    }
    expect(new Set(Object.values(GLYPH)).size).toBe(COLOUR_GROUPS.length);
  });

  test('words can be read by 4.5 : 1 on every ground they stand on', () => {
    for (const ink of ['ink', 'ink-2', 'ink-3', 'over', 'warn', 'ok', 'accent']) {
      for (const ground of ['canvas', 'surface', 'sunken']) {
        token(ink).forEach((colour, theme) => {
          expect(contrast(colour, token(ground)[theme] ?? ''), `${ink} on ${ground} ${theme}`).toBeGreaterThanOrEqual(4.5);
        });
      }
    }
  });

  test('controls show their edge by 3 : 1', () => {
    token('control').forEach((colour, theme) => {
      expect(contrast(colour, token('surface')[theme] ?? '')).toBeGreaterThanOrEqual(3);
    });
  });
});
