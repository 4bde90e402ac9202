import type { Catalogue } from '../ingredient/catalogue.ts';
import { FAMILIES, type Family } from '../ingredient/family.ts';
import { Rng } from '../math/rng.ts';
import { FAMILY_NAMES, OCCASION_PLACE, PICTURES, SEASON_AIR } from './hint-phrases.ts';
import { materialOfName } from './material-name.ts';
import { withParticle } from './particle.ts';
import type { Reading } from './reading.ts';

export interface HintOptions {
  readonly seed: number;
  readonly catalogue: Catalogue;
  readonly locale?: 'ko' | 'en';
}

const FEWEST = 5;
const MOST = 8;

type Locale = 'ko' | 'en';

/** What a hint may draw on: each picture is used once. */
interface Palette {
  readonly locale: Locale;
  readonly main: Family;
  readonly families: readonly Family[];
  readonly picture: (family: Family) => string;
  readonly name: (family: Family) => string;
}

/**
 * 5–8 hints that turn a reading into pictures a perfumer can work from: opening, heart, drydown, a contrast, what to leave out,
 * the air around it. Same reading and seed → same hints. Materials by their catalogue name; never a brand.
 */
export function templateHints(reading: Reading, options: HintOptions): string[] {
  const rng = Rng.fromSeed(options.seed);
  const palette = paletteOf(reading, options.locale ?? 'ko', rng);
  const hints = [opening(palette), heart(palette), drydown(palette, reading), contrast(palette, reading)];
  const own = [material(palette, reading, options.catalogue), absence(palette, reading)];
  const around = rng.shuffle([air(palette, reading, rng), strength(palette, reading), reading.prefer.novelty ? twist(palette, rng) : null]);
  hints.push(...[...own, ...around].filter((hint): hint is string => hint !== null));
  while (hints.length < FEWEST) hints.push(twist(palette, rng));
  return [...new Set(hints)].slice(0, MOST);
}

function paletteOf(reading: Reading, locale: Locale, rng: Rng): Palette {
  const ranked = FAMILIES.filter(
    (family) => (reading.notes_preference[family] ?? 0) >= 0.04 && !reading.exclude_families.includes(family),
  ).sort((a, b) => (reading.notes_preference[b] ?? 0) - (reading.notes_preference[a] ?? 0));
  const families = ranked.length > 0 ? ranked : (['musk'] as const);
  const decks = new Map<Family, string[]>();
  const picture = (family: Family): string => {
    const deck = decks.get(family)?.length ? (decks.get(family) ?? []) : rng.shuffle(PICTURES[family].map((one) => one[locale]));
    const drawn = deck.pop() ?? FAMILY_NAMES[family][locale];
    decks.set(family, deck);
    return drawn;
  };
  return { locale, main: families[0] ?? 'musk', families, picture, name: (family) => FAMILY_NAMES[family][locale] };
}

/** Volatile families open, heavy ones close (FAMILIES runs from volatile to tenacious). */
const lightest = ({ families }: Palette): Family => [...families].sort((a, b) => FAMILIES.indexOf(a) - FAMILIES.indexOf(b))[0] ?? 'citrus';
const heaviest = ({ families }: Palette): Family => [...families].sort((a, b) => FAMILIES.indexOf(b) - FAMILIES.indexOf(a))[0] ?? 'musk';

function opening(palette: Palette): string {
  const picture = palette.picture(lightest(palette));
  return palette.locale === 'ko' ? `첫 숨은 ${picture}처럼 짧고 또렷하게 열어 보세요.` : `Open short and clear, like ${picture}.`;
}

function heart(palette: Palette): string {
  const picture = palette.picture(palette.main);
  return palette.locale === 'ko'
    ? `가운데에는 ${withParticle(picture, '을')} 놓고, 서두르지 말고 천천히 번지게 해 보세요.`
    : `Place ${picture} at the heart and let it spread slowly.`;
}

