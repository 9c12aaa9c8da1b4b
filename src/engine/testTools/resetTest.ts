// The reset of test data: test clients become register entries again, test customers are deleted in Stripe; real ones stay.
import type { TestResetReport } from '../../contract/testTools.ts';
import type { EngineContext } from '../context.ts';
import { beginChange } from '../stripeWrites/beginChange.ts';
import { refuseLive } from './refuseLive.ts';

/** What a reset would do now. */
export function previewReset(context: EngineContext): TestResetReport {
  refuseLive(context);
  const { tests } = context.store;
  const codes = tests.testClients();
  return { orgs_decoverted: codes.length, decoverted_rto_codes: [...codes], test_customers: tests.testCustomers().length, ledger_rows_kept: tests.ledgerRows() };
}

/**
 * One transaction for what is ours; the deletions in Stripe follow from stored intents. A real payment's conversion, the
 * register's own fields, the ledger and the invoice numbers are not touched.
 */
export function resetTest(context: EngineContext): TestResetReport {
  const report = previewReset(context);
  const { store } = context;
  store.transaction(() => {
    for (const rtoCode of report.decoverted_rto_codes) {
      const orgId = store.clients.conversions(rtoCode)[0]?.orgId ?? null;
      store.clients.undoConversion(rtoCode);
      store.clients.appendConversion({ rtoCode, orgId, act: 'undone', decidedBy: 'reset', isTest: true, note: 'Test data was reset' });
    }
    for (const customerId of store.tests.testCustomers()) {
      if (store.changes.unfinishedOf(customerId) !== undefined) continue;
      beginChange(context, {
        kind: 'test-reset', subjectId: customerId, orgId: null, stripeSubscriptionId: null, summary: 'Delete a test customer in Stripe', choice: {},
        steps: [{ title: 'Delete the test customer', act: 'testCustomer.delete', targetId: customerId, request: {} }],
      });
    }
    store.tests.removeTestRows();
    store.log.append({ source: 'person', kind: 'test-reset', result: 'ok', summary: `Test data was reset: ${report.orgs_decoverted} test clients are register entries again`, detail: report.decoverted_rto_codes.join(', ') || null });
  });
  context.kick();
  context.changed('overview', 'invoices', 'billing', 'settings', 'activity');
  return report;
}
