/**
 * Next publishes these entry points without an `exports` map, so `nodenext` resolution cannot find them by the
 * names that its bundler knows. The declarations only point at Next's own types.
 */
declare module 'next/link' {
  const Link: typeof import('next/dist/client/link.js').default;
  export default Link;
}
declare module 'next/dynamic' {
  const dynamic: typeof import('next/dist/shared/lib/app-dynamic.js').default;
  export default dynamic;
}
declare module 'next/navigation' {
  export * from 'next/dist/client/components/navigation.js';
}
declare module 'next/headers' {
  export * from 'next/headers.js';
}
