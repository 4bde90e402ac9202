import type { Mode } from '../run/mode.ts';
import type { LadderReason, ServedMode } from './decide.ts';

const MODE_KO: Readonly<Record<ServedMode, string>> = { fast: '빠름', balanced: '균형', creative: '창작', emergency: '비상' };

const CAUSE_KO: Readonly<Record<LadderReason, string>> = {
  qwen_down: '읽기 모델(Qwen)이 응답하지 않아요',
  mistral_down: '검증 모델(Mistral)이 응답하지 않아요',
  llama_down: '힌트 모델(Llama)이 응답하지 않아요',
  embedded_off: '내장 엔진이 꺼져 있어요',
  database_down: '데이터베이스에 연결되지 않아 임시로 저장했어요',
  queue_full: '대기열이 가득 찼어요',
  load: '이용이 많아 기다림이 길어졌어요',
  time: '모델이 제한 시간 안에 답하지 못했어요',
  unusable_answer: '모델의 답을 쓸 수 없었어요',
  quarantined: '이 설명을 읽다가 모델이 거듭 멈춰서 규칙으로 읽었어요',
};

/**
 * The banner of an answer that is less than was asked for: which mode it became and the true cause.
 * Null when the answer is what was asked for.
 */
export function degradedNotice(requested: Mode, served: ServedMode, reasons: readonly LadderReason[]): string | null {
  if (requested === served && reasons.length === 0) return null;
  const causes = reasons.map((reason) => CAUSE_KO[reason]).join(', ');
  if (requested === served) return `${causes}.`;
  const how = served === 'emergency' ? '내장 엔진으로 답했어요' : `${MODE_KO[served]} 모드로 답했어요`;
  return causes === '' ? `${MODE_KO[requested]} 모드 대신 ${how}.` : `${causes}. ${MODE_KO[requested]} 모드 대신 ${how}.`;
}
