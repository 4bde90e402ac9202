export * from './admin-config.ts';
export * from './audit.ts';
export * from './auth.ts';
export * from './cache.ts';
export * from './catalogue.ts';
export * from './model.ts';
export * from './rating.ts';
export * from './run.ts';
