/** A start that cannot go on, worded for the person at the keyboard: what is wrong and how to mend it. */
export class StartError extends Error {
  readonly messageKo: string;

  constructor(message: string, messageKo: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartError';
    this.messageKo = messageKo;
  }
}

/** Words the errors every start can meet (disk full, no permission); anything else comes back as it was. */
export function wordStartError(error: unknown, path: string): unknown {
  if (error instanceof StartError || !(error instanceof Error)) return error;
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT' || /no space left on device/i.test(error.message)) {
    return new StartError(
      `The disk under ${path} is full. Free some space (the studio needs about 300 MB there) and start again; nothing is lost.`,
      `${path} 디스크에 남은 공간이 없어요. 300 MB쯤 비운 뒤 다시 시작해 주세요. 저장된 것은 그대로 있어요.`,
      { cause: error },
    );
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    const where = 'path' in error && typeof error.path === 'string' ? error.path : path;
    return new StartError(
      `No permission to write ${where}. Start as the user that owns this folder, or point STUDIO_STATE_DIR at a folder you may write to.`,
      `${where}에 쓸 권한이 없어요. 이 폴더의 주인 계정으로 시작하거나, 쓸 수 있는 폴더를 STUDIO_STATE_DIR로 알려 주세요.`,
      { cause: error },
    );
  }
  return error;
}
