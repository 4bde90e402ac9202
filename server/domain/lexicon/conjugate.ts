import { finalOf, vowelOf, withFinal, withVowel } from './jamo.ts';

/**
 * How a predicate stands in its sentence. attr 'X한 …', and 'X하고', but 'X하지만', so 'X해서', then 'X하다가',
 * if 'X하면', even 'X해도', or 'X하거나', adv 'X하게', neg 'X하지 (않…)', nom 'X함', conn 'X해 (주…)', fin 'X해요'.
 */
export type Ending = 'attr' | 'and' | 'but' | 'so' | 'then' | 'if' | 'even' | 'or' | 'adv' | 'neg' | 'nom' | 'conn' | 'fin';

/** Endings that follow the bare stem. */
const AFTER_STEM: Readonly<Record<string, Ending>> = {
  고: 'and',
  고요: 'fin',
  구요: 'fin',
  구: 'and',
  지: 'neg',
  지는: 'neg',
  진: 'neg',
  지도: 'neg',
  지를: 'neg',
  지만은: 'neg',
  지만: 'but',
  되: 'but',
  는데: 'but',
  던데: 'but',
  기는한데: 'but',
  게: 'adv',
  도록: 'adv',
  게요: 'fin',
  거나: 'or',
  든: 'or',
  든지: 'or',
  기: 'nom',
  기는: 'nom',
  기도: 'nom',
  길: 'nom',
  기를: 'nom',
  긴: 'nom',
  는: 'attr',
  던: 'attr',
  는거: 'nom',
  는건: 'nom',
  다: 'fin',
  네: 'fin',
  네요: 'fin',
  죠: 'fin',
  지요: 'fin',
  자: 'fin',
  잖아요: 'fin',
  잖아: 'fin',
  거든요: 'fin',
  거든: 'fin',
  더라고요: 'fin',
  더라구요: 'fin',
  더라: 'fin',
  겠어요: 'fin',
  겠습니다: 'fin',
  겠다: 'fin',
  겠는데: 'but',
  겠지만: 'but',
  다가: 'then',
  다고: 'fin',
  더라도: 'even',
  자마자: 'then',
  느라: 'so',
  기때문에: 'so',
  길래: 'so',
};

/** Endings that take 으 after a closed stem. */
const AFTER_EU: Readonly<Record<string, Ending>> = {
  되: 'but',
  면: 'if',
  면은: 'if',
  려면: 'if',
  며: 'and',
  면서: 'and',
  면서도: 'and',
  니: 'so',
  니까: 'so',
  니깐: 'so',
  므로: 'so',
  나: 'but',
  려고: 'so',
  려: 'so',
  러: 'so',
  세요: 'fin',
  셔요: 'fin',
  십시오: 'fin',
  시면: 'if',
  시고: 'and',
  실: 'attr',
  시는: 'attr',
  란: 'attr',
  라고: 'fin',
  라: 'fin',
};

/** What the fused consonants ㄴ ㄹ ㅁ carry on. */
const AFTER_N: Readonly<Record<string, Ending>> = {
  '': 'attr',
  데: 'but',
  데요: 'fin',
  데도: 'but',
  가: 'fin',
  가요: 'fin',
  지: 'fin',
  걸: 'nom',
  거: 'nom',
  건: 'nom',
  것: 'nom',
};
const AFTER_L: Readonly<Record<string, Ending>> = {
  '': 'attr',
  까: 'fin',
  까요: 'fin',
  게: 'fin',
  게요: 'fin',
  께요: 'fin',
  수록: 'adv',
  래요: 'fin',
  래: 'fin',
  지: 'fin',
  거: 'nom',
  건: 'nom',
  걸: 'nom',
  정도: 'adv',
};
const AFTER_M: Readonly<Record<string, Ending>> = { '': 'nom', 을: 'nom', 이: 'nom', 은: 'nom', 과: 'nom' };

/** Endings that follow 아/어. */
const AFTER_A: Readonly<Record<string, Ending>> = {
  '': 'conn',
  요: 'fin',
  용: 'fin',
  여: 'fin',
  염: 'fin',
  유: 'fin',
  서: 'so',
  서요: 'fin',
  선: 'so',
  도: 'even',
  야: 'conn',
  야지: 'fin',
  야해요: 'fin',
  지고: 'and',
  지는: 'attr',
  지면: 'if',
  진: 'attr',
  져요: 'fin',
  졌으면: 'if',
  지게: 'adv',
  보이는: 'attr',
};
/** Endings that follow the past 았/었. */
const AFTER_PAST: Readonly<Record<string, Ending>> = {
  으면: 'if',
  음: 'nom',
  음좋겠: 'fin',
  다: 'fin',
  어요: 'fin',
  습니다: 'fin',
  던: 'attr',
  는데: 'but',
  지만: 'but',
  고: 'and',
  다가: 'then',
  어도: 'even',
  네요: 'fin',
  으니: 'so',
  거든요: 'fin',
  을: 'attr',
  기: 'nom',
  나요: 'fin',
};

/** Stems in ㅂ that keep it; all other predicates of the lexicon in ㅂ turn it into 우. */
const KEEPS_B = /[입잡씹좁뽑집접굽꼽업]$/;
const TURNS_H = /(?:얗|갛|맣|랗|렇|떻|멓|뻘겋|허옇)$/;
const DROPS_S = /(?:짓|낫|붓|젓|긋|잇)$/;
const TURNS_D = /(?:걷|듣|싣|깨닫|일컫)$/;
const PLAIN_REU = /(?:따르|치르|들르|다다르)$/;

