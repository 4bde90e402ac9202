import { materialsById } from '../ingredient/catalogue.ts';
import type { Lexicon } from '../lexicon/build-lexicon.ts';
import { limitMatrix } from '../regulation/limit-matrix.ts';
import type { Context } from './context.ts';
import { isForbidden } from './material-name.ts';
import type { Mention } from './mention.ts';
import { withParticle } from './particle.ts';
import { dosePctOf } from './product.ts';
import type { Notice } from './reading.ts';
import { type Layout, nextWord } from './scope.ts';
import type { FamilyWishes } from './shares.ts';

/** What stands in for a prohibited material, by its main use in a formula (catalogue ids). */
const SUBSTITUTES: Readonly<Record<string, readonly string[]>> = {
  'lilial-p-bmhca': ['lilyflore', 'florol', 'bourgeonal', 'majantol'],
  'lyral-hicc': ['lilyflore', 'mayol', 'florol', 'majantol'],
  'musk-ambrette': ['ambrette-seed-oil', 'exaltolide', 'velvione'],
  'musk-xylene': ['ethylene-brassylate', 'habanolide', 'galaxolide-hhcb'],
  costus: ['angelica-root-oil', 'castoreum-absolute'],
  safrole: ['heliotropin', 'p-anisaldehyde'],
  'fig-leaf-absolute': ['stemone', 'gamma-octalactone'],
  'verbena-oil': ['litsea-cubeba-oil', 'citral'],
  'crude-peru-balsam': ['peru-balsam-oil', 'benzoin-resinoid-siam'],
  karanal: ['ambrocenide', 'norlimbanol'],
};

/** A refused or limited request, named so that the caller can leave it out of the formula. */
export interface MaterialNotices {
  readonly notices: Notice[];
  readonly refused: ReadonlySet<Mention>;
}

/** Prohibited materials, shares above the limit, and wanted materials that the catalogue does not hold. */
export function materialNotices(
  mentions: readonly Mention[],
  context: Context,
  concentrationPct: number | null,
  lexicon: Lexicon,
): MaterialNotices {
  const notices: Notice[] = [];
  const refused = new Set<Mention>();
  const byId = materialsById(lexicon.catalogue);
  const told = new Set<string>();
  for (const mention of mentions) {
    const { entry } = mention;
    if (entry.kind !== 'material') continue;
    const material = byId.get(entry.materials[0] ?? '');
    const [word, cas] = (entry.value ?? '').split(':');
    const banned = word === 'prohibited' || (material !== undefined && isForbidden(material));
    const name = nameOf(mention);
    if (banned) {
      refused.add(mention);
      if (!mention.wanted || told.has(entry.id)) continue;
      told.add(entry.id);
      const substitutes = (SUBSTITUTES[entry.id] ?? SUBSTITUTES[material?.id ?? ''] ?? []).flatMap((id) => byId.get(id)?.nameKo ?? []);
      const instead = substitutes.length > 0 ? ` 대신 ${substitutes.slice(0, 3).join(', ')}로 비슷한 느낌을 낼 수 있어요.` : '';
      notices.push({
        kind: 'prohibited',
        text: `${withParticle(name, '은')} 사용이 금지된 원료라 넣지 않아요.${instead}`,
        cas: material?.cas ?? cas ?? '',
      });
      continue;
    }
    if (told.has(entry.id)) continue;
    if (entry.materials.length === 0) {
      if (!mention.wanted) continue;
      told.add(entry.id);
      notices.push({
        kind: 'unresolved',
        text: `${withParticle((entry.forms[0] ?? name).split('~')[0] ?? name, '은')} 원료 목록에 없어서 비슷한 계열로 읽었어요.`,
      });
      continue;
    }
    if (mention.wanted && mention.sharePct !== null) {
      const notice = overLimit(mention, name, context, concentrationPct, lexicon);
      if (notice) {
        told.add(entry.id);
        notices.push(notice);
      }
    }
  }
  return { notices, refused };
}

