import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { TrainingPage } from '#components/training/training-page.tsx';

export default function Page() {
  return (
    <NuqsAdapter>
      <TrainingPage />
    </NuqsAdapter>
  );
}
