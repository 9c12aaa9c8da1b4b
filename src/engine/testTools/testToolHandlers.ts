// Which service answers which of the test tools.
import type { EngineContext } from '../context.ts';
import type { Handlers } from '../handle.ts';
import { previewReset, resetTest } from './resetTest.ts';
import { testPayment } from './testPayment.ts';

type Answers = Pick<Handlers, 'testTools.preview' | 'testTools.payment' | 'testTools.reset' | 'testTools.testReset'>;

export function testToolHandlers(context: EngineContext, idle: () => Promise<void>): Answers {
  return {
    'testTools.preview': () => previewReset(context),
    'testTools.payment': (input) => testPayment(context, input, idle),
    'testTools.reset': () => resetTest(context),
    'testTools.testReset': () => resetTest(context),
  };
}
