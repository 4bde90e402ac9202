/** The API's shape by name: components are typed by it without importing the server. */
type StudioApi = import('#server/api/root.ts').AppRouter;
