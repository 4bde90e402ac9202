import { describe, expect, it } from 'vitest';
import { runEvent } from '#drizzle/schema/run.ts';
import { freshCtx } from '../../db/testing/fresh-database.ts';
import { listenForHintText, sayHintText, watchHintText } from './hint-text.ts';
import { startRun } from './start-run.ts';

describe('a hint while it is written', () => {
  it('reaches whoever watches the run, is not written down, and others hear nothing of it', async () => {
    const { ctx, connection } = await freshCtx();
    const [id, other] = [crypto.randomUUID(), crypto.randomUUID()];
    for (const run of [id, other]) await startRun({ ctx, input: { id: run, brief: '맑은 물가의 버드나무 향' } });
    const written = await ctx.db.$count(runEvent);
    const hintTexts = await listenForHintText(connection.sql);
    const stop = new AbortController();
    const heard = watchHintText({ ctx, input: { id }, hintTexts, signal: stop.signal });
    const first = heard.next();
    await new Promise((resolve) => setImmediate(resolve));
    // The watcher may still be on its way to the channel: a piece is told until one is heard.
    let told = true;
    const telling = (async () => {
      while (told) {
        await sayHintText({ ctx, input: { runId: other, i: 0, text: '남의 힌트입니다' } });
        await sayHintText({ ctx, input: { runId: id, i: 1, text: '첫 숨에 열리는' } });
      }
    })();
    expect(await first).toEqual({ done: false, value: { i: 1, text: '첫 숨에 열리는' } });
    told = false;
    await telling;
    stop.abort();
    for await (const piece of heard) expect(piece).toEqual({ i: 1, text: '첫 숨에 열리는' });
    await hintTexts.close();
    expect(await ctx.db.$count(runEvent)).toBe(written);
  });

  it('gives a slow watcher the latest piece only, and ends when the watcher leaves', async () => {
    const { ctx } = await freshCtx();
    const id = crypto.randomUUID();
    await startRun({ ctx, input: { id, brief: '맑은 물가의 버드나무 향' } });
    let say: (text: string) => void = () => undefined;
    let left = false;
    const hintTexts = {
      subscribe: (runId: string, onText: (text: { runId: string; i: number; text: string }) => void) => {
        say = (text) => onText({ runId, i: 0, text });
        for (const text of ['가', '가나', '가나다']) say(text);
        return () => {
          left = true;
        };
      },
      close: () => Promise.resolve(),
    };
    const stop = new AbortController();
    const heard = watchHintText({ ctx, input: { id }, hintTexts, signal: stop.signal });
    expect((await heard.next()).value).toEqual({ i: 0, text: '가나다' });
    const second = heard.next();
    say('가나다라');
    expect((await second).value).toEqual({ i: 0, text: '가나다라' });
    const last = heard.next();
    stop.abort();
    expect((await last).done).toBe(true);
    expect(left).toBe(true);
  });

  it('is not for other designers', async () => {
    const { ctx, actorOf } = await freshCtx();
    const id = crypto.randomUUID();
    await startRun({ ctx, input: { id, brief: '맑은 물가의 버드나무 향' } });
    const hintTexts = { subscribe: () => () => undefined, close: () => Promise.resolve() };
    const heard = watchHintText({ ctx: await actorOf('designer'), input: { id }, hintTexts, signal: new AbortController().signal });
    await expect(heard.next()).rejects.toMatchObject({ code: 'not_found' });
  });
});
