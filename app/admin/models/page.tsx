import { ModelsPage } from '#components/admin/models-page.tsx';

export default function Page() {
  return <ModelsPage />;
}
