import createNextIntlPlugin from 'next-intl/plugin';

const withNextIntl = createNextIntlPlugin('./components/messages/request.ts');

/** @type {import('next').NextConfig} */
const config = {
  reactCompiler: true,
  cacheComponents: false,
  poweredByHeader: false,
  // Compression holds server-sent events back; a proxy in front may compress the rest.
  compress: false,
  // `npm run verify` checks types with the project's own settings; the build does not do it twice.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['pg-boss', 'postgres', 'pino', 'prom-client', 'node-llama-cpp', 'onnxruntime-node'],
  devIndicators: false,
};

export default withNextIntl(config);
