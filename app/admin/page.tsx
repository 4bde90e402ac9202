import { Overview } from '#components/admin/overview.tsx';

export default function Page() {
  return <Overview />;
}
