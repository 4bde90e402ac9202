import type { AppRouter } from '#server/api/root.ts';

declare global {
  /** The API's shape by name: components are typed by it without importing the server. */
  type StudioApi = AppRouter;
}
