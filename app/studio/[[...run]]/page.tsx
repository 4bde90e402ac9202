import type { Metadata } from 'next';
import { Studio } from '#components/run/studio.tsx';
import { loadStudio } from '../load-studio.ts';

type Props = { params: Promise<{ run?: string[] }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { snapshot } = await loadStudio((await params).run?.[0]);
  return snapshot?.accepted ? { title: snapshot.accepted.brief.slice(0, 24) } : {};
}

/** The first HTML already holds the run as it stands; the page goes on from its last event. */
export default async function StudioPage({ params }: Props) {
  return <Studio {...(await loadStudio((await params).run?.[0]))} />;
}