function drydown(palette: Palette, reading: Reading): string {
  const picture = palette.picture(heaviest(palette));
  const hours = reading.longevity_hours_min;
  if (palette.locale === 'en') return `Let ${picture} be what remains${hours === null ? '' : ` after ${hours} hours`}.`;
  return `${hours === null ? '마지막에는' : `${hours}시간 뒤에도`} ${withParticle(picture, '이')} 남게 바닥을 깔아 보세요.`;
}

function contrast(palette: Palette, reading: Reading): string {
  const other =
    palette.families[1] ?? FAMILIES.find((family) => family !== palette.main && !reading.exclude_families.includes(family)) ?? 'musk';
  const [a, b] = [palette.picture(palette.main), palette.picture(other)];
  return palette.locale === 'ko'
    ? `${withParticle(a, '과')} ${withParticle(b, '을')} 한 장면에 세워, ${withParticle(palette.name(palette.main), '과')} ${palette.name(other)} 사이의 긴장을 남겨 두세요.`
    : `Set ${a} against ${b}: keep the tension between ${palette.name(palette.main)} and ${palette.name(other)}.`;
}

function material(palette: Palette, reading: Reading, catalogue: Catalogue): string | null {
  const found = reading.include_ingredients.map((name) => materialOfName(catalogue, name)).find((one) => one !== null);
  if (!found) return null;
  const picture = palette.picture(palette.main);
  return palette.locale === 'ko'
    ? `${withParticle(found.nameKo, '은')} 앞세우기보다, ${picture} 뒤에서 비치게 두면 더 오래 기억나요.`
    : `Rather than putting ${found.name} in front, let it show through ${picture}.`;
}

function absence(palette: Palette, reading: Reading): string | null {
  const gone = reading.exclude_families[0] ?? reading.reduce_families[0];
  if (gone === undefined) return null;
  const picture = palette.picture(palette.main);
  return palette.locale === 'ko'
    ? `${withParticle(FAMILY_NAMES[gone].ko, '이')} 빠진 자리를 메우지 말고, ${withParticle(picture, '이')} 숨 쉴 여백으로 쓰세요.`
    : `Do not fill the room that ${FAMILY_NAMES[gone].en} leaves; let ${picture} breathe in it.`;
}

function air(palette: Palette, reading: Reading, rng: Rng): string | null {
  const around = [
    ...reading.season.map((season) => SEASON_AIR[season]),
    ...reading.occasion.map((occasion) => OCCASION_PLACE[occasion]),
  ].filter((one) => one !== undefined);
  const scene = around[rng.int(Math.max(1, around.length))];
  if (!scene) return null;
  const picture = palette.picture(heaviest(palette));
  return palette.locale === 'ko'
    ? `${scene.ko}에 맡는다고 생각하고, ${picture}의 온도를 그 공기에 맞춰 보세요.`
    : `Imagine it in ${scene.en}, and tune the warmth of ${picture} to that air.`;
}

function strength(palette: Palette, reading: Reading): string | null {
  const picture = palette.picture(palette.main);
  if (reading.intensity <= 0.35)
    return palette.locale === 'ko'
      ? `한 걸음 안에서만 들리게: ${withParticle(picture, '을')} 속삭임으로 줄여 보세요.`
      : `Audible only within one step: turn ${picture} into a whisper.`;
  if (reading.intensity >= 0.65)
    return palette.locale === 'ko'
      ? `문을 열고 들어서는 순간 먼저 도착하게: ${withParticle(picture, '을')} 굵은 붓으로 그려 보세요.`
      : `Let it arrive before you do: paint ${picture} with a broad brush.`;
  return null;
}

function twist(palette: Palette, rng: Rng): string {
  const family = palette.families[rng.int(palette.families.length)] ?? palette.main;
  const picture = palette.picture(family);
  return palette.locale === 'ko'
    ? `모두가 기대하는 순서를 한 번 뒤집어, ${withParticle(picture, '을')} 가장 먼저 보여 주세요.`
    : `Turn the expected order around once and show ${picture} first.`;
}
