declare module 'next-intl' {
  interface AppConfig {
    Messages: typeof import('./ko.json', { with: { type: 'json' }})['default'];
    Locale: 'ko' | 'en';
  }
}

export {};
