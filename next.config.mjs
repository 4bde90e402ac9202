import createNextIntlPlugin from 'next-intl/plugin';

const withNextIntl = createNextIntlPlugin({
  requestConfig: './components/messages/request.ts',
  // Compiled while building: no page loads the parser of message texts.
  experimental: { messages: { path: './components/messages', format: 'json', locales: ['ko', 'en'], precompile: true } },
});

/** @type {import('next').NextConfig} */
const config = {
  reactCompiler: true,
  cacheComponents: false,
  poweredByHeader: false,
  // Server-sent events are left alone: their answers say `no-transform`.
  compress: true,
  // `npm run verify` checks types with the project's own settings; the build does not do it twice.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['pg-boss', 'postgres', 'pino', 'prom-client', 'node-llama-cpp', 'onnxruntime-node'],
  devIndicators: false,
};

export default withNextIntl(config);
