import { cookies } from 'next/headers';
import type { Messages } from 'next-intl';
import { getRequestConfig } from 'next-intl/server';

export const LOCALES = ['ko', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** Korean unless the reader chose English; the choice is a cookie, so the first HTML is already right. */
export default getRequestConfig(async () => {
  const asked = (await cookies()).get('locale')?.value;
  const locale: Locale = asked === 'en' ? 'en' : 'ko';
  // The build compiles the message files on the way in; an import attribute would keep it from doing so.
  const messages: Messages = (await import(`./${locale}.json`)).default;
  return { locale, messages, timeZone: 'Asia/Seoul' };
});
