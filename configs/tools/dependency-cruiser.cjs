/** Who may import whom. Every rule is an error. The map is in docs/architecture.md. */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from, pathNot: '\\.(test|spec)\\.tsx?$' },
  to: { pathNot: allowed, path: '^(app|components|server|drizzle|workers|configs|e2e)/' },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    only('domain-imports-itself', '^server/domain/', '^server/domain/'),
    {
      name: 'domain-is-pure',
      comment: 'The domain runs in the browser, the server and the workers: no node:, no database, no React; only zod.',
      severity: 'error',
      from: { path: '^server/domain/', pathNot: '\\.(test|spec)\\.ts$' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev'], pathNot: 'node_modules/zod/' },
    },
    only('components-import-domain', '^components/', '^(components|server/domain)/'),
    only('app-imports', '^app/', '^(app|components|server)/'),
    only('server-stays-in-server', '^server/(?!domain/)', '^(server|drizzle|configs)/'),
    only('drizzle-imports', '^drizzle/', '^(drizzle|server/domain)/'),
    {
      name: 'workers-do-not-touch-the-web',
      severity: 'error',
      from: { path: '^workers/' },
      to: { path: '^(app|components|server/api)/' },
    },
    {
      name: 'llama-stays-in-llm-worker',
      severity: 'error',
      from: { pathNot: '^workers/llm/' },
      to: { path: 'node_modules/node-llama-cpp' },
    },
    {
      name: 'onnx-stays-in-rl-worker',
      severity: 'error',
      from: { pathNot: '^workers/rl/' },
      to: { path: 'node_modules/onnxruntime-node' },
    },
    {
      name: 'charts-are-lazy',
      severity: 'error',
      from: { pathNot: '^components/charts/' },
      to: { path: 'node_modules/recharts' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.next|\\.studio|node_modules)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js'],
    },
  },
};
