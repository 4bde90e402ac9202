import { getLlama, LlamaChat, type LlamaLogLevel, resolveChatWrapper } from 'node-llama-cpp';

/**
 * The library driven bare, for comparison with the worker path: one process, one model, several sequences at once.
 * Arguments: model path, grammar, sequences, tokens. Sends what a round took to its parent.
 */
const [modelPath = '', grammarText = '', sequenceCount = '', tokenCount = ''] = process.argv.slice(2);
const sequences = Number(sequenceCount);
const tokens = Number(tokenCount);

const llama = await getLlama({
  gpu: false,
  build: 'never',
  skipDownload: true,
  progressLogs: false,
  logLevel: 'error' as LlamaLogLevel,
  maxThreads: 1,
});
const model = await llama.loadModel({ modelPath, gpuLayers: 0 });
const context = await model.createContext({
  sequences,
  contextSize: { max: 1024 },
  batchSize: 512,
  threads: 1,
  batching: { itemPrioritizationStrategy: 'maximumParallelism' },
});
const chatWrapper = resolveChatWrapper(model, { warningLogs: false });
const grammar = await llama.createGrammar({ grammar: grammarText });
const chats = Array.from({ length: sequences }, () => new LlamaChat({ contextSequence: context.getSequence(), chatWrapper }));

async function round(): Promise<{ tokensPerSecond: number; cpuMsPerToken: number }> {
  const began = performance.now();
  const cpu = process.cpuUsage();
  let made = 0;
  await Promise.all(
    chats.map((chat, index) =>
      chat.generateResponse(
        [
          { type: 'system', text: 'Write letters.' },
          { type: 'user', text: `sequence ${index}` },
          { type: 'model', response: [] },
        ],
        {
          grammar,
          maxTokens: tokens + 8,
          temperature: 0.8,
          topP: 0.95,
          seed: index + 1,
          repeatPenalty: false,
          onToken: (generated) => {
            made += generated.length;
          },
        },
      ),
    ),
  );
  const { user, system } = process.cpuUsage(cpu);
  return { tokensPerSecond: (made * 1000) / (performance.now() - began), cpuMsPerToken: (user + system) / 1000 / made };
}

await round();
process.send?.(await round(), undefined, undefined, () => process.exit(0));
