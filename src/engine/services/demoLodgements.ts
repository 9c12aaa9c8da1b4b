// The demo's business has lodged its earlier quarters: only the user knows that, so the demo must say it itself, once.
import { localDateOf, previousQuarter, quarterOf } from '../../domain/calendar.ts';
import type { EngineContext } from '../context.ts';

const doneKey = 'demo.lodgements';

/** All quarters but the last full one, which is left for the visitor to lodge. Nothing outside the demo. */
export function rememberDemoLodgements(context: EngineContext): void {
  const { store, config } = context;
  if (config.demoRealmId === null || store.state.sync(doneKey) === true) return;
  const current = quarterOf(localDateOf(context.now(), context.profile().timeZone));
  let quarter = previousQuarter(previousQuarter(current));
  while (store.reads.gstAccrual(quarter) !== undefined) {
    store.gst.markRemitted(quarter);
    quarter = previousQuarter(quarter);
  }
  store.state.saveSync(doneKey, true);
}
