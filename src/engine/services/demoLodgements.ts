// The demo's business has lodged its earlier quarters: only the user knows that, so the demo must say it itself, once.
import { basDueDate, instantAtLocalTime, localDateOf, previousQuarter, quarterOf } from '../../domain/calendar.ts';
import type { EngineContext } from '../context.ts';

const doneKey = 'demo.lodgements';

/** All quarters but the last full one, which is left for the visitor to lodge. Nothing outside the demo. */
export function rememberDemoLodgements(context: EngineContext): void {
  const { store, config } = context;
  if (config.demoRealmId === null || store.state.sync(doneKey) === true) return;
  const { timeZone } = context.profile();
  const current = quarterOf(localDateOf(context.now(), timeZone));
  let quarter = previousQuarter(previousQuarter(current));
  while (store.reads.gstAccrual(quarter) !== undefined) {
    store.gst.markRemitted(quarter, instantAtLocalTime(basDueDate(quarter), '12:00', timeZone));
    quarter = previousQuarter(quarter);
  }
  store.state.saveSync(doneKey, true);
}
