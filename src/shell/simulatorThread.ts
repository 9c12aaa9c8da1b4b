// Entry of the demo company's thread: the simulators of Stripe and QuickBooks, with their own clock and state.
import { parentPort, workerData } from 'node:worker_threads';
import { startDemoCompany } from '../simulators/demo-company/startDemoCompany.ts';
import type { FromSimulator, SimulatorThreadData, ToSimulator } from './simulatorMessages.ts';

/** One demo company for everybody: the same clients and figures on every machine. */
const seed = 20_261_121;

const main = async (data: SimulatorThreadData): Promise<void> => {
  const port = parentPort;
  if (port === null) throw new Error('simulatorThread runs in a worker thread');
  const demo = await startDemoCompany({ folder: data.folder, clock: { nowMs: () => Date.now() }, seed, redirectUri: data.redirectUri });
  const post = (message: FromSimulator): void => port.postMessage(message);

  port.on('message', (message: ToSimulator) => {
    if (message.kind === 'stop') {
      void demo.close().finally(() => post({ kind: 'stopped' }));
      return;
    }
    void Promise.resolve(demo.issueRefreshToken()).then((refreshToken) => post({ kind: 'refreshToken', refreshToken }));
  });
  post({
    kind: 'ready',
    company: {
      stripeUrl: demo.stripeUrl,
      stripeApiKey: demo.stripeApiKey,
      qboUrl: demo.qboUrl,
      intuitUrl: demo.intuitUrl,
      clientId: demo.clientId,
      clientSecret: demo.clientSecret,
      realmId: demo.realmId,
    },
  });
};

void main(workerData as SimulatorThreadData);
