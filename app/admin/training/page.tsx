import { TrainingPage } from '#components/training/training-page.tsx';

export default function Page() {
  return <TrainingPage />;
}
