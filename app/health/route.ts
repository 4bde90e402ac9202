export { GET } from '../api/health/route.ts';
export const dynamic = 'force-dynamic';