/** The stem before 으-endings and, for 아/어, the finished form. */
function allomorphs(stem: string): { open: string; closed: boolean; a: string } {
  const final = finalOf(stem);
  if (final === 'ㅂ' && !KEEPS_B.test(stem)) {
    const open = `${withFinal(stem, '')}우`;
    return { open, closed: false, a: /[돕곱]$/.test(stem) ? `${withFinal(stem, '')}와` : `${withFinal(stem, '')}워` };
  }
  if (final === 'ㅎ' && TURNS_H.test(stem)) {
    const open = withFinal(stem, '');
    return { open, closed: false, a: withVowel(open, vowelOf(open) === 'ㅑ' ? 'ㅒ' : 'ㅐ') };
  }
  if (final === 'ㅅ' && DROPS_S.test(stem)) {
    const open = `${withFinal(stem, '')}으`;
    return { open, closed: false, a: withFinal(stem, '') + bright(stem) };
  }
  if (final === 'ㄷ' && TURNS_D.test(stem)) {
    const changed = withFinal(stem, 'ㄹ');
    return { open: `${changed}으`, closed: false, a: changed + bright(stem) };
  }
  if (final === 'ㄹ') return { open: stem, closed: false, a: stem + bright(stem) };
  if (final !== '') return { open: stem, closed: true, a: stem + bright(stem) };
  return { open: stem, closed: false, a: contract(stem) };
}

const bright = (stem: string): string => (vowelOf(stem) === 'ㅏ' || vowelOf(stem) === 'ㅗ' ? '아' : '어');

/** An open stem joined with 아/어. */
function contract(stem: string): string {
  if (stem.endsWith('하')) return `${stem.slice(0, -1)}해`;
  if (/르$/.test(stem) && stem.length > 1 && !PLAIN_REU.test(stem)) {
    if (/푸르$|이르$/.test(stem)) return `${stem}러`;
    const before = stem.slice(0, -1);
    return withFinal(before, 'ㄹ') + (bright(before) === '아' ? '라' : '러');
  }
  switch (vowelOf(stem)) {
    case 'ㅡ': {
      const before = stem.slice(0, -1);
      return withVowel(stem, before !== '' && bright(before) === '아' ? 'ㅏ' : 'ㅓ');
    }
    case 'ㅗ':
      return withVowel(stem, 'ㅘ');
    case 'ㅜ':
      return withVowel(stem, 'ㅝ');
    case 'ㅣ':
      return withVowel(stem, 'ㅕ');
    case 'ㅚ':
      return withVowel(stem, 'ㅙ');
    case 'ㅏ':
    case 'ㅓ':
    case 'ㅐ':
    case 'ㅔ':
    case 'ㅕ':
      return stem;
    default:
      return `${stem}어`;
  }
}

/** Every written form of a predicate given in dictionary form (달다, 가볍다, 포근하다), with how it stands. */
export function conjugate(lemma: string): ReadonlyMap<string, Ending> {
  const stem = lemma.slice(0, -1);
  const { open, closed, a } = allomorphs(stem);
  const forms = new Map<string, Ending>();
  const add = (surface: string, ending: Ending) => {
    if (!forms.has(surface)) forms.set(surface, ending);
  };
  const lFinal = finalOf(open) === 'ㄹ';
  // ㄹ falls away before ㄴ, ㅂ and ㅅ: 달다 → 단, 답니다, 다세요.
  const bare = lFinal ? withFinal(open, '') : open;
  for (const [ending, tag] of Object.entries(AFTER_STEM)) add((lFinal && /^[는네느]/.test(ending) ? bare : stem) + ending, tag);
  for (const [ending, tag] of Object.entries(AFTER_EU)) {
    if (closed) add(`${stem}으${ending}`, tag);
    else add((lFinal && /^[니세셔십시]/.test(ending) ? bare : open) + ending, tag);
  }
  const fuse = (final: string, after: Readonly<Record<string, Ending>>) => {
    const base = closed
      ? `${stem}${final === 'ㄴ' ? '은' : final === 'ㄹ' ? '을' : '음'}`
      : fused(lFinal ? (final === 'ㅁ' ? open : bare) : open, final);
    for (const [ending, tag] of Object.entries(after)) add(base + ending, tag);
  };
  fuse('ㄴ', AFTER_N);
  fuse('ㄹ', AFTER_L);
  fuse('ㅁ', AFTER_M);
  const consonant = finalOf(stem) !== '' && finalOf(stem) !== 'ㄹ';
  for (const polite of ['니다', '니다만']) {
    add(consonant ? `${stem}습${polite}` : withFinal(bare, 'ㅂ') + polite, polite === '니다' ? 'fin' : 'but');
  }
  for (const [ending, tag] of Object.entries(AFTER_A)) add(a + ending, tag);
  const past = withFinal(a, 'ㅆ');
  for (const [ending, tag] of Object.entries(AFTER_PAST)) add(past + ending, tag);
  // 있다, 없다 and verbs in the plain present: 나는데, 나는, 난다.
  add(closed ? `${stem}는다` : `${withFinal(bare, 'ㄴ')}다`, 'fin');
  return forms;
}

/** ㄹ-stems in ㅁ make ㄻ (달다 → 닮); others take the consonant. */
function fused(open: string, final: string): string {
  return finalOf(open) === 'ㄹ' ? withFinal(open, final === 'ㅁ' ? 'ㄻ' : final) : withFinal(open, final);
}
