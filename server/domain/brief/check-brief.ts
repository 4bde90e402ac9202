/** A brief that may be read, NFC and trimmed, or the reason to refuse it in words that say what to change. */
export type CheckedBrief =
  | { readonly ok: true; readonly brief: string }
  | { readonly ok: false; readonly code: BriefFault; readonly messageKo: string; readonly messageEn: string };

export const BRIEF_FAULTS = [
  'empty',
  'too_long',
  'control_characters',
  'broken_unicode',
  'only_symbols',
  'other_language',
  'no_words',
] as const;
export type BriefFault = (typeof BRIEF_FAULTS)[number];

export const BRIEF_MAX_CODE_POINTS = 2000;

const MESSAGES: Readonly<Record<BriefFault, { ko: string; en: string }>> = {
  empty: {
    ko: '브리프가 비어 있어요. 어떤 향을 원하는지 한 문장이라도 적어 주세요.',
    en: 'The brief is empty. Describe the scent you want, in one sentence at least.',
  },
  too_long: {
    ko: `브리프가 너무 길어요. ${BRIEF_MAX_CODE_POINTS.toLocaleString('en')}자 안으로 줄여 주세요.`,
    en: `The brief is too long. Keep it within ${BRIEF_MAX_CODE_POINTS.toLocaleString('en')} characters.`,
  },
  control_characters: {
    ko: '보이지 않는 제어 문자가 들어 있어요. 글자만 다시 붙여 넣어 주세요.',
    en: 'The brief contains invisible control characters. Paste it again as plain text.',
  },
  broken_unicode: {
    ko: '깨진 글자가 들어 있어요. 그 부분을 지우고 다시 적어 주세요.',
    en: 'The brief contains broken characters. Delete them and type that part again.',
  },
  only_symbols: {
    ko: '기호나 이모지만 있어서 읽을 수 없어요. 원하는 향을 말로 적어 주세요.',
    en: 'The brief has only symbols or emoji. Describe the scent in words.',
  },
  other_language: {
    ko: '한국어나 영어로 적은 브리프만 읽을 수 있어요. 한국어나 영어로 바꿔 주세요.',
    en: 'Only Korean and English briefs can be read. Please write in one of them.',
  },
  no_words: {
    ko: '낱자나 숫자만 있어서 뜻을 알 수 없어요. 온전한 낱말로 적어 주세요.',
    en: 'The brief has only loose letters or numbers. Write whole words.',
  },
};

/** Decides whether a brief can be read at all: 1–2,000 code points after trimming, words of Korean or English. Never throws. */
export function checkBrief(input: string): CheckedBrief {
  const brief = input.normalize('NFC').trim();
  if (brief === '') return refuse('empty');
  if (!brief.isWellFormed()) return refuse('broken_unicode');
  if ([...brief].length > BRIEF_MAX_CODE_POINTS) return refuse('too_long');
  if (/[\p{Cc}--[\t\n\r]]/v.test(brief)) return refuse('control_characters');
  if (!/[\p{L}\p{N}]/u.test(brief)) return refuse('only_symbols');
  if (/[가-힣]|[a-z]{2}/i.test(brief)) return { ok: true, brief };
  if (/\p{L}/u.test(brief.replace(/[\p{Script=Hangul}\p{Script=Latin}]/gu, ''))) return refuse('other_language');
  return refuse('no_words');
}

function refuse(code: BriefFault): CheckedBrief {
  return { ok: false, code, messageKo: MESSAGES[code].ko, messageEn: MESSAGES[code].en };
}