/** The share asked for against the highest share that any form of the material may have at the dose in force. */
function overLimit(mention: Mention, name: string, context: Context, concentrationPct: number | null, lexicon: Lexicon): Notice | null {
  const requested = mention.sharePct ?? 0;
  const dosePct = dosePctOf({ product: context.product, concentration: context.concentration, concentration_pct: concentrationPct });
  const { capsPct } = limitMatrix(lexicon.catalogue, {
    materialIds: mention.entry.materials,
    category: context.ifra_category,
    dosePct,
    market: 'ifra',
  });
  const best = Math.max(...capsPct);
  if (requested <= best) return null;
  const limit = Math.floor(best * 100) / 100;
  const material = materialsById(lexicon.catalogue).get(mention.entry.materials[capsPct.indexOf(best)] ?? '');
  return {
    kind: 'over_limit',
    text: `${name} ${round(requested)} %는 한도를 넘어요. 부향률 ${round(dosePct)} %, IFRA 51 카테고리 ${context.ifra_category} 기준으로 향료의 ${limit} %까지 넣고, 나머지는 같은 계열로 채울게요.`,
    cas: material?.cas ?? '',
    requested_pct: round(requested),
    limit_pct: limit,
  };
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** Requests to switch the checks off are refused, and the person is told. */
export function overrideNotice(layout: Layout): { notice: Notice; at: number } | null {
  const refusal = (at: number) => ({
    notice: { kind: 'override_refused' as const, text: '규제와 안전 검사는 끌 수 없어요. 검사는 그대로 하고 나머지 요청만 반영할게요.' },
    at,
  });
  for (const mention of layout.mentionAt) {
    if (mention?.entry.kind !== 'rule') continue;
    if (!mention.wanted && layout.complexAt[nextWord(layout.words, mention.at)]?.verb !== 'keep') {
      const denied = layout.complexAt[nextWord(layout.words, mention.at)];
      if (denied?.negative || denied?.optional) return refusal(mention.at);
    }
    if (mention.entry.id === 'instruction-word' && /(?:모드|mode|jailbreak|탈옥)/.test(mention.word.text)) return refusal(mention.at);
    for (const complex of layout.complexes) {
      if (complex.verb !== 'ignore' && complex.verb !== 'nofuss') continue;
      if (complex.negative) continue;
      const after = complex.first > mention.at && !closedBetween(layout, mention.at, complex.first);
      const english = complex.last < mention.at && mention.at - complex.last <= 5 && mention.word.latin;
      if (after || english) return refusal(mention.at);
    }
  }
  return null;
}

function closedBetween(layout: Layout, from: number, to: number): boolean {
  for (let i = from + 1; i < to; i++) {
    if (layout.words[i]?.kind === 'mark' && layout.words[i]?.value === '.') return true;
    const complex = layout.complexAt[i];
    if (complex && complex.last === i && ['fin', 'but', 'and'].includes(complex.ending)) return true;
  }
  return false;
}

/** Wishes that pull against each other: the reading keeps both and says so. */
export function tensionNotices(layout: Layout, wishes: FamilyWishes, context: Context): Notice[] {
  const notices: Notice[] = [];
  const say = (text: string) => notices.push({ kind: 'tension', text });
  for (const { wanted, refused } of wishes.conflicts.slice(0, 2)) {
    say(
      `${withParticle(nameOf(refused), '은')} 빼 달라고 하셨는데 ${withParticle(nameOf(wanted), '은')} 원하셨어요. 그 계열을 줄여서 맞췄어요.`,
    );
  }
  const twice = new Set<string>();
  for (const mention of layout.mentionAt) {
    if (!mention?.smell || mention.wanted || mention.soft || mention.entry.kind !== 'material' || twice.has(mention.entry.id)) continue;
    if (!layout.mentionAt.some((other) => other?.wanted && other.entry.id === mention.entry.id)) continue;
    twice.add(mention.entry.id);
    say(`${withParticle(nameOf(mention), '을')} 원하면서 빼 달라고도 하셨어요. 빼는 쪽으로 읽었어요.`);
  }
  const strengths = layout.mentionAt.filter(
    (mention): mention is Mention => mention?.entry.kind === 'strength' && mention.wanted && mention.weight > 0 && mention.slot === null,
  );
  const strong = strengths.find((mention) => mention.entry.value === 'strong' && mention.entry.intensity >= 0.2);
  // 진한 머스크와 은은한 장미 is no contradiction: each is said of its own note.
  const weak = strengths.find((mention) => mention.entry.value === 'weak' && strong && clash(mention, strong));
  if (weak && strong)
    say(
      `'${weak.word.text}'${conjoin(weak.word.text)} '${strong.word.text}'${conjoin(strong.word.text, '이')} 함께 있어서 중간 세기로 맞췄어요.`,
    );
  const structures = layout.mentionAt.filter((mention) => mention?.entry.kind === 'structure' && mention.wanted);
  if (structures.some((mention) => mention?.entry.value === 'simple') && structures.some((mention) => mention?.entry.value === 'complex'))
    say('단순함과 복합적인 느낌을 함께 원하셔서 중간으로 맞췄어요.');
  const hours = context.longevity_hours_min ?? 0;
  if (hours >= 8 && context.concentration === 'edc') say('코롱은 몇 시간이면 옅어져요. 오래 남기려면 부향률을 올려야 해요.');
  const volatile = (wishes.shares.citrus ?? 0) + (wishes.shares.aquatic ?? 0) * 0.5;
  if (hours >= 8 && volatile >= 0.6) say('시트러스는 빨리 날아가서 오래 남기기 어려워요. 베이스에 머스크와 우디를 받쳐서 늘릴게요.');
  if (context.sillage === 'low' && context.longevity_hours_min === null && strong && !weak)
    say('강한 향과 조용한 확산을 함께 원하셔서 확산을 먼저 맞췄어요.');
  if (context.prefer.natural && context.prefer.minimise_allergens)
    say('천연 원료는 알레르기 유발 성분이 많은 편이라 둘을 함께 맞추기 어려워요. 알레르기 성분을 줄이는 쪽을 먼저 볼게요.');
  return notices;
}

function clash(weak: Mention, strong: Mention): boolean {
  if (weak.bound && strong.bound) return false;
  return (!weak.bound && !strong.bound) || Math.abs(weak.at - strong.at) <= 2;
}

const conjoin = (word: string, closed: '과' | '이' = '과'): string => withParticle(word, closed).slice(word.length);

/** Words that meant nothing to the reader, listed back. */
export function unresolvedWords(layout: Layout): { text: string; at: number }[] {
  const found: { text: string; at: number }[] = [];
  for (const [at, word] of layout.words.entries()) {
    if (word.kind !== 'unknown' || word.quantity) continue;
    const text = word.text.slice(0, word.text.length);
    if (!/^[가-힣]{2,}$|^[a-z]{3,}$/.test(text) || found.some((other) => other.text === text)) continue;
    found.push({ text, at });
  }
  return found.slice(0, 8);
}

/** What the brief called it, without endings. */
export function nameOf(mention: Mention): string {
  const form = mention.entry.forms.find((one) => /[가-힣]/.test(one)) ?? mention.word.text;
  const own = mention.word.ending === null ? mention.word.text : (mention.entry.forms[0] ?? form);
  return own.split('~')[0] ?? form;
}
