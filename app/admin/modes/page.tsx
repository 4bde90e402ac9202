import { ModesPage } from '#components/admin/modes-page.tsx';

export default function Page() {
  return <ModesPage />;
}
