import { cookies } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import en from './en.json' with { type: 'json' };
import ko from './ko.json' with { type: 'json' };

export const LOCALES = ['ko', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** Korean unless the reader chose English; the choice is a cookie, so the first HTML is already right. */
export default getRequestConfig(async () => {
  const asked = (await cookies()).get('locale')?.value;
  const locale: Locale = asked === 'en' ? 'en' : 'ko';
  const messages = locale === 'en' ? en : ko;
  return { locale, messages, timeZone: 'Asia/Seoul' };
});
